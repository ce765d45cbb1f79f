import { a, googleDkim, mx, txt } from './cloudflare/seed-records.ts';
import { newDomain } from './litemail/new-domain.ts';
import { seededMailbox } from './litemail/seed-litemail.ts';
import type { StandIns } from './sandbox.ts';
import { cloudflareZoneId, sandboxCredentials } from './seed-ids.ts';

const day = 24 * 3_600_000;
const first = ['north', 'south', 'bright', 'clear', 'first', 'open', 'swift', 'true'];
const second = ['reach', 'mail', 'desk', 'growth', 'works', 'labs', 'post', 'leads'];
const people = ['Ana Ruiz', 'Bo Lind', 'Cleo Park'];
const nameServers = ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'];

/** Always the same for the same number: north-reach-001.example, south-reach-002.example … */
export const fleetName = (index: number): string =>
  `${first[index % 8]}-${second[Math.floor(index / 8) % 8]}-${String(index + 1).padStart(3, '0')}.example`;

const mail = [mx('@', 10, 'aspmx.l.google.com', { ttl: 3600 }), a('www', '198.51.100.7')];
const spf = txt('@', 'v=spf1 include:_spf.google.com ~all', { ttl: 3600 });
const key = txt('google._domainkey', googleDkim, { ttl: 3600 });
const dmarc = txt('_dmarc', 'v=DMARC1; p=quarantine; adkim=s; aspf=s', { ttl: 3600 });

/** Of 37 domains these have something wrong; the others are well. */
const ills: Readonly<Record<number, readonly Record<string, unknown>[]>> = {
  3: [...mail, key, dmarc],
  11: [...mail, spf, key],
  17: [...mail, spf, dmarc],
  23: [spf, key, dmarc],
  31: [...mail, spf, txt('@', 'v=spf1 include:sendgrid.net ~all'), key, dmarc],
};
const [suspended, notDelegated, expires] = [5, 29, 35];

/**
 * Fills the first team until it has so many domains: zones at Cloudflare that LiteMail knows, with three mailboxes each and
 * with the ills that a fleet has.
 */
export async function seedFleet(
  { cloudflare, litemail, clock }: Pick<StandIns, 'cloudflare' | 'litemail' | 'clock'>,
  wanted: number,
): Promise<void> {
  const { accountId } = sandboxCredentials.acme.cloudflareLogin;
  const there = new Set(cloudflare.zones(accountId).map(({ name }) => name));
  const added: number[] = [];
  for (let index = 0; there.size < wanted; index += 1) {
    const name = fleetName(index);
    if (there.has(name)) continue;
    const kind = index % 37;
    const records = [...(ills[kind] ?? [...mail, spf, key, dmarc])];
    await cloudflare.addZone({ name, accountId, status: kind === notDelegated ? 'pending' : 'active', records });
    there.add(name);
    added.push(index);
  }
  const at = clock.now();
  await litemail.change('T0ACME', (team) => {
    for (const index of added) {
      const [name, kind] = [fleetName(index), index % 37];
      const made = newDomain(team, name, 'ACTIVE', new Date(at - 90 * day).toISOString(), nameServers);
      const domain = { ...made, id: `cmgfleet${index}` };
      if (kind === expires)
        Object.assign(domain, { autoRenew: false, expireOn: new Date(at + 12 * day).toISOString() });
      team.domains.push(domain);
      team.connections[cloudflareZoneId(name)] = 'connected';
      for (const [number, person] of people.entries()) {
        const status = kind === suspended && number === 0 ? 'SUSPENDED' : 'ACTIVE';
        team.mailboxes.push({ ...seededMailbox(domain, 0, person, status, at), id: `cmgfleet${index}mb${number}` });
      }
    }
  });
}
