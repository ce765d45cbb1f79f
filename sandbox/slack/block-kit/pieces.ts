import { z } from 'zod';
import { limits } from './limits.ts';

/** Length as Slack counts it: code points, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

/** A text of up to this many code points; at least one by default. */
export const chars = ({
  min_length = 1,
  max_length = Number.POSITIVE_INFINITY,
}: {
  min_length?: number;
  max_length?: number;
}) =>
  z.string().superRefine((text, context) => {
    if (text.length < min_length) context.addIssue(`must be more than ${min_length - 1} characters`);
    if (text.length > max_length && lengthOf(text) > max_length)
      context.addIssue(`must be less than ${max_length + 1} characters`);
  });

/** A list of so many items. */
export const items = <T extends z.ZodType>(
  item: T,
  { min_items = 1, max_items = Number.POSITIVE_INFINITY }: { min_items?: number; max_items?: number },
) =>
  z
    .array(item)
    .min(min_items, `no fewer than ${min_items} items allowed`)
    .max(max_items, `no more than ${max_items} items allowed`);

interface Longest {
  max_length: number;
}
export const plain = (limit: Longest = limits.text) =>
  z.strictObject({ type: z.literal('plain_text'), text: chars(limit), emoji: z.boolean().optional() });
export const mrkdwn = (limit: Longest = limits.text) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: chars(limit), verbatim: z.boolean().optional() });
export const anyText = (limit: Longest = limits.text) => z.discriminatedUnion('type', [plain(limit), mrkdwn(limit)]);

export const actionId = chars(limits.action_id);
export const blockId = chars(limits.block_id);
export const url = (limit: Longest) =>
  chars(limit).refine((text) => /^(https?|mailto|slack):/i.test(text), 'must be a valid URL');

export const colour = z.enum(['primary', 'danger']);

export const confirm = z.strictObject({
  title: plain(limits.confirmation.title),
  text: anyText(limits.confirmation.text),
  confirm: plain(limits.confirmation.confirm),
  deny: plain(limits.confirmation.deny),
  style: colour.optional(),
});

const value = chars(limits.option.value);
export const plainOption = z.strictObject({
  text: plain(limits.option.text),
  value,
  description: plain(limits.option.description).optional(),
});
export const overflowOption = plainOption.extend({ url: url(limits.option.url).optional() });
export const richOption = z.strictObject({
  text: anyText(limits.option.text),
  value,
  description: anyText(limits.option.description).optional(),
});
export const optionGroup = z.strictObject({
  label: plain(limits.option_group.label),
  options: items(plainOption, limits.option_group.options),
});

export const placeholder = plain(limits.select.placeholder);

export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: items(z.enum(['on_enter_pressed', 'on_character_entered']), { max_items: 2 }),
});

export const conversationFilter = z
  .strictObject({
    include: items(z.enum(['im', 'mpim', 'private', 'public']), {}).optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, 'must have at least one property');

const slackFile = z
  .strictObject({ url: z.string().optional(), id: z.string().optional() })
  .refine((file) => (file.url === undefined) !== (file.id === undefined), 'needs either url or id');

/** The two ways to name a picture; exactly one is given. */
export const pictureSource = {
  image_url: url(limits.image.image_url).optional(),
  slack_file: slackFile.optional(),
};
export const hasOnePicture = (it: { image_url?: unknown; slack_file?: unknown }): boolean =>
  (it.image_url === undefined) !== (it.slack_file === undefined);
