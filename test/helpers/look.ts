import type { Product } from './product.ts';
import { type SeenMessage, textOf } from './sandbox.ts';

/** The labels of all buttons in a message, in order. */
export const labels = (message: SeenMessage | undefined): string[] =>
  (message?.blocks ?? [])
    .filter((block) => (block as { type?: string }).type === 'actions')
    .flatMap((block) =>
      ((block as { elements?: { text?: { text?: string } }[] }).elements ?? []).flatMap(
        (element) => element.text?.text ?? [],
      ),
    );

/** Waits for the newest message in a channel (or, by a user id, in that person's direct message) that has this button. */
export const withButton = (product: Product, channel: string, label: string): Promise<SeenMessage> =>
  product.until(
    () => product.messages(channel).findLast((message) => labels(message).includes(label)),
    `a message with ${label} in ${channel}`,
  );

/** Waits for a message that says this; with `user`, also among what only that person sees. */
export const saying = (product: Product, channel: string, text: string | RegExp, user?: string): Promise<SeenMessage> =>
  product.until(
    () =>
      product
        .messages(channel, user ? { user } : {})
        .findLast((message) =>
          typeof text === 'string' ? textOf(message).includes(text) : text.test(textOf(message)),
        ),
    `"${text}" in ${channel}`,
  );

/** What only this person sees in a channel, newest last. */
export const whispers = (product: Product, channel: string, user: string): string[] =>
  product
    .messages(channel, { user })
    .filter((message) => message.ephemeral)
    .map(textOf);
