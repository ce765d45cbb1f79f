import {
  type Alias,
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import type { z } from 'zod';
import { roles } from '../domain/actor.ts';
import { Policy, ruleApplies } from '../engine/approvals/policy/policy.ts';
import { nearestWord, type Registry } from '../engine/commands/names.ts';
import { commandPrefix } from '../lib/text.ts';

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

const named = (path: readonly PropertyKey[]) => path.map(String).join('.') || 'the file';
const allowedFrom = `a role (${roles.join(', ')}), a Slack user id (U…) or a usergroup id (S…)`;

function mistakesOf(issue: z.core.$ZodIssue): Mistake[] {
  const { path, code, message } = issue;
  const instead = path[0] === 'roles' ? `; the roles are ${roles.join(', ')}` : '';
  if (code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      text: `${named([...path, key])} is unknown${instead}`,
    }));
  if (message.endsWith('received undefined')) return [{ path, text: `${named(path)} is missing` }];
  return [{ path, text: `${named(path)}: ${code === 'invalid_format' ? 'should be ' : ''}${message}` }];
}

/** A requirement that nobody can satisfy, because its `from` is neither a role nor an id. */
const unknownApprovers = ({ rules }: Policy): Mistake[] =>
  rules.flatMap(({ require }, rule) =>
    require.flatMap(({ from }, index) => {
      if ((roles as readonly string[]).includes(from) || /^[UWS][A-Z0-9]+$/.test(from)) return [];
      const path = ['rules', rule, 'require', index, 'from'];
      return [{ path, text: `${named(path)}: "${from}" should be ${allowedFrom}` }];
    }),
  );

/** A condition that no command matches, so that the rule would silently never apply. Rules never match reads. */
function unmatchableRules({ rules }: Policy, registry: Registry): Mistake[] {
  const commands = registry.filter(({ kind }) => kind !== 'read');
  const meant = {
    command: commands.map(({ name }) => name),
    noun: [...new Set(commands.map(({ noun }) => noun))],
  };
  return rules.flatMap(({ when }, rule) => {
    if (meant.command.some((name) => ruleApplies(when, name))) return [];
    const alone = (['command', 'noun'] as const).find(
      (key) => when[key] !== undefined && !meant.command.some((name) => ruleApplies({ [key]: when[key] }, name)),
    );
    const path = ['rules', rule, 'when', ...(alone ? [alone] : [])];
    if (!alone) return [{ path, text: `${named(path)}: no command matches all of it` }];
    const near = nearestWord(when[alone] ?? '', meant[alone]);
    const advice = near ? `; did you mean "${near}"?` : '';
    return [{ path, text: `${named(path)}: no ${alone} that changes anything is called "${when[alone]}"${advice}` }];
  });
}

/** Keys and ids belong to one team, so a deployment with many refuses them. */
const partsOfOneTeam = (content: unknown): Mistake[] =>
  ['channels', 'roles']
    .filter((part) => Object.hasOwn(Object(content), part))
    .map((part) => ({
      path: [part],
      text: `${part} cannot be used with SLACK_CLIENT_ID; each team sets its own in ${commandPrefix} setup`,
    }));

interface PolicyOptions {
  /** Every command there is. */
  readonly commands: Registry;
  readonly manyTeams: boolean;
}

/** The first of each. A key of this name would be passed over in silence. */
function oddNodesIn(document: Document.Parsed): { alias?: Alias; proto?: Scalar } {
  const odd: { alias?: Alias; proto?: Scalar } = {};
  visit(document, {
    Alias: (_, alias) => {
      odd.alias ??= alias;
    },
    Scalar: (key, scalar) => {
      if (key === 'key' && scalar.value === '__proto__') odd.proto ??= scalar;
    },
  });
  return odd;
}

/** The content of POLICY_FILE. `problems` has one entry for each mistake, beginning with its line. */
export function parsePolicy(
  text: string,
  { commands, manyTeams }: PolicyOptions,
): { policy: Policy } | { problems: string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const lineAt = (offset: number) => lines.linePos(offset).line;

  /** The line of the innermost part of `path` that is in the file: of its key, where it has one. */
  function lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length--) {
      const parent: unknown = document.getIn(path.slice(0, length - 1), true);
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && key.value === path[length - 1])
        : undefined;
      const node = pair?.key ?? document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return 1;
  }

  const unreadable = [...document.errors, ...document.warnings];
  if (unreadable.some(({ message }) => message.includes('call stack')))
    return { problems: ['line 1: it is nested too deeply'] };
  if (unreadable.length > 0)
    return { problems: unreadable.map(({ message, pos }) => `line ${lineAt(pos[0])}: ${message}`) };
  const odd = oddNodesIn(document);
  if (odd.proto) return { problems: [`line ${lineAt(odd.proto.range?.[0] ?? 0)}: __proto__ is unknown`] };
  let content: unknown;
  try {
    content = document.toJS() ?? {};
  } catch {
    // An alias may stand for another, and that one for more: a few lines can mean gigabytes.
    const line = lineAt(odd.alias?.range?.[0] ?? 0);
    return { problems: [`line ${line}: its aliases stand for too much, or for nothing; write it out`] };
  }
  const { data, error } = Policy.safeParse(content);
  const mistakes = [
    ...(error?.issues.flatMap(mistakesOf) ?? []),
    ...(data ? [...unknownApprovers(data), ...unmatchableRules(data, commands)] : []),
    ...(manyTeams ? partsOfOneTeam(content) : []),
  ];
  if (data && mistakes.length === 0) return { policy: data };
  const placed = mistakes.map(({ path, text }) => ({ line: lineOf(path), text })).sort((a, b) => a.line - b.line);
  return { problems: placed.map(({ line, text }) => `line ${line}: ${text}`) };
}
