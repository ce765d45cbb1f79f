import { AppError } from '../core/errors.ts';
import { saveCredentialsAndConnect } from '../services/domains/save-credentials.ts';
import { credentialsRefusedView } from '../views/credential-form.ts';
import { readAnswers } from '../views/form.ts';
import { decode } from '../views/routes.ts';
import { contextOf, reply } from './desk.ts';
import type { FormHandler } from './form-handler.ts';

/** Cloudflare's credentials for LiteMail. They go to LiteMail and nowhere else: not into the store, a message or a log. */
const save: FormHandler = (desk, body, asker) => {
  const state = decode('cloudflare.credentials.form', body.view.private_metadata);
  const { values } = readAnswers(body.view.state.values);
  const [email = '', apiKey = '', accountId = ''] = [values.email, values.apiKey, values.accountId].map((value) =>
    String(value ?? '').trim(),
  );
  const errors = {
    ...(!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && {
      email: 'The e-mail address of the Cloudflare account, like ops@example.com.',
    }),
    ...(apiKey.length < 8 && { apiKey: 'The Global API Key from Cloudflare’s profile page, under API Keys.' }),
    ...(accountId === '' && { accountId: 'The account id from the right side of any zone’s overview page.' }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  const where = { ...asker, ...(state?.channel && { channel: state.channel }) };
  const domains = state?.domains ?? [];
  return () =>
    reply(desk, where, async () => {
      try {
        return await saveCredentialsAndConnect(await contextOf(desk, where), { email, apiKey, accountId }, domains);
      } catch (error) {
        if (error instanceof AppError && error.code === 'upstream_rejected')
          return credentialsRefusedView(error.message, domains);
        throw error;
      }
    });
};

export const credentialForm: Readonly<Record<string, FormHandler>> = { 'cloudflare.credentials.form': save };
