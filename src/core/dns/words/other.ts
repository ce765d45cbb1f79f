import type { Matter, Typed } from '../matter.ts';

/** Records that mean nothing to us beyond their type, and what a text says it proves. */
export function otherWords({ type, lost, fresh }: Matter, owner: string): string[] {
  const kinds = new Map<string, { lost: number; fresh: number }>();
  const count = (values: readonly Typed[], side: 'lost' | 'fresh') => {
    for (const one of values) {
      const kind = kindOf(one);
      const known = kinds.get(kind) ?? { lost: 0, fresh: 0 };
      known[side] += 1;
      kinds.set(kind, known);
    }
  };
  count(lost, 'lost');
  count(fresh, 'fresh');
  return [...kinds].map(([kind, { lost: gone, fresh: come }]) => {
    const many = Math.max(gone, come);
    const what = many > 1 ? `${many} ${kind === text ? 'text' : type} records` : kind;
    const verb = come === 0 ? 'deleted' : gone === 0 ? 'added' : 'changed';
    return `${what} of ${owner} ${many > 1 ? 'are' : 'is'} ${verb}.`;
  });
}

const text = 'A text record';

/** `google-site-verification=abc`: what it proves is in its first word. */
function kindOf({ type, value: { content = '' } }: Typed): string {
  if (type !== 'TXT') return `The ${type} record`;
  const label = /^([a-z0-9._-]{2,60})=/i.exec(content)?.[1];
  return label && /verif|domain|site|ms/i.test(label) ? `The proof of ownership "${label}"` : text;
}
