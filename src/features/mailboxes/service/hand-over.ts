import { z } from 'zod';
import type { Outcome, Proposal } from '../../../domain/proposal.ts';
import { plural } from '../../../ui/list.ts';

/** Mailboxes whose passwords leave LiteMail. */
export const HandedMailboxes = z.array(z.object({ id: z.string(), email: z.string() }));
type HandedMailboxes = z.infer<typeof HandedMailboxes>;

/** All of them are in Details. */
const MAX_ITEMS = 100;

export const handedItems = (mailboxes: HandedMailboxes, receiver: string): Proposal['items'] =>
  mailboxes.map(({ email }) => ({ sign: '+' as const, text: `password of ${email} → ${receiver}` }));

/** What a plan says that gives the passwords of these mailboxes to somebody else. */
export function handOver(mailboxes: HandedMailboxes, receiver: string): Omit<Proposal, 'title' | 'meaning'> {
  const items = handedItems(mailboxes, receiver);
  const omittedCount = Math.max(0, items.length - MAX_ITEMS);
  return {
    effect: 'destructive',
    risk: {
      level: 'high',
      reasons: [
        `${receiver} can then read and send the mail of ${plural(mailboxes.length, 'mailbox', 'mailboxes')}, and what it was given cannot be taken back`,
      ],
    },
    items: items.slice(0, MAX_ITEMS),
    ...(omittedCount > 0 && { omittedCount, truncated: true as const }),
    undo: 'Not possible from here: only new passwords take the access away again.',
    calls: 2,
    confirm: true,
    subjects: mailboxes.map(({ email }) => email),
    noun: 'mailboxes',
  };
}

/** The call was sent before, and no answer came. */
export const lostHandOver: Omit<Outcome, 'inverse'> = {
  status: 'failed',
  text: 'The outcome is unknown: the call was sent and no answer came. It was not retried. LiteMail’s dashboard shows whether it was done.',
};
