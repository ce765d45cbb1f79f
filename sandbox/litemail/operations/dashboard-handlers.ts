import type { Operation } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';

const overview: Operation = ({ team }) => ({
  message: 'Dashboard overview retrieved successfully',
  data: {
    totalDomains: team.domains.length,
    activeDomains: team.domains.filter(({ status }) => status === 'ACTIVE').length,
    totalMailboxes: team.mailboxes.length,
    activeMailboxes: team.mailboxes.filter(({ status }) => status === 'ACTIVE').length,
    walletBalance: team.wallet.balance,
    activeSubscriptions: team.subscriptions.filter(({ status }) => status === 'ACTIVE').length,
  },
});

/** In lower case here, in capitals elsewhere. */
const statusCounts: Operation = ({ team }) => {
  const counts: Record<string, number> = {};
  for (const { status } of team.mailboxes) counts[status.toLowerCase()] = (counts[status.toLowerCase()] ?? 0) + 1;
  return {
    message: 'Mailbox status counts retrieved successfully',
    data: { ...counts, total: team.mailboxes.length },
  };
};

export const dashboard = {
  'Get Dashboard Overview': route('GET /dashboard', overview, { sibling: '/dashboard/overview', onlyInV3: true }),
  'Get Mailbox Status Counts': route('GET /dashboard/mailbox-status', statusCounts, {
    sibling: '/dashboard/mailbox-status-counts',
    onlyInV3: true,
  }),
} satisfies Routes;
