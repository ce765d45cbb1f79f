import { displayName } from './name.ts';
import { keyOf } from './normalise.ts';
import { presentation } from './presentation.ts';
import type { Row, RowBatch, ZonePlan } from './record.ts';

/** The first error of a refused batch, as Cloudflare words it. */
export interface ProviderError {
  readonly code: number;
  readonly message: string;
  /** `source.pointer`, where the provider gives it. */
  readonly pointer?: string;
}

/** What the codes mean for a person; unknown ones keep Cloudflare's own words. */
const meanings: Readonly<Record<number, (what: string) => string>> = {
  9003: (what) => `${what} points to an address that cannot be behind the proxy.`,
  9004: (what) => `${what} is of a type that cannot be proxied.`,
  9041: (what) => `${what} is of a type that cannot be proxied.`,
  9005: (what) => `${what} is not a valid IPv4 address.`,
  9021: (what) => `${what} has a TTL that Cloudflare does not take.`,
  81044: (what) => `${what} does not exist any more.`,
  81045: () => 'The zone holds as many records as its plan allows.',
  81053: (what) => `${what} cannot be made: an A, AAAA or CNAME record of this name exists.`,
  81054: (what) => `${what} cannot be made: a CNAME record of this name exists.`,
  81056: (what) => `${what} cannot be made: NS records of this name exist.`,
  81057: (what) => `${what} exists already.`,
  81058: (what) => `${what} exists already, exactly like this.`,
};

/** A refused batch in words: nothing of it was written. */
export function refusalText(error: ProviderError, batch: RowBatch, plan?: ZonePlan): string {
  const row = rowByPointer(error, batch) ?? rowByText(error, batch);
  const what = row ? shown(row) : deletedRow(error, batch, plan);
  const meaning = meanings[error.code];
  if (meaning) return meaning(what ?? 'One of the records');
  const text = `${error.message.replace(/\.$/, '')} (code ${error.code}).`;
  return what ? `${what}: ${text}` : text;
}

const shown = (row: Row): string => `${row.type} ${displayName(row.name)} ${presentation(row.type, row).slice(0, 80)}`;

function rowByPointer({ pointer = '' }: ProviderError, batch: RowBatch): Row | undefined {
  const [, list, index] = /(patches|posts)\D{1,2}(\d+)/.exec(pointer) ?? [];
  return list === 'patches' || list === 'posts' ? batch[list][Number(index)] : undefined;
}

function deletedRow({ pointer = '' }: ProviderError, batch: RowBatch, plan?: ZonePlan): string | undefined {
  const [, index] = /deletes\D{1,2}(\d+)/.exec(pointer) ?? [];
  const id = index === undefined ? undefined : batch.deletes[Number(index)]?.id;
  const owner = plan?.changes.find(({ before }) => id !== undefined && before?.values.some((value) => value.id === id));
  return owner && `${owner.type} ${displayName(owner.name)}`;
}

/** The one row whose name or value the message holds; a batch of a single row needs no search. */
function rowByText({ code, message }: ProviderError, batch: RowBatch): Row | undefined {
  const rows = [...batch.patches, ...batch.posts];
  if (rows.length === 1 && batch.deletes.length === 0) return rows[0];
  const named = rows.filter(
    (row) => message.includes(row.name) || (row.content && row.content.length > 6 && message.includes(row.content)),
  );
  const suspects = named.length > 0 ? named : rows.filter((row) => fits(code, row));
  return new Set(suspects.map(keyOf)).size === 1 ? suspects[0] : undefined;
}

const fits = (code: number, { type, proxied }: Row): boolean =>
  code === 81054 ? type === 'A' || type === 'AAAA' : code === 9003 ? proxied === true : code === 9005 && type === 'A';
