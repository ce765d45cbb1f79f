import { systemClock } from '../adapters/system/system-clock.ts';
import { loadConfig } from '../load-config.ts';
import { allPassed } from './check.ts';
import { runDoctor } from './examine.ts';
import { formatChecks } from './print.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => !['--json', '--all'].includes(arg));
  if (unknown) {
    say(`Unknown option "${unknown}". Use --json for JSON, or --all to check the purchase link and domain search too.`);
    return 1;
  }
  const json = args.includes('--json');
  const config = await loadConfig();
  if ('problems' in config) {
    const { problems } = config;
    say(
      json
        ? JSON.stringify({ ok: false, problems }, null, 2)
        : `Problems in the configuration:\n  ${problems.join('\n  ')}`,
    );
    return 1;
  }
  const checks = await runDoctor(config, { all: args.includes('--all'), clock: systemClock });
  const ok = allPassed(checks);
  say(json ? JSON.stringify({ ok, checks }, null, 2) : formatChecks(checks));
  return ok ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  say(`The doctor itself failed: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});
