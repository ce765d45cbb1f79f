import type { RecordSet } from '../../../src/core/dns/record.ts';
import { mergeDesired } from '../../../src/core/dns/wanted.ts';
import { parseZoneFile } from '../../../src/core/dns/zone-file/import.ts';

/** The record sets that an empty zone gets from the lines of a zone file. */
export const setsOf = (zone: string, lines: readonly string[]): RecordSet[] =>
  parseZoneFile(lines.join('\n'), zone).sets.map((set) => ({ ...set, values: mergeDesired(set.type, set.values, []) }));
