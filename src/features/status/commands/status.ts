import { command } from '../../context.ts';
import { readDashboard } from '../service/read-dashboard.ts';
import { dashboardView } from '../views/dashboard-view.ts';

export const status = command.read({
  name: 'status',
  summary: 'Show how things stand: domains, mailboxes, wallet, placement, approvals',
  role: 'viewer',
  onlyForCaller: true,
  notes: ['A part that LiteMail does not give says “not available”; the others are shown all the same.'],
  operations: {
    litemail: [
      'getDashboard',
      'getMailboxStatusCounts',
      'getUser',
      'getWalletBalance',
      'listPlacementTests',
      'listDomains',
    ],
  },
  args: {},
  run: async (ctx) => dashboardView(await readDashboard(ctx)),
});
