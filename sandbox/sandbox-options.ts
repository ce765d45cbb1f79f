import { parseArgs } from 'node:util';

/** How `npm run sandbox` was called. */
export interface RunOptions {
  readonly port: number;
  readonly dataDir: string;
  /** Forget everything first. */
  readonly reset: boolean;
  /** Without the app, which then runs apart. */
  readonly standIns: boolean;
  /** Domains that the first team is filled up to. */
  readonly zones: number;
  /** Where the app is then. */
  readonly appUrl: string;
}

export const usage = `npm run sandbox [-- --reset] [-- --stand-ins] [-- --zones N]

  --reset       delete the sandbox's data, then start from the seed
  --stand-ins   run the stand-ins alone; prints the environment for \`npm start\`
  --zones N     fill the first team until it has N domains, at most 5,000
  PORT          port on 127.0.0.1, default 3000
  DATA_DIR      the data directory, default ./data/sandbox
  APP_URL       with --stand-ins: where the app listens, default http://127.0.0.1:3001`;

/** What it was called with, or what is wrong with it. */
export function readOptions(
  args: readonly string[] = process.argv.slice(2),
  env: Readonly<Record<string, string | undefined>> = process.env,
): RunOptions | { readonly problem: string } {
  const known = {
    reset: { type: 'boolean' },
    'stand-ins': { type: 'boolean' },
    zones: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: known });
    if (values.help) return { problem: usage };
    const port = Number(env.PORT || 3000);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      return { problem: `PORT should be a port number, not ${env.PORT}` };
    const zones = Number(values.zones ?? 0);
    if (!Number.isInteger(zones) || zones < 0 || zones > 5_000)
      return { problem: `--zones should be a number of domains up to 5,000, not ${values.zones}` };
    const appUrl = (env.APP_URL || 'http://127.0.0.1:3001').replace(/\/+$/, '');
    if (!URL.canParse(appUrl)) return { problem: `APP_URL should be a URL, not ${env.APP_URL}` };
    return {
      port,
      dataDir: env.DATA_DIR || './data/sandbox',
      reset: values.reset ?? false,
      standIns: values['stand-ins'] ?? false,
      zones,
      appUrl,
    };
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message : String(error)}\n\n${usage}` };
  }
}
