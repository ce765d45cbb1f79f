import { displayName } from '../../../domain/dns/model/name.ts';
import type { View } from '../../../ports/notifier.ts';
import { code, context, section, truncate } from '../../../ui/block-kit.ts';
import { foreignServers, missingServers, type NameServerWatch } from '../service/name-server-status.ts';

const shown = 40;

/** Whether a domain is done, or what is missing still. */
function line(watch: NameServerWatch): string {
  const other = watch.seen
    ? `. That is LiteMail’s word; this app sees ${watch.seen.map(code).join(', ')} in live DNS`
    : '';
  return stateOf(watch) + other;
}

function stateOf(watch: NameServerWatch): string {
  const name = code(displayName(watch.name));
  if (watch.state === 'done') return `:white_check_mark: ${name} is done: it uses LiteMail’s name servers`;
  if (watch.state === 'failed') return `:x: ${name} ${watch.why ?? 'cannot be checked'}`;
  const [missing, foreign] = [missingServers(watch), foreignServers(watch)];
  const lacks = missing.length > 0 ? `missing ${missing.map(code).join(' and ')}` : 'not confirmed by LiteMail yet';
  const instead = foreign.length > 0 ? `, still ${foreign.map(code).join(', ')}` : '';
  return `:hourglass_flowing_sand: ${name} ${lacks}${instead}`;
}

/** The pair to set, once for all domains that share it. */
function pairs(watches: readonly NameServerWatch[]): string[] {
  const open = watches.filter(({ state }) => state === 'waiting');
  const byPair = new Map<string, string[]>();
  for (const { expected, name } of open) {
    const key = expected.map(code).join(' and ');
    byPair.set(key, [...(byPair.get(key) ?? []), displayName(name)]);
  }
  return [...byPair].map(
    ([pair, names]) =>
      `At the registrar of ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}, set the name servers to ${pair || 'the ones LiteMail shows in its dashboard'}, and remove all others.`,
  );
}

export function nameServersView(watches: readonly NameServerWatch[], note?: string): View {
  const done = watches.filter(({ state }) => state === 'done').length;
  const title = `Name servers: ${done} of ${watches.length} domain${watches.length === 1 ? '' : 's'} done`;
  const order = { failed: 0, waiting: 1, done: 2 } as const;
  const lines = [...watches].sort((a, b) => order[a.state] - order[b.state]).map(line);
  const blocks = Array.from({ length: Math.ceil(Math.min(lines.length, shown) / 10) }, (_, index) =>
    section(lines.slice(index * 10, Math.min(shown, (index + 1) * 10)).join('\n')),
  );
  const more = lines.length > shown ? [context(`and ${lines.length - shown} more`)] : [];
  return {
    text: truncate([`${title}.`, ...pairs(watches), ...lines.slice(0, 20)].join('\n'), 3500),
    blocks: [
      section(`*${title}*`),
      ...pairs(watches).map((text) => section(text)),
      ...blocks,
      ...more,
      ...(note ? [context(note)] : []),
    ],
  };
}
