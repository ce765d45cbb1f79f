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

/** The last entry of the chain, as it is kept apart from the entries. */
export type AuditHead = Pick<AuditEntry, 'sequence' | 'hash'>;

/** The first entry that is not as it was written; the number is its place, counted from 1. */
export interface Alteration {
  readonly sequence: number;
  readonly text: string;
}

const isUnaltered = ({ sequence, previous, hash, ...fact }: AuditEntry): boolean =>
  chain({ sequence: sequence - 1, hash: previous }, fact).hash === hash;

/**
 * Follows the chain from its first entry on; `next` is undefined for a line that is no entry. Entries after `head` are
 * as good as those before: the head is kept a moment later than the entry.
 */
export function createChainCheck(head?: AuditHead) {
  let before: AuditEntry | undefined;
  return {
    add(next: AuditEntry | undefined): Alteration | undefined {
      const sequence = (before?.sequence ?? 0) + 1;
      if (!next || !isUnaltered(next)) return { sequence, text: `entry ${sequence} was changed after it was written` };
      if (next.sequence !== sequence) return { sequence, text: `entry ${sequence} is missing` };
      // An entry that fits its own hash, before one that follows another, has been given a new hash.
      if (next.previous !== (before?.hash ?? genesis)) {
        const changed = Math.max(1, sequence - 1);
        return { sequence: changed, text: `entry ${changed} was changed and given a new hash` };
      }
      if (next.sequence === head?.sequence && next.hash !== head.hash)
        return { sequence, text: `entry ${sequence} is not the one that was written: the entries were written anew` };
      before = next;
      return undefined;
    },
    end(): Alteration | undefined {
      const sequence = (before?.sequence ?? 0) + 1;
      if (!head || sequence > head.sequence) return undefined;
      return {
        sequence,
        text:
          sequence === head.sequence
            ? `entry ${sequence}, the last one, is missing`
            : `entries ${sequence} to ${head.sequence}, the last ones, are missing`,
      };
    },
  };
}

/** The number of the first entry that is not as it was written; undefined if all are. */
export function firstTampered(entries: Iterable<AuditEntry>, head?: AuditHead): number | undefined {
  const check = createChainCheck(head);
  for (const entry of entries) {
    const found = check.add(entry);
    if (found) return found.sequence;
  }
  return check.end()?.sequence;
}
