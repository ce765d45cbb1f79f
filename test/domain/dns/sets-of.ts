import type { RecordSet } from '../../../src/domain/dns/model/record.ts';
import { mergeDesired } from '../../../src/domain/dns/plan/desired.ts';
import { parseZoneFile } from '../../../src/domain/dns/zonefile/read-zone-file.ts';

/** The record sets that an empty zone gets from the lines of a zone file. */
export const setsOf = (zone: string, lines: readonly string[]): RecordSet[] =>
  parseZoneFile(lines.join('\n'), zone).sets.map((set) => ({ ...set, values: mergeDesired(set.type, set.values, []) }));
