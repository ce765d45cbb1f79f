import { z } from 'zod';
import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { LiteMail } from '../../../ports/litemail.ts';

/** A domain to be bought at the price that was seen; null where LiteMail names none. USD. */
export const Order = z.object({
  name: z.string(),
  years: z.number(),
  /** For all the years. */
  price: z.number().nullable(),
  /** For one year afterwards. */
  renewal: z.number().nullable(),
});
export type Order = z.output<typeof Order>;

/** What LiteMail asks for each; throws `conflict` naming those that nobody can buy. */
export async function offersOf(litemail: LiteMail, names: readonly string[], years: number): Promise<Order[]> {
  const orders: Order[] = [];
  const taken: string[] = [];
  for (const name of names) {
    const { exactMatch, items } = await litemail.searchDomains({ query: { domainName: name, years } });
    const offer = exactMatch ?? items.find(({ domainName }) => normaliseName(domainName) === name);
    if (offer && (offer.status ?? 'AVAILABLE').toUpperCase() === 'AVAILABLE')
      orders.push({ name, years, price: offer.domainPrice ?? null, renewal: offer.renewPrice ?? null });
    else taken.push(name);
  }
  if (taken.length === 0) return orders;
  throw new AppError(
    'conflict',
    `${taken.map((name) => `\`${displayName(name)}\``).join(', ')} cannot be bought: LiteMail does not offer ${taken.length === 1 ? 'it' : 'them'}.`,
    { hint: `${typed('domains search <word>')} finds available names.` },
  );
}

/** Undefined as soon as one of them is not said. */
export function totalOf(orders: readonly Order[]): { price: number | undefined; renewal: number | undefined } {
  const sum = (values: readonly (number | null)[]) =>
    values.some((value) => value === null)
      ? undefined
      : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return { price: sum(orders.map(({ price }) => price)), renewal: sum(orders.map(({ renewal }) => renewal)) };
}
