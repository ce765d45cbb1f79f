import { z } from 'zod';
import { badDays } from '../bad-days.ts';
import { faultKinds, oddities } from '../faults.ts';
import { CannotDo } from '../slack/choose.ts';
import { duration } from './duration.ts';
import { slackVerbs } from './slack-verbs.ts';
import { present, type Verb, verb } from './verb.ts';

const record = z.record(z.string(), z.unknown());
const api = z.enum(['slack', 'litemail', 'cloudflare', 'dns']);

/** What happens in the world around Slack. */
export const worldVerbs: readonly Verb[] = [
  verb(
    'deliver',
    'LiteMail delivers a signed event to the registered endpoints.',
    {
      type: z.string(),
      data: z.unknown().default({}),
      id: z.string().optional(),
      team: z.string().optional(),
      times: z.int().min(1).optional().describe('how often the same event is delivered'),
      without: z
        .array(z.enum(['id', 'type', 'created']))
        .optional()
        .describe('what the body does not have'),
    },
    ({ litemail }, { type, data, ...options }) => litemail.deliver(type, data, present(options)),
  ),
  verb(
    'change-record',
    "Somebody changes a zone's records in Cloudflare's dashboard.",
    {
      zone: z.string().describe('name or id'),
      add: record.optional(),
      delete: record.optional().describe('all records with these fields: id, name, type, content'),
      set: record.optional().describe('name and type, and the new fields of the one such record'),
    },
    async ({ cloudflare, feed }, { zone, ...change }) => {
      await cloudflare.changeRecord(zone, present(change));
      feed.publish({ kind: 'zones' });
      return { records: cloudflare.records(zone) };
    },
  ),
  verb(
    'clock',
    'Moves the clock forward; or sets it back, as somebody does who corrects a machine: what is being waited for takes no longer.',
    {
      advance: duration.optional().describe('like 25h, 90m or 30s'),
      back: duration.optional().describe('the same'),
    },
    async ({ clock, documents, feed }, { advance, back }) => {
      if (advance === undefined && back === undefined) throw new CannotDo('Say advance or back.');
      if (back !== undefined) clock.setBack(back);
      if (advance !== undefined) clock.advance(advance);
      await documents.set('clock', { offset: clock.offset() });
      feed.publish({ kind: 'clock' });
      return { now: new Date(clock.now()).toISOString(), offset: clock.offset() };
    },
  ),
  verb(
    'fault',
    'Makes an API misbehave: slow, answer with a status or HTML, do the work but answer after `ms` (late), cut the connection (drop) or cut it in the middle of the answer (half), do it and answer oddly as `as` says (odd: lists half of the rows, empties a row, has ids above 2^53, has no values, refuses and quotes the key), answer 200 with nothing in it and do nothing (empty), answer reads as the first of them for `ms` (stale), deliver each interaction twice (Slack); off ends it. `dns` supports slow, status (SERVFAIL) and drop (no answer).',
    {
      api: api.optional().describe('required, except with `off`, where it defaults to all'),
      kind: z.enum([...faultKinds, 'off']),
      ms: z.int().min(0).optional(),
      status: z.int().min(400).max(599).optional(),
      headers: z.record(z.string(), z.string()).optional().describe('with status: instead of the usual ones'),
      as: z.enum(oddities).optional(),
      times: z.int().min(1).optional().describe('how often; default: until switched off'),
      operation: z.string().optional().describe('only calls whose `METHOD /path` contains this'),
    },
    ({ faults }, { api: which, kind, ...rest }) => {
      if (kind === 'off') faults.off(which);
      else if (which === undefined) throw new Error('Say which api: slack, litemail, cloudflare or dns.');
      else faults.add({ kind, ...present({ api: which, ...rest }) });
      return { faults: faults.list() };
    },
  ),
  verb(
    'bad-day',
    'Makes one of the bad days below happen; returns what it does, and what to expect of the app.',
    { name: z.string() },
    async (sandbox, { name }) => {
      const day = badDays.find((it) => it.name === name);
      if (!day) throw new CannotDo(`There is no bad day "${name}".`);
      const steps = day.happens(sandbox.clock.now());
      for (const { do: named, ...fields } of steps) {
        const step = [...slackVerbs, ...worldVerbs].find((it) => it.name === named);
        if (step) await step.run(sandbox, step.fields.parse(fields));
      }
      return { expect: day.expect, steps };
    },
  ),
  verb(
    'disk',
    'Fills the disk under the app’s store, or makes room again. Only where the app runs in the sandbox.',
    { full: z.boolean() },
    async ({ disk }, { full }) => {
      if (!full) await disk.makeRoom();
      else if (!(await disk.fill())) throw new CannotDo('The app runs elsewhere, with a disk of its own.');
      return { full };
    },
  ),
  verb(
    'propagation',
    'Sets how long changes take to reach the name servers; initially 0.',
    { ms: z.int().min(0).describe('milliseconds by the sandbox’s clock') },
    async ({ dns }, { ms }) => {
      await dns.setPropagation(ms);
      return { propagation: ms };
    },
  ),
  verb('reset', 'Resets all stand-ins to the seed.', {}, async (sandbox) => {
    await sandbox.reset();
    return {};
  }),
];
