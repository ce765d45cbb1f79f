import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { AppError } from '../../../lib/errors.ts';
import { retryHint } from '../../../lib/text.ts';

/** Slack's own error code, if it sent one. (The SDK mistakes a web page for a code.) */
export function slackCode(error: unknown): string | undefined {
  const code = error instanceof WebAPIPlatformError ? error.data.error : undefined;
  return code !== undefined && /^\w{1,80}$/.test(code) ? code : undefined;
}

/** Milliseconds to wait, when Slack said to. */
export const retryAfter = (error: unknown): number | undefined =>
  error instanceof WebAPIRateLimitedError ? error.retryAfter * 1000 : undefined;

/** Errors that persist until somebody changes something; the sentence says what. */
export const permanentErrors: Readonly<Record<string, string>> = {
  not_in_channel: 'The app is not in that channel. Invite it with `/invite`.',
  channel_not_found: 'There is no such channel, or it is private and the app is not in it.',
  is_archived: 'The channel is archived.',
  account_inactive: 'The app was removed from this Slack workspace.',
  token_revoked: 'The app was removed from this Slack workspace.',
  invalid_auth: 'Slack no longer accepts the app’s token.',
  missing_scope: 'The app lacks a Slack permission for this. Reinstall it.',
  restricted_action: 'A Slack setting does not let the app post there.',
  user_not_found: 'There is no such person in this Slack workspace.',
  user_disabled: 'That person’s Slack account is deactivated.',
  cannot_dm_bot: 'Bots cannot get direct messages.',
  message_not_found: 'The message no longer exists.',
  cant_update_message: 'The message can no longer be changed.',
  edit_window_closed: 'The message can no longer be changed.',
};

/** Slack could not be asked about people: an error worded for the person. */
export function slackFailure(error: unknown, now: number): AppError {
  if (error instanceof AppError) return error;
  const wait = retryAfter(error);
  const code = slackCode(error);
  if (wait !== undefined)
    return new AppError('rate_limited', 'Slack is rate-limiting this app.', {
      hint: `Nothing was done. ${retryHint(wait)}`,
      retryAt: now + wait,
      cause: error,
    });
  const reason = code && permanentErrors[code];
  if (reason)
    return new AppError('not_configured', `This app could not look you up in Slack: ${reason}`, {
      hint: 'Nothing was done. Whoever runs this app can find out more with `npm run doctor`.',
      cause: error,
    });
  return new AppError('upstream_unavailable', 'This app could not look you up in Slack.', {
    hint: 'Nothing was done. Try again in a minute.',
    cause: error,
  });
}
