import { defineFeature } from '../../engine/features/define-feature.ts';
import { approvalsList } from './commands/list.ts';
import { approvalsShow } from './commands/show.ts';
import { approvalsWithdraw } from './commands/withdraw.ts';

export const approvalsFeature = defineFeature({
  name: 'approvals',
  commands: [approvalsList, approvalsShow, approvalsWithdraw],
});
