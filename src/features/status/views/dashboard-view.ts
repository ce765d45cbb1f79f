import { typed } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import { context, escapeMrkdwn, section } from '../../../ui/block-kit.ts';
import type { KnownBlock } from '../../../ui/block-types.ts';
import { dollars } from '../../../ui/money.ts';

interface Dashboard {
  readonly account?: { readonly email?: string | undefined; readonly plan?: string | undefined } | undefined;
  readonly domains?: { readonly total: number; readonly active: number } | undefined;
  readonly mailboxes?: readonly (readonly [status: string, count: number])[] | undefined;
  readonly wallet?: number | null | undefined;
  readonly placement?:
    | { readonly running: number; readonly last?: { readonly name: string; readonly inboxRate?: number | undefined } }
    | undefined;
  readonly waiting: number;
}

const missing = 'not available';

function mailboxLine(counts: Dashboard['mailboxes']): string {
  if (!counts) return missing;
  const known = counts.filter(([, count]) => count > 0);
  return known.length === 0
    ? 'none'
    : known.map(([status, count]) => `${count} ${status.toLowerCase().replaceAll('_', ' ')}`).join(', ');
}

function placementLine(placement: Dashboard['placement']): string {
  if (!placement) return missing;
  const { running, last } = placement;
  const rate = last?.inboxRate === undefined ? 'done' : `${Math.round(last.inboxRate)}% inbox`;
  return (
    [running > 0 ? `${running} running` : '', last ? `last “${last.name}”: ${rate}` : ''].filter(Boolean).join(', ') ||
    'no tests yet'
  );
}

const linesOf = ({ account, domains, mailboxes, wallet, placement, waiting }: Dashboard): [string, string][] => [
  ['Domains', domains ? `${domains.total}, ${domains.active} active` : missing],
  ['Mailboxes', mailboxLine(mailboxes)],
  ...(wallet === null
    ? []
    : [['Wallet', wallet === undefined ? missing : `${dollars(wallet)} (only you can see this)`] as [string, string]]),
  ['Placement', placementLine(placement)],
  ['Approvals', waiting === 0 ? 'none waiting' : `${waiting} waiting`],
  ['Plan', account ? (account.plan ?? 'none') : missing],
];

/** Domains, mailboxes, wallet, placement and approvals at a glance. */
export const dashboardBlocks = (dashboard: Dashboard): KnownBlock[] => [
  section(
    linesOf(dashboard)
      .map(([label, value]) => `*${label}:* ${escapeMrkdwn(value)}`)
      .join('\n'),
  ),
];

export function dashboardView(dashboard: Dashboard): View {
  return {
    text: linesOf(dashboard)
      .map(([label, value]) => `${label}: ${escapeMrkdwn(value)}`)
      .join('. '),
    blocks: [
      section('*Overview*'),
      ...dashboardBlocks(dashboard),
      context(`${typed('domains list')}, ${typed('mailboxes list')}, ${typed('approvals list')} show the details.`),
    ],
  };
}
