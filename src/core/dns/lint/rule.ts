import type { RecordSet, RecordValue, Zone } from '../record.ts';
import type { Content } from '../types.ts';

/** error: it does not work. warning: it works badly or not for long. advice: it could be better. */
export type Severity = 'error' | 'warning' | 'advice';

/** What would mend it: a record set that becomes these values (none: it goes away), for `planSet` or `planDelete`. */
export interface Fix {
  readonly text: string;
  readonly set?: { readonly name: string; readonly type: string; readonly values: readonly Content[] };
}

/** Something found at a name. `text` is for people who do not know DNS. */
export interface Found {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly fix?: Fix;
  /** Where one rule knows better and worse cases. */
  readonly severity?: Severity;
  /** Where one rule knows cases that the provider takes and cases that it does not. */
  readonly refused?: boolean;
  /** How bad it is, more being worse: findings that have one are known again whatever their text. */
  readonly measure?: number;
  /** Values that it is about: a plan that writes one of them again is refused as if it had made them. */
  readonly values?: readonly RecordValue[];
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The RFC section or the Cloudflare rule that says so. */
  readonly source: string;
  /** One line for the docs. */
  readonly summary: string;
  /** The provider would answer a write with an error; holds for errors only. */
  readonly refused?: true;
  check(zone: ZoneView): Iterable<Found>;
}

/** A zone prepared for questions. Nothing here waits: what is not known is `undefined`, never "missing". */
export interface ZoneView {
  readonly name: string;
  readonly sets: readonly RecordSet[];
  readonly rows: number;
  /** Rows that the zone may hold, where the provider said. */
  readonly quota: number | undefined;
  /** What is paid for the zone, where the provider said. */
  readonly plan: Zone['plan'] | undefined;
  ofType(type: string): readonly RecordSet[];
  at(name: string, type: string): RecordSet | undefined;
  typesAt(name: string): readonly RecordSet[];
  /**
   * The contents that a resolver would find, in normal form (MX without its priority); empty when there are none.
   * Names in the zone are answered from it, others from the answers that were given.
   */
  resolve(name: string, type: string): readonly string[] | undefined;
  /** Whether the name exists, if only with records of other types, or because of names below it. */
  exists(name: string): boolean | undefined;
  /** The name whose records answer for this one: itself, or a wildcard; undefined for names that others answer for. */
  ownerOf(name: string): string | undefined;
}
