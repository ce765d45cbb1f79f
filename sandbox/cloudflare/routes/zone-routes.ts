import { ok, problems } from '../cloudflare-envelope.ts';
import { may, seesZone } from '../credentials.ts';
import { canonical } from '../record-names.ts';
import type { Credential, Plan, ZoneState } from '../zone-state.ts';
import { type Context, paged, type Routes } from './route-context.ts';

const plans: Record<Plan, { id: string; name: string; price: number }> = {
  free: { id: '0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee', name: 'Free Website', price: 0 },
  pro: { id: '1feeeeeeeeeeeeeeeeeeeeeeeeeeeeee', name: 'Pro Website', price: 25 },
  business: { id: '2feeeeeeeeeeeeeeeeeeeeeeeeeeeeee', name: 'Business Website', price: 250 },
  enterprise: { id: '94f3b7b768b0458b56d2cac4fe5ec0f9', name: 'Enterprise Website', price: 0 },
};

function permissionsOf(credential: Credential): string[] {
  const shown = [
    ['Zone Read', '#zone:read'],
    ['DNS Read', '#dns_records:read'],
    ['DNS Write', '#dns_records:edit'],
  ] as const;
  return shown.filter(([group]) => may(credential, group)).map(([, permission]) => permission);
}

function shown(zone: ZoneState, { credential, seed }: Context) {
  const account = seed.accounts.find(({ id }) => id === zone.accountId);
  const free = zone.plan === 'free';
  return {
    id: zone.id,
    name: zone.name,
    status: zone.status,
    paused: zone.paused,
    type: 'full',
    development_mode: 0,
    name_servers: zone.nameServers,
    original_name_servers: ['ns1.registrar.example', 'ns2.registrar.example'],
    original_registrar: 'example registrar',
    original_dnshost: null,
    modified_on: zone.createdOn,
    created_on: zone.createdOn,
    activated_on: zone.status === 'active' ? zone.createdOn : null,
    meta: {
      step: 2,
      custom_certificate_quota: 0,
      page_rule_quota: free ? 3 : 20,
      phishing_detected: false,
    },
    owner: { id: null, type: 'user', email: null },
    account: { id: zone.accountId, name: account?.name ?? '' },
    tenant: { id: null, name: null },
    tenant_unit: { id: null },
    permissions: permissionsOf(credential),
    plan: {
      ...plans[zone.plan],
      currency: 'USD',
      frequency: free ? '' : 'monthly',
      is_subscribed: !free,
      can_subscribe: false,
      legacy_id: zone.plan,
      legacy_discount: false,
      externally_managed: false,
    },
  };
}

/** `equal`, `starts_with`, `ends_with` and `contains` may come before the name, with a colon. */
function named(filter: string, name: string): boolean {
  const [, operator = 'equal', value = ''] = /^(?:(equal|starts_with|ends_with|contains):)?(.*)$/.exec(filter) ?? [];
  const wanted = canonical(value);
  if (operator === 'starts_with') return name.startsWith(wanted);
  if (operator === 'ends_with') return name.endsWith(wanted);
  return operator === 'contains' ? name.includes(wanted) : name === wanted;
}

/** Zones, read only. */
export function zoneRoutes(routes: Routes): void {
  routes.on('GET', '/zones', (context) => {
    const { call, credential, zones, seed } = context;
    if (!may(credential, 'Zone Read')) throw problems.unauthorized();
    const filter = (name: string) => call.query.get(name) ?? undefined;
    const [name, account, accountName, status] = ['name', 'account.id', 'account.name', 'status'].map(filter);
    const checks = (zone: ZoneState) => [
      name === undefined || named(name, zone.name),
      account === undefined || zone.accountId === account,
      accountName === undefined ||
        seed.accounts.some((each) => each.id === zone.accountId && each.name === accountName),
      status === undefined || zone.status === status,
    ];
    const matches = zones
      .all()
      .filter((zone) => seesZone(credential, zone) && checks(zone).every(Boolean))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (filter('direction') === 'desc') matches.reverse();
    const { result, result_info } = paged(call, matches, 1, 50, 20);
    return ok(
      result.map((zone) => shown(zone, context)),
      { result_info },
    );
  });
  routes.on('GET', '/zones/:zone', (context) => ok(shown(context.zone('Zone Read'), context)));
}
