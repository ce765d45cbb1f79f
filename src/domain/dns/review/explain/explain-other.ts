import type { ChangeGroup, TypedValue } from '../change-groups.ts';

/** Explains records known only by their type, and ownership proofs in TXT records. */
export function explainOther({ type, removed, added }: ChangeGroup, owner: string): string[] {
  const kinds = new Map<string, { removed: number; added: number }>();
  const add = (values: readonly TypedValue[], side: 'removed' | 'added') => {
    for (const one of values) {
      const kind = kindOf(one);
      const known = kinds.get(kind) ?? { removed: 0, added: 0 };
      known[side] += 1;
      kinds.set(kind, known);
    }
  };
  add(removed, 'removed');
  add(added, 'added');
  return [...kinds].map(([kind, count]) => {
    const many = Math.max(count.removed, count.added);
    const what = many > 1 ? `${many} ${kind === text ? 'text' : type} records` : kind;
    const verb = count.added === 0 ? 'deleted' : count.removed === 0 ? 'added' : 'changed';
    return `${what} of ${owner} ${many > 1 ? 'are' : 'is'} ${verb}.`;
  });
}

const text = 'A text record';

/** `google-site-verification=abc`: the label tells what it proves. */
function kindOf({ type, value: { content = '' } }: TypedValue): string {
  if (type !== 'TXT') return `The ${type} record`;
  const label = /^([a-z0-9._-]{2,60})=/i.exec(content)?.[1];
  return label && /verif|domain|site|ms/i.test(label) ? `The proof of ownership "${label}"` : text;
}
