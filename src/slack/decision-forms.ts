import { decideRequest } from '../services/approvals/decide-request.ts';
import { readAnswers } from '../views/form.ts';
import { decode } from '../views/routes.ts';
import { reply } from './desk.ts';
import type { FormHandler } from './form-handler.ts';

/** Deny with its reason. */
const deny: FormHandler = (desk, body, asker) => {
  const state = decode('approval.deny.form', body.view.private_metadata);
  const reason = String(readAnswers(body.view.state.values).values.reason ?? '').trim();
  if (!reason) return { errors: { reason: 'Say in a few words why, so that the requester knows what to change.' } };
  if (!state)
    return () =>
      reply(desk, asker, async () => ({
        text: 'That form is of an older version of the app. Press Deny on the card again.',
      }));
  const where = { ...asker, ...(state.channel && { channel: state.channel }) };
  return () =>
    reply(desk, where, async () => {
      await decideRequest(desk.services, {
        teamId: asker.teamId,
        userId: asker.userId,
        id: state.id,
        fingerprint: state.fingerprint,
        verdict: 'deny',
        reason,
      });
      return undefined;
    });
};

export const decisionForms: Readonly<Record<string, FormHandler>> = { 'approval.deny.form': deny };
