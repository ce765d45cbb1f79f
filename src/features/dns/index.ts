import { defineFeature } from '../../engine/features/define-feature.ts';
import { dnsAdd } from './commands/add.ts';
import { dnsDelete } from './commands/delete.ts';
import { dnsDiff } from './commands/diff.ts';
import { dnsEdit } from './commands/edit.ts';
import { dnsExport } from './commands/export.ts';
import { dnsHistory } from './commands/history.ts';
import { dnsImport } from './commands/import.ts';
import { dnsLint } from './commands/lint.ts';
import { dnsList } from './commands/list.ts';
import { dnsSet } from './commands/set.ts';
import { dnsSwap } from './commands/swap.ts';
import { dnsUndo } from './commands/undo.ts';

export { dnsOperations } from './dns-arguments.ts';
export { applyDnsPlan } from './service/apply-dns-plan.ts';
export { enrichWithMailImpact } from './service/evaluate-mail-impact.ts';
export { lintZone } from './service/lint-zone.ts';
export { mailFindings } from './service/mail-findings.ts';
export { planZone } from './service/plan-zone.ts';
export { listAllZones, type ResolvedZone, resolveZone, selectZones, type ZoneSelector } from './service/providers.ts';
export { nothingToDo } from './views/dns-records-view.ts';

export const dnsFeature = defineFeature({
  name: 'dns',
  commands: [
    dnsList,
    dnsAdd,
    dnsSet,
    dnsEdit,
    dnsSwap,
    dnsDelete,
    dnsImport,
    dnsExport,
    dnsHistory,
    dnsDiff,
    dnsUndo,
    dnsLint,
  ],
});
