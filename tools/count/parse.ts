import { parseSync } from '@swc/core';

export interface SyntaxNode {
  readonly type: string;
  /** Bytes from the start of the source, once `parse` has set them right. */
  readonly span?: { start: number; end: number };
  readonly [field: string]: unknown;
}

/**
 * The syntax tree with spans that are byte offsets into the source. swc counts on from one file to the next and from
 * the first token, so a statement of our own stands in front and tells where the source begins.
 */
export function parse(source: string, path: string): SyntaxNode {
  const mark = ';';
  const options = { syntax: 'typescript', tsx: path.endsWith('x'), target: 'es2024' } as const;
  const { body } = parseSync(mark + source, options);
  const first = body[0];
  if (first?.type !== 'EmptyStatement') throw new Error(`${path} was not parsed as expected.`);
  const tree: SyntaxNode = { type: 'Module', body: body.slice(1) };
  const base = first.span.start + mark.length;
  visit(tree, ({ span }) => {
    if (!span) return;
    span.start -= base;
    span.end -= base;
  });
  return tree;
}

const isNode = (value: object): value is SyntaxNode => 'type' in value && typeof value.type === 'string';

/** Calls back for each node, outer ones first. */
export function visit(value: unknown, seen: (node: SyntaxNode) => void): void {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value) && isNode(value)) seen(value);
  for (const child of Object.values(value)) visit(child, seen);
}
