/** Our Block Kit limits are those of the public `slackblocks` table, or stricter. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../sandbox/slack/block-kit/limits.ts';

type Table = { [name: string]: number | Table };

/** One line for each limit that we lack or that is looser than theirs. */
function looser(theirs: Table, ours: Table | undefined, path: string): string[] {
  return Object.entries(theirs).flatMap(([name, limit]) => {
    const here = path ? `${path}.${name}` : name;
    const own = ours?.[name];
    if (typeof limit === 'object') return looser(limit, typeof own === 'object' ? own : undefined, here);
    if (typeof own !== 'number') return [`${here}: missing, should be ${limit}`];
    const strict = name.includes('min') ? own >= limit : own <= limit;
    return strict ? [] : [`${here}: ${own} is looser than ${limit}`];
  });
}

const file = join(process.env.CONTRACTS_DIR ?? '../shared/contracts', 'slackblocks/limits.json');
if (!existsSync(file)) console.log('block-kit-limits: no contracts here, nothing compared');
else {
  const problems = looser(JSON.parse(readFileSync(file, 'utf8')) as Table, limits, '');
  console.log(problems.length > 0 ? problems.join('\n') : 'block-kit-limits: ours are theirs or stricter');
  process.exitCode = problems.length > 0 ? 1 : 0;
}
