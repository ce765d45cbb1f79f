import { decideRequest } from '../../../engine/approvals/request/decide-request.ts';
import { readAnswers } from '../../../engine/commands/form-view.ts';
import { decode } from '../../../ui/routes.ts';
import type { FormHandler } from './form-handler.ts';
import { reply } from './slack-deps.ts';

/** Submits a denial with its reason. */
const handleDenyForm: FormHandler = (deps, body, target) => {
  const state = decode('approval.deny.form', body.view.private_metadata);
  const reason = String(readAnswers(body.view.state.values).values.reason ?? '').trim();
  if (!reason) return { errors: { reason: 'Say briefly why, so that the requester knows what to change.' } };
  if (!state)
    return () =>
      reply(deps, target, async () => ({
        text: 'That form is from an older version of the app. Press Deny on the card again.',
      }));
  const replyTo = { ...target, ...(state.channel && { channel: state.channel }) };
  return () =>
    reply(deps, replyTo, async () => {
      await decideRequest(deps.services, {
        teamId: target.teamId,
        userId: target.userId,
        id: state.id,
        fingerprint: state.fingerprint,
        type: 'deny',
        reason,
      });
      return undefined;
    });
};

export const denyFormHandlers: Readonly<Record<string, FormHandler>> = { 'approval.deny.form': handleDenyForm };
