import { getDomain } from 'tldts';
import { displayName } from '../../model/name.ts';
import type { ChangeGroup, TypedValue } from '../change-groups.ts';

/** Authorities that may issue, for a name itself and for all names below it (`*.`). Undefined: any. */
interface Allowed {
  readonly own: readonly string[] | undefined;
  readonly wild: readonly string[] | undefined;
}

/** Without `issue` anybody may issue; `issuewild` is only about wildcards, and there instead of `issue` (RFC 8659 §4.3). */
function allowed(values: readonly TypedValue[]): Allowed {
  const named = (tag: string): string[] | undefined => {
    const records = values.filter(({ value }) => value.data?.tag === tag);
    const authorities = records.map(
      ({ value }) =>
        String(value.data?.value ?? '')
          .split(';')[0]
          ?.trim() ?? '',
    );
    return records.length > 0 ? [...new Set(authorities.filter((authority) => authority !== ''))].sort() : undefined;
  };
  const own = named('issue');
  return { own, wild: named('issuewild') ?? own };
}

/** The rules of a name are its own, or else those of the nearest name above that has any (RFC 8659 §3). */
function rulesOf(group: ChangeGroup, side: 'before' | 'after'): Allowed & { readonly from?: string } {
  if (group[side].length > 0) return allowed(group[side]);
  const parent = group.ancestors.find((one) => one[side].length > 0);
  return parent ? { ...allowed(parent[side]), from: displayName(parent.name) } : { own: undefined, wild: undefined };
}

/** Explains who may issue certificates for a name, if that changes. */
export function explainCertificates(group: ChangeGroup, owner: string): string[] {
  const [was, is] = [rulesOf(group, 'before'), rulesOf(group, 'after')];
  const key = ({ own, wild }: Allowed) => JSON.stringify([own ?? 'any', wild ?? 'any']);
  const from = is.from === undefined ? '' : ` The rules of ${is.from} apply to it from now on.`;
  if (key(was) === key(is))
    return [`The certificate rules of ${owner} change, but who may issue certificates for it stays the same.${from}`];
  return [`${sentence(is, owner)}${parentRulesNote(group)}.${from}`];
}

const who = (named: readonly string[] | undefined): string =>
  named === undefined ? 'Any certificate authority' : named.length > 0 ? `Only ${named.join(', ')}` : 'Nobody';

function sentence({ own, wild }: Allowed, owner: string): string {
  const one = `${who(own)} may issue certificates for ${owner}`;
  if (String(own) === String(wild)) return one;
  const other = who(wild);
  return `${one}, and ${other.charAt(0).toLowerCase()}${other.slice(1)} those for all names below it at once (*.${owner})`;
}

/** A zone below a registered domain is also subject to the parent's rules, which are not in the zone. */
function parentRulesNote(group: ChangeGroup): string {
  const registered = getDomain(group.zone);
  const free = group.after.length === 0 && group.ancestors.every(({ after }) => after.length === 0);
  return free && registered && registered !== group.zone ? `, unless ${displayName(registered)} has rules for it` : '';
}
