import { positional } from '../../../engine/commands/arguments.ts';
import { DomainOrPattern, selectingWords, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { loadLook } from '../fleet-look.ts';
import { fleetView, progressLines, progressView } from '../fleet-view.ts';
import { advanceLook, beginLook, isDone } from '../read-fleet.ts';
import { watchFleet } from '../watch-fleet.ts';

/** So many are answered where it was asked; more, and what takes longer, in a direct message. */
const MAX_AT_ONCE = 40;
const QUICK_MS = 3_000;

export const fleet = command.read({
  name: 'fleet',
  summary: 'Show the health of all domains, the worst first, and what is new since last time',
  role: 'viewer',
  notes: [
    'Looks at SPF, DKIM, DMARC, MX and other records, name servers, mailboxes, placement and expiry. Whatever an API does not answer is said to be not known.',
    'Records read in the last 10 minutes are not read again, unless this app or their provider has changed them since.',
  ],
  operations: {
    litemail: ['listDomains', 'listMailboxes', 'listPlacementTests', 'listDnsRecords'],
    cloudflare: ['listZones', 'listDnsRecords'],
  },
  args: {
    domain: positional(DomainOrPattern.optional(), {
      label: 'Domain',
      help: 'The domain, or a pattern such as acme-*; all when left out',
      example: 'acme-*',
    }),
    ...selectingWords,
  },
  async run(ctx, args) {
    const { teamId } = ctx.actor;
    const run = await beginLook(ctx, selectionOf(args));
    if (run.names.length === 0) return { text: 'There are no domains here yet. `domains connect` connects one.' };
    const isSmall = run.names.length <= MAX_AT_ONCE;
    const now = isSmall
      ? await advanceLook(ctx, teamId, run, ctx.clock.elapsed() + QUICK_MS)
      : { run, look: await loadLook(ctx, teamId) };
    if (isDone(now.run)) return fleetView(now.look, now.run);
    const lines = progressLines(now.look, now.run);
    await watchFleet.start(ctx, { run: now.run, lines, done: false });
    return progressView(lines, 'The rest follows in a direct message, with the whole list as a file.');
  },
});
