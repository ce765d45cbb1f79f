import { z } from 'zod';
import { requestCard } from '../../../engine/approvals/cards/approval-card.ts';
import { findRequest } from '../../../engine/approvals/request/amend-request.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';

export const requestId = positional(z.string().min(1).max(40), {
  label: 'Request',
  help: 'The id on the card',
  example: 'r-7f3a2k',
});

export const approvalsShow = command.read({
  name: 'approvals show',
  summary: 'Show one request: its plan, who decided and the outcome',
  role: 'viewer',
  args: { request: requestId },
  run: async (ctx, { request }) => requestCard(await findRequest(ctx, ctx.actor.teamId, request)),
});
