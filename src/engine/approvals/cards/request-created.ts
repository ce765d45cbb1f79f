import type { View } from '../../../ports/notifier.ts';
import { bold, code, escapeMrkdwn } from '../../../ui/block-kit.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** The immediate reply to whoever typed the command. */
export function requestCreatedView({ id, require, channel, proposal, status }: ApprovalRequest): View {
  if (status === 'approved')
    return {
      text: `On it: ${escapeMrkdwn(proposal.title)}. I’ll send you the outcome as a direct message (request ${code(id)}).`,
    };
  if (require.length === 0)
    return {
      text: `Here is the plan for ${bold(proposal.title)}: look at it and press *Apply* in my direct message to you (request ${code(id)}).`,
    };
  return {
    text: `I am asking for approval in <#${channel}> (request ${code(id)}): ${escapeMrkdwn(proposal.title)}. My direct message to you shows its status.`,
  };
}
