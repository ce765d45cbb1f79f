import { readAnswers } from '../../../engine/commands/form-view.ts';
import { saveCredentialsAndConnect } from '../../../features/domains/service/save-credentials.ts';
import { credentialsRefusedView } from '../../../features/domains/views/credential-form-view.ts';
import { AppError } from '../../../lib/errors.ts';
import { decode } from '../../../ui/routes.ts';
import type { FormHandler } from './form-handler.ts';
import { commandContext, reply } from './slack-deps.ts';

/** Cloudflare credentials for LiteMail. They are sent to LiteMail only, never stored, shown or logged. */
const handleCredentialForm: FormHandler = (deps, body, target) => {
  const state = decode('cloudflare.credentials.form', body.view.private_metadata);
  const { values } = readAnswers(body.view.state.values);
  const [email = '', apiKey = '', accountId = ''] = [values.email, values.apiKey, values.accountId].map((value) =>
    String(value ?? '').trim(),
  );
  const errors = {
    ...(!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && {
      email: 'Enter the email address of the Cloudflare account, like ops@example.com.',
    }),
    ...(apiKey.length < 8 && { apiKey: 'Enter the Global API Key from Cloudflare’s profile page, under API Keys.' }),
    ...(accountId === '' && { accountId: 'Enter the account ID from the right side of any zone’s overview page.' }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  const replyTo = { ...target, ...(state?.channel && { channel: state.channel }) };
  const domains = state?.domains ?? [];
  return () =>
    reply(deps, replyTo, async () => {
      try {
        return await saveCredentialsAndConnect(
          await commandContext(deps, replyTo),
          { email, apiKey, accountId },
          domains,
        );
      } catch (error) {
        if (error instanceof AppError && error.code === 'upstream_rejected')
          return credentialsRefusedView(error.message, domains);
        throw error;
      }
    });
};

export const credentialFormHandlers: Readonly<Record<string, FormHandler>> = {
  'cloudflare.credentials.form': handleCredentialForm,
};
