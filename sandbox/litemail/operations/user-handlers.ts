import type { Operation } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';

const retrieveUser: Operation = ({ team }) => ({
  message: 'User details retrieved successfully',
  data: {
    id: team.user.id,
    email: team.user.email,
    firstName: team.user.firstName,
    lastName: team.user.lastName,
    activePlan: team.subscriptions.find(({ status }) => status === 'ACTIVE')?.plan ?? null,
    planEndsOn: team.subscriptions.find(({ status }) => status === 'ACTIVE')?.periodEnd ?? null,
    purchasedMailboxes: team.subscriptions.reduce((sum, each) => sum + each.totalMailboxQuantity, 0),
    assignedMailboxes: team.mailboxes.length,
    userCreatedAt: team.user.createdAt,
    walletBalance: team.wallet.balance,
  },
});

export const users = {
  'Retrieve User Details': route('GET /users', retrieveUser),
} satisfies Routes;
