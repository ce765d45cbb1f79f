import { command } from '../../product-context.ts';
import { readDashboard } from '../service/read-dashboard.ts';
import { dashboardView } from '../views/dashboard-view.ts';

export const status = command.read({
  name: 'status',
  summary: 'Show an overview: domains, mailboxes, wallet, placement, approvals',
  role: 'viewer',
  onlyForCaller: true,
  notes: ['Whatever LiteMail does not return says “not available”; the rest is still shown.'],
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
