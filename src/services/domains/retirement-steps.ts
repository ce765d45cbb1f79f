import { displayName } from '../../core/dns/name.ts';
import { AppError } from '../../core/errors.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import { allTags } from '../litemail/find-named.ts';
import { type AtLiteMail, isRetiredTag, retiredTag } from './plan-retirement.ts';

export interface Step {
  /** The same in every attempt. */
  readonly key: string;
  /** The mailbox it is about; what is true of several is said of them together. */
  readonly email?: string;
  /** Does nothing twice; gives what is true then, as a sentence, or of a mailbox as a few words. */
  work(): Promise<string>;
}

/** What is done at LiteMail, in this order. */
export function stepsOf(litemail: LiteMail, wished: AtLiteMail, domain: string): Step[] {
  const { domainId, mailboxes } = wished;
  const params = { domainId };
  const name = displayName(domain);
  const off = (
    field: 'forwardTo' | 'emailForwardingTo' | 'catchAllEmail',
    what: string,
    send: () => Promise<unknown>,
  ): Step[] =>
    wished[field] === null
      ? []
      : [
          {
            key: field,
            async work() {
              const now = (await litemail.getDomain({ params }))[field] || null;
              if (now !== null && now !== wished[field])
                throw new AppError('drift', `${what} is \`${now}\` by now, which nobody approved: it was left on.`);
              if (now !== null) await send();
              return `${what} is off.`;
            },
          },
        ];
  return [
    ...off('forwardTo', `Forwarding of visitors of ${name}`, () => litemail.removeDomainForwarding({ params })),
    ...off('emailForwardingTo', `Forwarding of mail of ${name}`, () => litemail.removeEmailForwarding({ params })),
    ...off('catchAllEmail', `The catch-all of ${name}`, () => litemail.removeCatchAll({ params })),
    ...mailboxes.map((mailbox) => removal(litemail, mailbox)),
    ...(wished.tag === 'worn' ? [] : [{ key: 'tag', work: () => makeTag(litemail, name) }]),
  ];
}

/** Asking twice for the same removal is the same as once, so an answer that was lost is asked for again. */
const removal = (litemail: LiteMail, { id, email }: AtLiteMail['mailboxes'][number]): Step => ({
  key: `mailbox ${id}`,
  email,
  async work() {
    try {
      await litemail.removeMailbox({ params: { id } });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'not_found') return 'Gone already';
      throw new AppError(error.code, `${email}: ${error.message}`, {
        ...(error.hint && { hint: error.hint }),
        ...(error.retryAt && { retryAt: error.retryAt }),
        cause: error,
      });
    }
    return 'Removed at the next renewal';
  },
});

/** LiteMail's API makes tags, and has no call that puts one on a domain. */
async function makeTag(litemail: LiteMail, name: string): Promise<string> {
  const there = (await allTags(litemail)).some((tag) => isRetiredTag(tag.name));
  if (!there) await litemail.createTag({ body: { name: retiredTag } });
  return `Left to you: put the tag “${retiredTag}” ${there ? '' : '(made just now) '}on ${name} in LiteMail’s dashboard, as its API cannot.`;
}
