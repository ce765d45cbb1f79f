import { displayName } from '../../../domain/dns/model/name.ts';
import type { View } from '../../../ports/notifier.ts';
import { code, context, limits, section, truncate } from '../../../ui/block-kit.ts';
import { type Connection, isSettled } from '../service/domain-connection.ts';

const marks: Record<Connection['state'], string> = {
  waiting: ':white_circle:',
  sending: ':hourglass_flowing_sand:',
  sent: ':hourglass_flowing_sand:',
  connected: ':white_check_mark:',
  failed: ':x:',
};
const words: Record<Connection['state'], string> = {
  waiting: 'waiting',
  sending: 'being sent',
  sent: 'LiteMail is connecting it',
  connected: 'connected',
  failed: 'not connected',
};

const shown = 40;
const perBlock = 20;
const mostBlocks = 40;

/** Twenty lines to a section, fewer where they are long; as many sections as a message holds beside the rest. */
function chunks(lines: readonly string[]): string[][] {
  const all: string[][] = [];
  for (const line of lines) {
    const last = all.at(-1);
    const room = last && last.length < perBlock && last.join('\n').length + line.length < limits.text - 100;
    if (room) last.push(line);
    else all.push([line]);
  }
  return all.slice(0, mostBlocks);
}

/** Failures first, then what is under way, then what is done; long lists end in a count. */
const weight = ({ state }: Connection): number => ({ failed: 0, sending: 1, sent: 1, waiting: 2, connected: 3 })[state];

export function connectView(domains: readonly Connection[], note?: string): View {
  const count = (state: Connection['state']) => domains.filter((domain) => domain.state === state).length;
  const done = domains.filter(isSettled).length;
  const finished = done === domains.length;
  const title = finished
    ? `${count('connected')} of ${domains.length} domain${domains.length === 1 ? '' : 's'} connected to LiteMail`
    : `Connecting ${domains.length} domain${domains.length === 1 ? '' : 's'} to LiteMail: ${done} done`;
  const sorted = [...domains].sort((a, b) => weight(a) - weight(b));
  const failed = count('failed');
  const lines = sorted
    .slice(0, Math.max(shown, failed))
    .map((domain) => `${marks[domain.state]} ${code(displayName(domain.name))} ${domain.why ?? words[domain.state]}`);
  const blocks = chunks(lines);
  const left = domains.length - blocks.flat().length;
  return {
    text: truncate(
      `${title}. ${sorted
        .slice(0, 20)
        .map((d) => `${d.name}: ${words[d.state]}`)
        .join(', ')}`,
      3500,
    ),
    blocks: [
      section(`*${title}*`),
      ...blocks.map((chunk) => section(chunk.join('\n'))),
      ...(left > 0 ? [context(`and ${left} more`)] : []),
      ...(note ? [context(note)] : []),
    ],
  };
}
