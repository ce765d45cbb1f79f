import { canonicalJson, type Json, sha256 } from '../../lib/json.ts';

/** What happened, before it is chained. People and channels are Slack ids; never a secret. */
export interface AuditFact {
  readonly at: string;
  readonly teamId: string;
  /** Slack user id, or `system`. */
  readonly actor: string;
  /** `request.created`, `request.decided`, `request.refused`, `apply.started`, `apply.applied` … */
  readonly action: string;
  readonly request?: string;
  /** A fact with a key is appended once, however often it is reported. */
  readonly key?: string;
  readonly details?: { readonly [key: string]: Json };
}

/** One line of DATA_DIR/audit.jsonl. `hash` covers everything else, `previous` included. */
export interface AuditEntry extends AuditFact {
  readonly sequence: number;
  readonly previous: string;
  readonly hash: string;
}

export const genesis = '0'.repeat(64);

export function chain(previous: Pick<AuditEntry, 'sequence' | 'hash'> | undefined, fact: AuditFact): AuditEntry {
  const entry = { ...fact, sequence: (previous?.sequence ?? 0) + 1, previous: previous?.hash ?? genesis };
  return { ...entry, hash: sha256(canonicalJson(entry)) };
}

/** The sequence number of the first entry that does not follow from the one before it; undefined if all do. */
export function firstTampered(entries: Iterable<AuditEntry>): number | undefined {
  let before: AuditEntry | undefined;
  for (const entry of entries) {
    const { sequence: _, previous: __, hash: ___, ...fact } = entry;
    if (chain(before, fact).hash !== entry.hash || entry.sequence !== (before?.sequence ?? 0) + 1)
      return entry.sequence;
    before = entry;
  }
  return undefined;
}
