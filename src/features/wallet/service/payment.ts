import type { Outcome } from '../../../domain/proposal.ts';

interface Paid {
  readonly paymentLink?: string | undefined;
  readonly invoiceLink?: string | undefined;
}

const web = (url: string | undefined): string | undefined =>
  url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : undefined;

/** The part of an outcome that only the requester sees: where to pay, or the invoice. Payment itself happens there, outside Slack. */
export function payment(
  answer: Paid | undefined,
  balance?: string,
): Pick<Outcome, 'forRequester'> & { readonly toPay: boolean } {
  const [pay, invoice] = [web(answer?.paymentLink), web(answer?.invoiceLink)];
  const link = pay
    ? { label: 'Pay at LiteMail', url: pay }
    : invoice
      ? { label: 'View invoice', url: invoice }
      : undefined;
  const text = [pay ? 'Nothing is charged until you pay here.' : '', balance ?? ''].filter(Boolean).join(' ');
  if (!link && !text) return { toPay: false };
  return {
    toPay: pay !== undefined,
    forRequester: { text: text || 'LiteMail created an invoice.', ...(link && { link }) },
  };
}
