import type { Matter, Typed } from '../matter.ts';
import { serviceTarget } from '../service-target.ts';
import { otherWords } from './other.ts';

/** Where browsers and others go that look for a service at a name, where that is not its addresses. */
export function serviceWords(matter: Matter, owner: string): string[] {
  const targets = (values: readonly Typed[]) => values.flatMap(({ value }) => serviceTarget(matter.name, value) ?? []);
  const [to, from] = [targets(matter.fresh), targets(matter.lost)];
  const who = `Browsers and others that look for the ${matter.type} record of ${owner}`;
  if (to.length > 0) return [`${who} go to ${to.join('; ')}, whatever its addresses are.`];
  return from.length > 0 ? [`${who} no longer go to ${from.join('; ')}.`] : otherWords(matter, owner);
}
