import type { ModalView } from '@slack/types';
import { formView } from '../../../engine/commands/form-view.ts';
import type { View } from '../../../ports/notifier.ts';
import { actions, button, context, section } from '../../../ui/block-kit.ts';

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
    route: 'cloudflare.credentials.form',
    state: { domains: fittingDomains(domains), ...(channel && { channel }) },
    title: 'Cloudflare for LiteMail',
    submit: 'Save at LiteMail',
    intro: [
      section(
        'LiteMail needs your Cloudflare account’s Global API Key to write mail records. It goes straight to LiteMail; this app keeps nothing of it.',
      ),
      context(
        ':warning: The Global API Key may do everything in that account. LiteMail takes no scoped token; an account of its own for mail domains limits what could go wrong.',
      ),
    ],
    fields: [
      { id: 'email', label: 'Cloudflare e-mail', input: { type: 'text', placeholder: 'ops@example.com' } },
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
      'cloudflare.credentials',
      { domains: fittingDomains(domains) },
      { style: 'primary' },
    ),
  );

/** `opened`: the form is on the screen already. */
export function credentialsMissingView(domains: readonly string[], opened: boolean): View {
  const text = 'LiteMail has no Cloudflare credentials yet.';
  if (opened) return { text: `${text} Fill in the form I have just opened.` };
  return { text: `${text} Press the button to enter them.`, blocks: [section(text), enter(domains)] };
}

/** The form is closed by then and nothing secret was kept, so it has to be filled in again. */
export const credentialsRefusedView = (why: string, domains: readonly string[]): View => ({
  text: `:warning: ${why}`,
  blocks: [section(`:warning: ${why}`), context('Nothing was saved.'), enter(domains)],
});
