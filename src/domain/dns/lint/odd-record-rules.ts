import { displayName } from '../model/name.ts';
import type { RecordValue } from '../model/record.ts';
import type { Rule } from './zone-view.ts';

/** Where clients look for records of a type. An instance of a service may stand before (RFC 6763 §4.1). */
const owners: Readonly<Record<string, readonly [form: RegExp, example: string]>> = {
  SRV: [/^(?:[^.]+\.)?(?:_[^.]+|\*)\._[^.]+\./, '_service._proto, such as _sip._tcp'],
  SMIMEA: [/(^|\.)_smimecert\./, 'the digest of a mailbox and _smimecert'],
  OPENPGPKEY: [/(^|\.)_openpgpkey\./, 'the digest of a mailbox and _openpgpkey'],
};

export const unaskedOwner: Rule = {
  id: 'owner-name',
  severity: 'warning',
  source: 'RFC 2782 (SRV), RFC 8162 §3 (SMIMEA), RFC 7929 §3 (OPENPGPKEY)',
  summary: 'A record at a name where nobody asks for one of its type',
  local: true,
  *check(zone) {
    for (const [type, [form, example]] of Object.entries(owners))
      for (const { name } of zone.ofType(type))
        if (!form.test(name))
          yield {
            name,
            type,
            text: `Nobody asks for the ${type} record of ${displayName(name)}: clients look for it at names of the form ${example}.`,
            fix: { text: `Put it at a name that begins with ${example}.` },
          };
  },
};

export const naptrContradiction: Rule = {
  id: 'naptr',
  severity: 'warning',
  source: 'RFC 3403 §4.1, RFC 3404 §4.3, RFC 3958 §2.2.1',
  summary: 'A NAPTR record whose parts contradict each other',
  local: true,
  *check(zone) {
    for (const { name, values } of zone.ofType('NAPTR'))
      for (const value of values) {
        const [problem, fix] = contradiction(value) ?? [];
        if (problem !== undefined && fix !== undefined)
          yield {
            name,
            type: 'NAPTR',
            text: `The NAPTR record of ${displayName(name)} ${problem}.`,
            fix: { text: fix },
          };
      }
  },
};

function contradiction({ data = {} }: RecordValue): readonly [problem: string, fix: string] | undefined {
  const [regex, replaces] = [String(data.regex ?? ''), String(data.replacement ?? '.') !== '.'];
  const flag = String(data.flags ?? '').toUpperCase();
  if (regex !== '' && replaces)
    return [
      'has an expression and a replacement; only one of them may be there, and clients drop such a record',
      'Leave the expression empty (""), or write . as the replacement.',
    ];
  if (regex === '' && !replaces)
    return ['has neither an expression nor a replacement, so it leads nowhere', 'Add one of them.'];
  if (flag === 'U' && regex === '')
    return ['has the flag U, which needs an expression, but none is there', 'Add the expression, or use another flag.'];
  return undefined;
}
