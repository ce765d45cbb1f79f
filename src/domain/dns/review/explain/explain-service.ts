import { serviceTarget } from '../../model/service-target.ts';
import type { ChangeGroup, TypedValue } from '../change-groups.ts';
import { explainOther } from './explain-other.ts';

/** Explains where clients of a service at a name go, if not to its addresses. */
export function explainService(group: ChangeGroup, owner: string): string[] {
  const targets = (values: readonly TypedValue[]) =>
    values.flatMap(({ value }) => serviceTarget(group.name, value) ?? []);
  const [to, from] = [targets(group.added), targets(group.removed)];
  const who = `Browsers and others that look for the ${group.type} record of ${owner}`;
  if (to.length > 0) return [`${who} go to ${to.join('; ')}, whatever its addresses are.`];
  return from.length > 0 ? [`${who} no longer go to ${from.join('; ')}.`] : explainOther(group, owner);
}
