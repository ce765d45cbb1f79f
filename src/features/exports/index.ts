import { defineFeature } from '../../engine/features/define-feature.ts';
import { exportsAddAccount } from './commands/add-account.ts';
import { exportsHistory } from './commands/history.ts';
import { exportsRecord } from './commands/record.ts';
import { exportsUpdateAccount } from './commands/update-account.ts';

export { given, Platform, platforms } from './export-arguments.ts';

export const exportsFeature = defineFeature({
  name: 'exports',
  commands: [exportsHistory, exportsRecord, exportsAddAccount, exportsUpdateAccount],
});
