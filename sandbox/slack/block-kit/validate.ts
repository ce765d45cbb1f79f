import { z } from 'zod';
import { type Block, crossProblems, hasInput, type Problem } from './block-rules.ts';
import { block } from './blocks.ts';
import { limits } from './limits.ts';
import { chars, items, lengthOf, plain } from './pieces.ts';

export type { Problem } from './block-rules.ts';

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function worded(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `invalid additional property: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_type' && issue.message.endsWith('undefined')) return 'missing required field';
  if (issue.code === 'invalid_union') return 'unsupported type';
  return issue.message;
}
const problemsOf = (schema: z.ZodType, value: unknown, pointer = ''): Problem[] =>
  schema
    .safeParse(value)
    .error?.issues.map((issue) => ({ pointer: pointer + pointerTo(issue.path), message: worded(issue) })) ?? [];

const isBlocks = (value: unknown): value is readonly Block[] =>
  Array.isArray(value) && value.every((item) => item !== null && typeof item === 'object');

function blockProblems(blocks: unknown, surface: 'message' | 'modal' | 'home', pointer: string): Problem[] {
  const own = problemsOf(z.array(block), blocks, pointer);
  return isBlocks(blocks) ? [...own, ...crossProblems(blocks, surface, pointer)] : own;
}

export interface Message {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}

/** What Slack would refuse in a message; `update` holds it to the shorter text of chat.update. */
export function validateMessage(message: Message, { update = false } = {}): Problem[] {
  const longest = update ? limits.message.updated_text.max_length : limits.message.text.max_length;
  const problems: Problem[] = [];
  if (message.text !== undefined && typeof message.text !== 'string')
    problems.push({ pointer: '/text', message: 'must be a string' });
  else if (lengthOf(message.text ?? '') > longest)
    problems.push({ pointer: '/text', message: `must be less than ${longest + 1} characters` });
  if (message.blocks !== undefined) problems.push(...blockProblems(message.blocks, 'message', '/blocks'));
  if (message.attachments === undefined) return problems;
  if (!Array.isArray(message.attachments)) return [...problems, { pointer: '/attachments', message: 'must be a list' }];
  if (message.attachments.length > limits.message.attachments.max_items)
    problems.push({
      pointer: '/attachments',
      message: `no more than ${limits.message.attachments.max_items} items allowed`,
    });
  for (const [index, attachment] of message.attachments.entries())
    if (attachment?.blocks)
      problems.push(...blockProblems(attachment.blocks, 'message', `/attachments/${index}/blocks`));
  return problems;
}

const title = plain(limits.view.title);
const common = {
  blocks: items(z.unknown(), limits.view.blocks),
  private_metadata: chars({ min_length: 0, ...limits.view.private_metadata }).optional(),
  callback_id: chars({ min_length: 0, ...limits.view.callback_id }).optional(),
  external_id: chars({ min_length: 0, ...limits.view.external_id }).optional(),
};
const view = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('home'), ...common }),
  z.strictObject({
    type: z.literal('modal'),
    ...common,
    title,
    close: plain(limits.view.close).optional(),
    submit: plain(limits.view.submit).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  }),
]);

/** What Slack would refuse in a modal or an App Home. Size is not looked at: that is `view_too_large`. */
export function validateView(value: unknown): Problem[] {
  const problems = problemsOf(view, value);
  const { type, blocks, submit } = (value ?? {}) as { type?: unknown; blocks?: unknown; submit?: unknown };
  if (type !== 'modal' && type !== 'home') return problems;
  problems.push(...blockProblems(blocks, type, '/blocks'));
  if (type === 'modal' && submit === undefined && isBlocks(blocks) && hasInput(blocks))
    problems.push({ pointer: '/submit', message: 'missing required field: a modal with inputs needs submit' });
  return problems;
}

/** Bytes of the view as JSON, for `view_too_large`. */
export const viewIsTooLarge = (value: unknown): boolean =>
  Buffer.byteLength(JSON.stringify(value)) > limits.view.bytes.max_length;
