import { button } from '../../../ui/block-kit.ts';
import type { Button } from '../../../ui/block-types.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** What it does in words of its own, where the command has some: switch back, say. */
export const undoLabel = ({ proposal }: ApprovalRequest): string => proposal.undoLabel ?? 'Undo';

export const undoButton = (request: ApprovalRequest, label = 'Undo'): Button =>
  button(
    label,
    'approval.undo',
    { id: request.id },
    {
      confirm: {
        title: request.proposal.undoLabel ? `${request.proposal.undoLabel}?` : 'Undo this change?',
        text: `This creates a request to reverse “${request.proposal.title}”. The usual rules apply.`,
        confirm: 'Request undo',
      },
    },
  );
