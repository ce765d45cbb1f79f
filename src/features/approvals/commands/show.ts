import { z } from 'zod';
import { findRequest } from '../../../engine/approvals/request/amend-request.ts';
import { requestFacts } from '../../../engine/approvals/request/decide.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { requestCard } from '../../../ui/requests/approval-card.ts';
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
  async run(ctx, { request: id }) {
    const request = await findRequest(ctx, ctx.actor.teamId, id);
    return requestCard(request, requestFacts(request, ctx.clock.now()));
  },
});
