import type { ModalView } from '../../../ui/block-types.ts';
import { formView } from '../../commands/form-view.ts';

export const denyFormView = (state: { id: string; fingerprint: string }, channel?: string): ModalView =>
  formView({
    route: 'approval.deny.form',
    state: { ...state, ...(channel && { channel }) },
    title: 'Deny this request',
    submit: 'Deny',
    fields: [
      {
        id: 'reason',
        label: 'Reason',
        hint: 'The requester sees it. Nothing will be changed.',
        input: { type: 'text', multiline: true },
      },
    ],
  });
