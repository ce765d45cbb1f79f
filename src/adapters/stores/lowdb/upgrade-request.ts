import type { Json } from '../../../lib/json.ts';
import type { Job } from '../../../ports/stores.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same fields with their new names; a field that already has its new name wins. */
function renamed(fields: Fields, names: Readonly<Record<string, string>>): Fields {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const next = Object.hasOwn(names, name) ? names[name] : undefined;
    if (next === undefined) result[name] = value;
    else if (!Object.hasOwn(fields, next)) result[next] = value;
  }
  return result;
}

const inProposal = {
  more: 'omittedCount',
  long: 'truncated',
  cut: 'shortened',
  back: 'undoLabel',
  already: 'unchanged',
  unchangedZones: 'unchanged',
  zones: 'subjects',
};
const inOutcome = { instead: 'replan', again: 'needsRecheck', why: 'reason' };

/** Once only changes of DNS records were confirmed by their requester. */
function proposalOf(stored: Fields): Fields {
  const { dns, ...proposal } = renamed(stored, inProposal);
  return { ...(dns === true && { confirm: true, noun: 'zones' }), ...proposal };
}

function outcomeOf(outcome: Fields): Fields {
  const { replan, ...rest } = renamed(outcome, inOutcome);
  return { ...rest, ...(isFields(replan) && { replan: renamed(replan, { more: 'omittedCount', does: 'result' }) }) };
}

/** The journal of a retirement holds the outcome of its DNS part. */
function journalOf(journal: Fields): Fields {
  return isFields(journal.records) ? { ...journal, records: outcomeOf(journal.records) } : journal;
}

const upgradedIn = (row: Fields, name: string, upgrade: (value: Fields) => Fields): Fields => {
  const value = row[name];
  return isFields(value) ? { [name]: upgrade(value) } : {};
};
const upgradedAll = (row: Fields, name: string, names: Readonly<Record<string, string>>): Fields => {
  const list = row[name];
  return Array.isArray(list)
    ? { [name]: list.map((each: unknown) => (isFields(each) ? renamed(each, names) : each)) }
    : {};
};

/** A stored request with the field names of this release; earlier releases called some of them differently. */
export function upgradeRequest<Row extends object>(stored: Row): Row {
  const { verdict, mailImpact = verdict, ...row } = renamed(stored as unknown as Fields, { unasked: 'postError' });
  return {
    ...row,
    ...(mailImpact !== undefined && { enrichment: { title: 'Effect on mail', lines: mailImpact } }),
    ...upgradedIn(row, 'proposal', proposalOf),
    ...upgradedIn(row, 'outcome', outcomeOf),
    ...upgradedIn(row, 'journal', journalOf),
    ...upgradedAll(row, 'decisions', { verdict: 'type' }),
    ...upgradedAll(row, 'cards', { shown: 'contentHash', asks: 'awaitsDecision' }),
    // Safe because only names and places of fields have changed, to those that the type has.
  } as unknown as Row;
}

/** A stored job; earlier releases did not say which are due at a time of day. */
export const upgradeJob = (job: Job): Job =>
  job.kind === 'expire-request' || job.key.startsWith('undo-over:') ? { ...job, deadline: true } : job;

/** Release 0.1 stored the journal of an apply inside the request. */
export interface WithJournal {
  readonly journal?: Json;
}

export const withoutJournal = <Row extends object>({
  journal: _,
  ...request
}: Row & WithJournal): Omit<Row, 'journal'> => request;
