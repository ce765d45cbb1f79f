import { getDomain } from 'tldts';
import type { Matter, Typed } from '../matter.ts';
import { displayName } from '../name.ts';

/** Authorities that may issue, for a name itself and for all names below it (`*.`). Undefined: any. */
interface Allowed {
  readonly own: readonly string[] | undefined;
  readonly wild: readonly string[] | undefined;
}

/** Without `issue` anybody may issue; `issuewild` is only about wildcards, and there instead of `issue` (RFC 8659 §4.3). */
function allowed(values: readonly Typed[]): Allowed {
  const named = (tag: string): string[] | undefined => {
    const found = values.filter(({ value }) => value.data?.tag === tag);
    const authorities = found.map(
      ({ value }) =>
        String(value.data?.value ?? '')
          .split(';')[0]
          ?.trim() ?? '',
    );
    return found.length > 0 ? [...new Set(authorities.filter((authority) => authority !== ''))].sort() : undefined;
  };
  const own = named('issue');
  return { own, wild: named('issuewild') ?? own };
}

/** The rules of a name are its own, or else those of the nearest name above that has any (RFC 8659 §3). */
function rulesOf(matter: Matter, side: 'before' | 'after'): Allowed & { readonly from?: string } {
  if (matter[side].length > 0) return allowed(matter[side]);
  const parent = matter.above.find((one) => one[side].length > 0);
  return parent ? { ...allowed(parent[side]), from: displayName(parent.name) } : { own: undefined, wild: undefined };
}

/** Who may issue certificates for a name, where that changes. */
export function certificateWords(matter: Matter, owner: string): string[] {
  const [was, is] = [rulesOf(matter, 'before'), rulesOf(matter, 'after')];
  const key = ({ own, wild }: Allowed) => JSON.stringify([own ?? 'any', wild ?? 'any']);
  const from = is.from === undefined ? '' : ` The rules of ${is.from} apply to it from now on.`;
  if (key(was) === key(is))
    return [`The certificate rules of ${owner} change, but who may issue certificates for it stays the same.${from}`];
  return [`${sentence(is, owner)}${outside(matter)}.${from}`];
}

const who = (named: readonly string[] | undefined): string =>
  named === undefined ? 'Any certificate authority' : named.length > 0 ? `Only ${named.join(', ')}` : 'Nobody';

function sentence({ own, wild }: Allowed, owner: string): string {
  const one = `${who(own)} may issue certificates for ${owner}`;
  if (String(own) === String(wild)) return one;
  const other = who(wild);
  return `${one}, and ${other.charAt(0).toLowerCase()}${other.slice(1)} those for all names below it at once (*.${owner})`;
}

/** A zone below a registered domain follows rules that it does not see. */
function outside(matter: Matter): string {
  const registered = getDomain(matter.zone);
  const free = matter.after.length === 0 && matter.above.every(({ after }) => after.length === 0);
  return free && registered && registered !== matter.zone ? `, unless ${displayName(registered)} has rules for it` : '';
}
