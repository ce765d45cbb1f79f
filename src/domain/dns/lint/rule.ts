import type { RecordSet, RecordValue, Zone } from '../model/record.ts';
import type { Content } from '../model/types.ts';

/** error: it does not work. warning: it works badly or not for long. advice: it could be better. */
export type Severity = 'error' | 'warning' | 'advice';

/** A fix: the desired values of a record set (none: delete it), for `planSet` or `planDelete`. */
export interface Fix {
  readonly text: string;
  readonly set?: { readonly name: string; readonly type: string; readonly values: readonly Content[] };
}

/** Something found at a name. `text` is for people who do not know DNS. */
export interface RuleFinding {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly fix?: Fix;
  /** Overrides the severity of the rule. */
  readonly severity?: Severity;
  /** Overrides `refused` of the rule. */
  readonly refused?: boolean;
  /** How bad it is (higher is worse): findings with a measure are matched regardless of their text. */
  readonly measure?: number;
  /** The affected values: a plan that rewrites one of them is refused as if it had introduced the problem. */
  readonly values?: readonly RecordValue[];
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The RFC section or Cloudflare rule it is based on. */
  readonly source: string;
  /** One line for the docs. */
  readonly summary: string;
  /** The provider would answer a write with an error; holds for errors only. */
  readonly refused?: true;
  check(zone: ZoneView): Iterable<RuleFinding>;
}

/** An indexed zone. All methods are synchronous: what is unknown is `undefined`, never "missing". */
export interface ZoneView {
  readonly name: string;
  readonly sets: readonly RecordSet[];
  readonly rows: number;
  /** Row quota of the zone, if known. */
  readonly quota: number | undefined;
  /** The zone's plan at the provider, if known. */
  readonly plan: Zone['plan'] | undefined;
  ofType(type: string): readonly RecordSet[];
  at(name: string, type: string): RecordSet | undefined;
  typesAt(name: string): readonly RecordSet[];
  /**
   * The contents that a resolver would find, in normal form (MX without its priority); empty when there are none.
   * Names in the zone are answered from it, others from the answers that were given.
   */
  resolve(name: string, type: string): readonly string[] | undefined;
  /** Whether the name exists, with records of any type or as an empty non-terminal. */
  exists(name: string): boolean | undefined;
  /** The name whose records answer for this one: itself, or a wildcard; undefined for names that others answer for. */
  ownerOf(name: string): string | undefined;
}
