import type { PlanItem } from '../../../domain/proposal.ts';
import { showHiddenInLine } from '../../../lib/visible-text.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { itemLine } from './request-body.ts';

/** A whole plan as a text file, readable as a diff. */
export const planText = ({ id, proposal, fingerprint }: ApprovalRequest, items: readonly PlanItem[]): string =>
  [
    `# Request ${id}: ${showHiddenInLine(proposal.title)}`,
    `# Plan ${fingerprint}`,
    ...proposal.meaning.map((line) => `# ${showHiddenInLine(line.replace(/\n/g, ' '))}`),
    '',
    ...items.map(itemLine),
    '',
  ].join('\n');
