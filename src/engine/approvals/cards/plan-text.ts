import type { PlanItem } from '../../../domain/proposal.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** A whole plan as a text file, readable as a diff. */
export const planText = ({ id, proposal, fingerprint }: ApprovalRequest, items: readonly PlanItem[]): string =>
  [
    `# Request ${id}: ${proposal.title}`,
    `# Plan ${fingerprint}`,
    ...proposal.meaning.map((line) => `# ${line.replace(/\n/g, ' ')}`),
    '',
    ...items.map(({ sign, text }) => `${sign} ${text}`),
    '',
  ].join('\n');
