import { z } from 'zod';
import { defineButton, defineForm } from '../../engine/features/surfaces.ts';
import { AppError } from '../../lib/errors.ts';
import type { View } from '../../ports/notifier.ts';
import { actions, button, context, section } from '../../ui/block-kit.ts';
import type { ModalView } from '../../ui/block-types.ts';
import { formView } from '../../ui/form-view.ts';
import { formTooLate } from '../../ui/problem.ts';
import type { CommandContext } from '../product-context.ts';
import { saveCredentialsAndConnect } from './service/save-credentials.ts';

const domains = z.array(z.string()).max(50);

/** Opens the form. */
export const credentialsButton = defineButton({
  name: 'cloudflare.credentials',
  for: 'operator',
  state: z.object({ domains }),
  async press(ctx, state) {
    const opened = await ctx.openForm?.(credentialFormView(state.domains, ctx.channel));
    return opened ? undefined : formTooLate;
  },
});

/** Cloudflare credentials for LiteMail. They are sent to LiteMail only, never stored, shown or logged. */
export const credentialsForm = defineForm({
  name: 'cloudflare.credentials.form',
  for: 'operator',
  state: z.object({ domains, channel: z.string().max(40).optional() }),
  read(values) {
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
    return Object.keys(errors).length > 0 ? { errors } : { answers: { email, apiKey, accountId } };
  },
  async submit(ctx: CommandContext, credentials, state) {
    try {
      return await saveCredentialsAndConnect(ctx, credentials, state.domains);
    } catch (error) {
      if (error instanceof AppError && error.code === 'upstream_rejected')
        return credentialsRefusedView(error.message, state.domains);
      throw error;
    }
  },
});

/** As many as a form can carry along; the rest is connected by sending the command again. */
const fittingDomains = (domains: readonly string[]): string[] => {
  const fitting: string[] = [];
  let length = 0;
  for (const domain of domains.slice(0, 50)) {
    length += domain.length + 3;
    if (length > 1500) break;
    fitting.push(domain);
  }
  return fitting;
};

export const credentialFormView = (domains: readonly string[], channel?: string): ModalView =>
  formView({
    route: credentialsForm,
    state: { domains: fittingDomains(domains), ...(channel && { channel }) },
    title: 'Cloudflare for LiteMail',
    submit: 'Save at LiteMail',
    intro: [
      section(
        'LiteMail needs your Cloudflare account’s Global API Key to write mail records. It goes straight to LiteMail and is not stored here.',
      ),
      context(
        ':warning: The Global API Key has full access to that account. LiteMail accepts no scoped token; a separate account for mail domains limits the risk.',
      ),
    ],
    fields: [
      { id: 'email', label: 'Cloudflare email', input: { type: 'text', placeholder: 'ops@example.com' } },
      {
        id: 'apiKey',
        label: 'Global API Key',
        hint: 'Cloudflare → My Profile → API Tokens → Global API Key → View',
        input: { type: 'text' },
      },
      { id: 'accountId', label: 'Account ID', hint: 'On the overview page of any zone', input: { type: 'text' } },
    ],
  });

const enter = (domains: readonly string[]) =>
  actions(
    button(
      'Enter Cloudflare credentials',
      credentialsButton,
      { domains: fittingDomains(domains) },
      { style: 'primary' },
    ),
  );

/** `opened`: the form is on the screen already. */
export function credentialsMissingView(domains: readonly string[], opened: boolean): View {
  const text = 'LiteMail has no Cloudflare credentials yet.';
  if (opened) return { text: `${text} Fill in the form that just opened.` };
  return { text: `${text} Press the button to enter them.`, blocks: [section(text), enter(domains)] };
}

/** The form is closed by then and nothing secret was kept, so it has to be filled in again. */
export const credentialsRefusedView = (why: string, domains: readonly string[]): View => ({
  text: `:warning: ${why}`,
  blocks: [section(`:warning: ${why}`), context('Nothing was saved.'), enter(domains)],
});
