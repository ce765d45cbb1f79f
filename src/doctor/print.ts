import { allPassed, type Check } from './check.ts';

const marks: Readonly<Record<Check['state'], string>> = { ok: '✔', wrong: '✘', unchecked: '·', noted: '!' };

const line = ({ state, what, field, found, next }: Check): string =>
  [
    `  ${marks[state]} ${what}${field ? `, field ${field}` : ''}${found ? `: ${found}` : ''}`,
    ...(next ? [`      ${next}`] : []),
  ].join('\n');

/** For people: by API, and by team where there are several. */
export function formatChecks(checks: readonly Check[]): string {
  const groups = Map.groupBy(checks, ({ area, team }) => (team ? `${area}, team ${team}` : area));
  const blocks = [...groups].map(([title, group]) => [title, ...group.map(line)].join('\n'));
  const wrong = checks.filter(({ state }) => state === 'wrong').length;
  const end = allPassed(checks) ? 'All checks passed.' : `${wrong} ${wrong === 1 ? 'check' : 'checks'} failed.`;
  return [...blocks, end].join('\n\n');
}
