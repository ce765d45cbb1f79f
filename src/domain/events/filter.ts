import { AppError } from '../../lib/errors.ts';
import { globMatches } from '../../lib/glob.ts';
import { type Facts, factsOf, filterFields } from './describe.ts';
import type { ChannelSubscription, LiteMailEvent } from './event.ts';

/** What LiteMail, or services like it, are known to send. Others are taken and shown too. */
export const knownTypes: readonly string[] = [
  ...['domain.connected', 'domain.connection_status_changed', 'domain.created', 'domain.deleted', 'domain.updated'],
  ...['domain.order.failed', 'domain.order.success'],
  ...['mailbox.created', 'mailbox.deleted', 'mailbox.updated', 'mailbox.order.failed', 'mailbox.order.success'],
  ...['export.started', 'export.completed', 'export.failed', 'export.reconnected'],
  ...['placement_test.completed', 'placement_test.status_changed'],
  ...['subscription.updated', 'subscription.status_changed', 'subscription.billing_changed'],
  ...['subscription.renewal.success', 'subscription.renewal.failed'],
  ...['prewarmup.order.failed', 'prewarmup.order.success'],
  ...['workspace.created', 'workspace.deleted', 'workspace.updated'],
];

/** What a form offers: everything, everything of a kind, and each type. */
export const offeredTypes: readonly string[] = [
  '*',
  ...new Set(knownTypes.map((type) => `${type.slice(0, type.indexOf('.'))}.*`)),
  ...knownTypes,
];

type Filter = (facts: Facts) => boolean;

/**
 * `domain:*.io and not status:ACTIVE`, with `or` and parentheses; `and` binds closer than `or`. Values are globs and may
 * be quoted. Throws AppError `bad_input` naming the word it stumbled over.
 */
export function parseFilter(text: string): Filter {
  const words = text.match(/[()]|(?:[^\s()"]|"[^"]*")+/g) ?? [];
  let at = 0;
  const next = () => words[at]?.toLowerCase();
  const fail = (why: string): never => {
    throw new AppError('bad_input', `The filter “${text}” cannot be read: ${why}`, {
      hint: 'For example: `domain:*.io and not status:ACTIVE`. Fields: '.concat(
        filterFields.map((field) => `\`${field}\``).join(', '),
        '.',
      ),
      fields: { filter: why },
    });
  };

  const anyOf = (): Filter => {
    const terms = [allOf()];
    while (next() === 'or' && ++at) terms.push(allOf());
    return (facts) => terms.some((term) => term(facts));
  };
  const allOf = (): Filter => {
    const terms = [term()];
    while (next() === 'and' && ++at) terms.push(term());
    return (facts) => terms.every((each) => each(facts));
  };
  const term = (): Filter => {
    const word = words[at++];
    if (word === undefined) return fail('it ends too early.');
    if (word.toLowerCase() === 'not') {
      const inner = term();
      return (facts) => !inner(facts);
    }
    if (word === '(') {
      const inner = anyOf();
      if (words[at++] !== ')') fail('a parenthesis is not closed.');
      return inner;
    }
    const [, field = '', quoted, bare] = /^(\w+):(?:"([^"]*)"|(.+))$/.exec(word) ?? [];
    const known = filterFields.find((candidate) => candidate === field.toLowerCase());
    const glob = quoted ?? bare;
    if (!known || glob === undefined) return fail(`“${word}” is not of the form field:value.`);
    return (facts) => facts[known].some((value) => globMatches(glob, value));
  };

  const filter = anyOf();
  if (at < words.length) fail(`“${words[at]}” is unexpected there.`);
  return filter;
}

/** Whether an event matches a channel subscription. A stored filter that cannot be read any more holds nothing back. */
export function matchesSubscription(
  { types, filter }: Pick<ChannelSubscription, 'types' | 'filter'>,
  event: Pick<LiteMailEvent, 'type' | 'body'>,
): boolean {
  if (!types.some((glob) => globMatches(glob, event.type))) return false;
  if (filter === undefined) return true;
  try {
    return parseFilter(filter)(factsOf(event));
  } catch {
    return true;
  }
}

/** The channels that are to get an event. */
export const channelsFor = (event: LiteMailEvent, subscriptions: readonly ChannelSubscription[]): string[] => {
  const wanting = subscriptions.filter((each) => each.state !== 'gone' && matchesSubscription(each, event));
  return [...new Set(wanting.map(({ channel }) => channel))];
};
