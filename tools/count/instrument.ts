import { parse, type SyntaxNode, visit } from './parse.ts';

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Nodes whose `body` is the body of a function. */
const functions = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'MethodProperty',
  'GetterProperty',
  'SetterProperty',
  'Constructor',
]);

function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  const holder = node.type === 'ClassMethod' || node.type === 'PrivateMethod' ? node.function : node;
  if (holder === node && !functions.has(node.type)) return undefined;
  // An overload or an abstract method has none.
  return (holder as { body?: SyntaxNode | null }).body ?? undefined;
}

/** The source with `call` at the start of every function. No line moves, so stack traces stay true. */
export function instrument(source: string, path: string, call: string): string {
  const insertions: Insertion[] = [];
  visit(parse(source, path), (node) => {
    const body = bodyOf(node);
    if (!body?.span) return;
    const { start, end } = body.span;
    if ('stmts' in body) insertions.push({ at: start + 1, text: `${call};` });
    else insertions.push({ at: start, text: `(${call},(` }, { at: end, text: '))' });
  });
  const bytes = Buffer.from(source);
  const pieces: Buffer[] = [];
  let done = 0;
  for (const { at, text } of insertions.sort((a, b) => a.at - b.at)) {
    pieces.push(bytes.subarray(done, at), Buffer.from(text));
    done = at;
  }
  pieces.push(bytes.subarray(done));
  return Buffer.concat(pieces).toString();
}
