import type { Delivery, MailHost } from '../../mail/mail-hosts.ts';
import { displayName } from '../../model/name.ts';

const maxNames = 3;

/** Explains where mail goes if a mail server of the zone resolves differently. */
export function explainMailHost({ host, domains, was, is }: MailHost): string {
  const [mail, server] = [`Mail for ${listed(domains)}`, displayName(host)];
  if (is.by === 'others')
    return `${mail} is delivered to ${server}, for which other name servers answer from now on: ${listed(is.to)}.`;
  const cannot = `${mail} ${isReachable(was) ? 'can no longer be' : 'cannot be'} delivered to ${server}`;
  if (is.by === 'proxy') return `${cannot}: Cloudflare's proxy stands in front of it and passes no mail.`;
  if (is.to.length === 0) return `${cannot}, which has no address.`;
  if (!isReachable(was)) return `${mail} can be delivered to ${server}, which is ${listed(is.to)}.`;
  return was.by === 'others'
    ? `${mail} goes to ${listed(is.to)} (${server}); so far other name servers said where.`
    : `${mail} goes to ${listed(is.to)} (${server}) instead of ${listed(was.to)}.`;
}

/** Whether mail can be delivered there; assumed if it is delegated to other name servers. */
export const isReachable = ({ to, by }: Delivery): boolean => by === 'others' || to.length > 0;

const listed = (names: readonly string[]): string =>
  `${names.slice(0, maxNames).map(displayName).join(', ')}${names.length > maxNames ? ` and ${names.length - maxNames} more` : ''}`;
