import type { Delivery, MailHost } from '../mail-hosts.ts';
import { displayName } from '../name.ts';

const most = 3;

/** Where mail goes that is delivered to a server of the zone which is found elsewhere. */
export function mailHostWords({ host, domains, was, is }: MailHost): string {
  const [mail, server] = [`Mail for ${listed(domains)}`, displayName(host)];
  if (is.by === 'others')
    return `${mail} is delivered to ${server}, for which other name servers answer from now on: ${listed(is.to)}.`;
  const cannot = `${mail} ${reaches(was) ? 'can no longer be' : 'cannot be'} delivered to ${server}`;
  if (is.by === 'proxy') return `${cannot}: Cloudflare's proxy stands in front of it and passes no mail.`;
  if (is.to.length === 0) return `${cannot}, which has no address.`;
  if (!reaches(was)) return `${mail} can be delivered to ${server}, which is ${listed(is.to)}.`;
  return was.by === 'others'
    ? `${mail} goes to ${listed(is.to)} (${server}); so far other name servers said where.`
    : `${mail} goes to ${listed(is.to)} (${server}) instead of ${listed(was.to)}.`;
}

/** Whether mail arrives there, or may: what other name servers say is not known. */
export const reaches = ({ to, by }: Delivery): boolean => by === 'others' || to.length > 0;

const listed = (names: readonly string[]): string =>
  `${names.slice(0, most).map(displayName).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
