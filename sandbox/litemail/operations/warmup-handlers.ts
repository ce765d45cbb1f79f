import { createHash } from 'node:crypto';
import { query } from '../input.ts';
import { type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { Mailbox } from '../team-state.ts';
import { mailboxById } from './mailbox-handlers.ts';

const day = 24 * 3_600_000;

/** One day of one mailbox: always the same. */
function daily({ id }: Mailbox, date: string) {
  const [sent = 0, lost = 0] = createHash('md5').update(`${id}/${date}`).digest();
  const [received, spam] = [20 + (sent % 20), lost % 4];
  return { date, sent: received, received, inbox: received - spam, spam };
}

const analytics: Operation = ({ team, call, now }) => {
  const moment = (name: string, fallback: number) => {
    const time = Date.parse(query(call, name) ?? new Date(fallback).toISOString());
    if (Number.isNaN(time)) throw new Refusal(422, 'Invalid value');
    return time;
  };
  const end = moment('endDate', now());
  const start = moment('startDate', end - 6 * day);
  if (start > end || end - start > 90 * day) throw new Refusal(400, 'startDate must be within 90 days before endDate');
  const ids = query(call, 'mailboxIds')?.split(',');
  const mailboxes = ids ? ids.map((id) => mailboxById(team, id)) : team.mailboxes;
  const count = Math.floor((end - start) / day) + 1;
  const dates = Array.from({ length: count }, (_, index) => new Date(start + index * day).toISOString().slice(0, 10));
  const rows = mailboxes.map((mailbox) => {
    const days = mailbox.isWarmedUp ? dates.map((date) => daily(mailbox, date)) : [];
    const sum = (key: 'sent' | 'received' | 'inbox' | 'spam') => days.reduce((total, each) => total + each[key], 0);
    const inboxRate = sum('received') === 0 ? 0 : Math.round((sum('inbox') / sum('received')) * 1000) / 10;
    return {
      mailboxId: mailbox.id,
      email: mailbox.email,
      warmupStatus: mailbox.isWarmedUp ? 'ACTIVE' : 'PAUSED',
      healthScore: Math.round(inboxRate),
      sent: sum('sent'),
      received: sum('received'),
      inbox: sum('inbox'),
      spam: sum('spam'),
      inboxRate,
      daily: days,
    };
  });
  return { message: 'Warmup analytics retrieved successfully', data: { mailboxes: rows } };
};

export const warmup = {
  'Get Warmup Analytics for Mailboxes': route('GET /mailboxes/warmup-analytics', analytics, {
    sibling: '/warmup-analytics',
    onlyInV3: true,
  }),
} satisfies Routes;
