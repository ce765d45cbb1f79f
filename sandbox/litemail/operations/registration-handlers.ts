import { createHash } from 'node:crypto';
import { fieldsOf, query } from '../input.ts';
import { type Context, iso, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import { newDomain } from '../new-domain.ts';
import { liteMailNameServers } from '../seed-litemail.ts';
import type { TeamState } from '../team-state.ts';
import { moveBalance, paymentLink } from './wallet-handlers.ts';

const prices: Readonly<Record<string, number>> = {
  com: 12.99,
  net: 13.99,
  io: 39.99,
  co: 27.99,
  org: 11.99,
  dev: 14.99,
};

/** Whether anybody may still register it: always the same for the same name. */
function isFree(team: TeamState, name: string): boolean {
  if (team.domains.some(({ domain }) => domain === name)) return false;
  return (createHash('md5').update(name).digest()[0] ?? 0) % 5 !== 0;
}

function priceOf(name: string, years = 1): number {
  const tld = name.split('.').at(-1) ?? '';
  return Math.round((prices[tld] ?? 19.99) * years * 100) / 100;
}

const offer = (team: TeamState, name: string, years: number) => ({
  domainName: name,
  status: isFree(team, name) ? 'AVAILABLE' : 'UNAVAILABLE',
  isPremiumDomain: false,
  domainPrice: priceOf(name, years),
  renewPrice: priceOf(name) + 2,
});

function yearsAsked(call: Context['call']): number {
  const years = Number(query(call, 'years') ?? 1);
  if (!Number.isInteger(years) || years < 1 || years > 10) throw new Refusal(400, 'years must be between 1 and 10');
  return years;
}

const available: Operation = ({ team, call }) => {
  const asked = query(call, 'domainName')?.toLowerCase();
  if (!asked) throw new Refusal(400, 'domainName is required');
  const years = yearsAsked(call);
  const [word = '', ...rest] = asked.split('.');
  const tlds = query(call, 'tlds')?.split(',') ?? ['com', 'io', 'co', 'net'];
  const names = ['', 'get', 'try'].flatMap((before) => tlds.map((tld) => `${before}${word}.${tld.replace(/^\./, '')}`));
  const offers = names.filter((name) => name !== asked).map((name) => offer(team, name, years));
  return {
    message: 'Available domains retrieved successfully',
    data: {
      exactMatch: rest.length > 0 ? offer(team, asked, years) : null,
      availableDomains: offers.filter(({ status }) => status === 'AVAILABLE'),
    },
  };
};

/** Adds domains that were paid for. */
function register({ team, now, options, schedule }: Omit<Context, 'call'>, names: readonly string[]): void {
  for (const name of names) {
    const domain = newDomain(team, name, 'PENDING', iso(now()), liteMailNameServers);
    team.domains.push(domain);
    schedule(options.delays.purchase, { kind: 'activate-domain', domainId: domain.id });
  }
}

/** What a person's payment at a link brings about. The link must be there. */
export function paid(context: Omit<Context, 'call'>, id: string): void {
  const { wallet } = context.team;
  const link = wallet.links.find((each) => each.id === id);
  wallet.links = wallet.links.filter((each) => each !== link);
  wallet.savedCard = true;
  if (link?.purpose === 'domains') register(context, link.domains ?? []);
  else moveBalance(context.team, link?.amount ?? 0, 'Balance added', context.now());
}

function wanted(fields: Record<string, unknown>): { name: string; years: number }[] {
  const { domains } = fields;
  if (!Array.isArray(domains) || domains.length === 0) throw new Refusal(400, 'domains is required');
  return domains.map((each: { domainName?: unknown; years?: unknown }) => {
    if (typeof each?.domainName !== 'string') throw new Refusal(422, 'Invalid value');
    return { name: each.domainName.toLowerCase(), years: typeof each.years === 'number' ? each.years : 1 };
  });
}

function refuseTaken(team: TeamState, names: string[]): void {
  const taken = names.filter((name) => !isFree(team, name));
  if (taken.length > 0) throw new Refusal(409, `Domain not available: ${taken.join(', ')}`);
}

const purchase: Operation = (context) => {
  const { team, call, now } = context;
  const fields = fieldsOf(call);
  const orders = wanted(fields);
  const names = orders.map(({ name }) => name);
  refuseTaken(team, names);
  const total = Math.round(orders.reduce((sum, { name, years }) => sum + priceOf(name, years), 0) * 100) / 100;
  if (fields.useWallet !== true) {
    const link = paymentLink(context, { amount: total, purpose: 'domains', domains: names });
    return { message: 'Open the payment link to purchase the domains', link: { paymentLink: link } };
  }
  if (team.wallet.balance < total) throw new Refusal(400, 'Insufficient wallet balance');
  moveBalance(team, -total, `Domains ${names.join(', ')}`, now());
  register(context, names);
  return { message: 'Domains purchased', link: { invoiceLink: team.wallet.invoices[0]?.invoiceUrl ?? '' } };
};

const purchaseLink: Operation = (context) => {
  const { call, team } = context;
  const names = (query(call, 'domains') ?? query(call, 'domainName'))?.toLowerCase().split(',');
  if (!names) throw new Refusal(400, 'domainName is required');
  refuseTaken(team, names);
  const years = yearsAsked(call);
  const total = Math.round(names.reduce((sum, name) => sum + priceOf(name, years), 0) * 100) / 100;
  const link = paymentLink(context, { amount: total, purpose: 'domains', domains: names });
  return { message: 'Payment link created', link: { paymentLink: link } };
};

export const registration = {
  'Get Available Domains for Registration': route('GET /domains/available', available),
  'Purchase/Register a New Domain': route('POST /domains', purchase, { sibling: '/domains/purchase', onlyInV3: true }),
  'Get Domain Purchase Payment Link': route('GET /domains/purchase-link', purchaseLink, { sibling: '/domains/buy' }),
} satisfies Routes;
