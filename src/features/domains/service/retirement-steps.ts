import { displayName } from '../../../domain/dns/model/name.ts';
import { AppError } from '../../../lib/errors.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { allTags } from '../../litemail/index.ts';
import { isRetiredTag, type LiteMailState, retiredTag } from './plan-retirement.ts';

export interface Step {
  /** The same in every attempt. */
  readonly key: string;
  /** The affected mailbox; equal results are reported together. */
  readonly email?: string;
  /** Idempotent; returns the result as a sentence, or a few words for a mailbox. */
  work(): Promise<string>;
}

/** The LiteMail steps, in order. */
export function stepsOf(litemail: LiteMail, approved: LiteMailState, domain: string): Step[] {
  const { domainId, mailboxes } = approved;
  const params = { domainId };
  const name = displayName(domain);
  const off = (
    field: 'forwardTo' | 'emailForwardingTo' | 'catchAllEmail',
    what: string,
    send: () => Promise<unknown>,
  ): Step[] =>
    approved[field] === null
      ? []
      : [
          {
            key: field,
            async work() {
              const now = (await litemail.getDomain({ params }))[field] || null;
              if (now !== null && now !== approved[field])
                throw new AppError('drift', `${what} is \`${now}\` now, which nobody approved, so it was left on.`);
              if (now !== null) await send();
              return `${what} is off.`;
            },
          },
        ];
  return [
    ...off('forwardTo', `Visitor forwarding of ${name}`, () => litemail.removeDomainForwarding({ params })),
    ...off('emailForwardingTo', `Mail forwarding of ${name}`, () => litemail.removeEmailForwarding({ params })),
    ...off('catchAllEmail', `The catch-all of ${name}`, () => litemail.removeCatchAll({ params })),
    ...mailboxes.map((mailbox) => removeMailboxStep(litemail, mailbox)),
    ...(approved.tag === 'worn' ? [] : [{ key: 'tag', work: () => makeTag(litemail, name) }]),
  ];
}

/** Removal is idempotent, so it is retried after a lost response. */
const removeMailboxStep = (litemail: LiteMail, { id, email }: LiteMailState['mailboxes'][number]): Step => ({
  key: `mailbox ${id}`,
  email,
  async work() {
    try {
      await litemail.removeMailbox({ params: { id } });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'not_found') return 'Already gone';
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
  const exists = (await allTags(litemail)).some((tag) => isRetiredTag(tag.name));
  if (!exists) await litemail.createTag({ body: { name: retiredTag } });
  return `Left to you: put the tag “${retiredTag}” ${exists ? '' : '(made just now) '}on ${name} in LiteMail’s dashboard, as its API cannot.`;
}
