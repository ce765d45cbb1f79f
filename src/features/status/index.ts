import { defineFeature } from '../../engine/features/define-feature.ts';
import type { CommandContext } from '../product-context.ts';
import { status } from './commands/status.ts';
import { whoami } from './commands/whoami.ts';
import { readDashboard } from './service/read-dashboard.ts';
import { dashboardBlocks } from './views/dashboard-view.ts';

export const statusFeature = defineFeature({
  name: 'status',
  commands: [status, whoami],
  home: [
    {
      title: 'Overview',
      order: 2,
      for: 'everybody',
      late: true,
      blocks: async (ctx: CommandContext) => dashboardBlocks(await readDashboard(ctx)),
    },
  ],
});
