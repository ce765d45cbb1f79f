import { base64, readParameters } from '../model/field-types.ts';
import { displayName } from '../model/name.ts';
import type { RecordValue } from '../model/record.ts';
import type { Rule } from './zone-view.ts';

type Data = NonNullable<RecordValue['data']>;

interface DigestType {
  /** The numbers of a field that have a meaning (IANA); 255 is for private use. */
  readonly numbers: readonly (readonly [field: string, label: string, valid: readonly number[]])[];
  /** The field that says which digest or key it is, with the length of each in bytes. */
  readonly kind: string;
  readonly lengths: Readonly<Record<number, readonly [name: string, bytes: number]>>;
  readonly content: string;
  readonly encoding: 'hex' | 'base64';
}

const association: DigestType = {
  numbers: [
    ['usage', 'certificate usage', [0, 1, 2, 3, 255]],
    ['selector', 'selector', [0, 1, 255]],
    ['matching_type', 'matching type', [0, 1, 2, 255]],
  ],
  kind: 'matching_type',
  lengths: { 1: ['SHA-256', 32], 2: ['SHA-512', 64] },
  content: 'certificate',
  encoding: 'hex',
};

const digestTypes: Readonly<Record<string, DigestType>> = {
  TLSA: association,
  SMIMEA: association,
  SSHFP: {
    numbers: [
      ['algorithm', 'key algorithm', [1, 2, 3, 4, 6]],
      ['type', 'digest type', [1, 2]],
    ],
    kind: 'type',
    lengths: { 1: ['SHA-1', 20], 2: ['SHA-256', 32] },
    content: 'fingerprint',
    encoding: 'hex',
  },
  DS: {
    numbers: [['digest_type', 'digest type', [1, 2, 3, 4, 5, 6]]],
    kind: 'digest_type',
    lengths: {
      1: ['SHA-1', 20],
      2: ['SHA-256', 32],
      3: ['GOST R 34.11-94', 32],
      4: ['SHA-384', 48],
      5: ['GOST R 34.11-2012', 32],
      6: ['SM3', 32],
    },
    content: 'digest',
    encoding: 'hex',
  },
  DNSKEY: {
    numbers: [['protocol', 'protocol', [3]]],
    kind: 'algorithm',
    lengths: { 13: ['ECDSA P-256', 64], 14: ['ECDSA P-384', 96], 15: ['Ed25519', 32], 16: ['Ed448', 57] },
    content: 'public_key',
    encoding: 'base64',
  },
};

export const digests: Rule = {
  id: 'digest',
  severity: 'error',
  source: 'RFC 6698 §2.1, RFC 4255 §3.1, RFC 4034 §2.1.2 and §5.1, and their IANA registries',
  summary: 'A digest or key of a length that its type does not have, or a number without a meaning',
  local: true,
  *check(zone) {
    for (const [type, digest] of Object.entries(digestTypes))
      for (const { name, values } of zone.ofType(type))
        for (const { data } of values)
          for (const [text, fix] of data
            ? digestProblems(digest, data, `the ${type} record of ${displayName(name)}`)
            : [])
            yield { name, type, text: `${text}. Nobody can check anything with it.`, fix: { text: fix } };
  },
};

function* digestProblems(type: DigestType, data: Data, whose: string): Iterable<readonly [text: string, fix: string]> {
  for (const [field, label, valid] of type.numbers) {
    if (valid.includes(Number(data[field]))) continue;
    const usual = valid.filter((number) => number < 255).join(', ');
    yield [`The ${label} in ${whose} is ${data[field]}, which has no meaning`, `Write one of these: ${usual}.`];
  }
  const [name, bytes] = type.lengths[Number(data[type.kind])] ?? [];
  const length = Buffer.from(String(data[type.content] ?? ''), type.encoding).length;
  if (bytes === undefined || length === bytes) return;
  const what = type.content.replace('_', ' ');
  yield [
    `The ${what} in ${whose} has ${length} byte${length === 1 ? '' : 's'}; ${name} has ${bytes}`,
    `Copy the whole ${what} once more from where it was made.`,
  ];
}

type Parameters = ReadonlyMap<string, string>;
type Problem = readonly [text: string, fix: string];

export const serviceParameterSyntax: Rule = {
  id: 'service-parameters',
  severity: 'error',
  source: 'RFC 9460 §2.2, §2.4.2, §7.1.1, §8, Appendix A; RFC 9461 §5',
  summary: 'Service parameters of HTTPS or SVCB that clients cannot use',
  local: true,
  *check(zone) {
    for (const { name, type, values } of [...zone.ofType('HTTPS'), ...zone.ofType('SVCB')]) {
      const whose = `the ${type} record of ${displayName(name)}`;
      for (const value of values)
        for (const [text, fix] of parameterProblems(value))
          yield { name, type, text: `${text} in ${whose}.`, fix: { text: fix } };
      if (new Set(values.map(isAlias)).size > 1)
        yield {
          name,
          type,
          severity: 'warning',
          text: `${displayName(name)} has ${type} records of priority 0 (an alias) beside others; clients ignore the others.`,
          fix: { text: 'Keep either the alias or the others.' },
        };
    }
  },
};

const isAlias = ({ data }: RecordValue): boolean => Number(data?.priority) === 0;

function* parameterProblems(value: RecordValue): Iterable<Problem> {
  const text = String(value.data?.value ?? '');
  const parameters = readParameters(text);
  if (!parameters) {
    yield [`Clients cannot read "${text}"`, 'Write each parameter once, such as alpn="h3,h2" port="8443".'];
    return;
  }
  if (isAlias(value) && parameters.size > 0)
    yield [
      'Priority 0 makes an alias, and clients ignore the parameters',
      'Remove the parameters, or give it priority 1.',
    ];
  for (const [key, check] of Object.entries(parameterChecks)) {
    const given = parameters.get(key);
    const problem = given === undefined ? undefined : check(given, parameters);
    if (problem) yield problem;
  }
}

/** What is wrong with one parameter, beyond what its own form can tell. */
const parameterChecks: Readonly<Record<string, (value: string, all: Parameters) => Problem | undefined>> = {
  mandatory(value, all) {
    const missing = value.split(',').filter((key) => !all.has(key));
    if (missing.length === 0) return undefined;
    return [
      `"mandatory" names ${missing.join(', ')}, which is missing, so clients ignore the record: it stands`,
      `Add ${missing.join(', ')}, or remove it from mandatory.`,
    ];
  },
  alpn(value) {
    const names = listItems(value);
    if (names?.every((one) => one !== '' && one.length <= 255)) return undefined;
    return [`"alpn=${value}" is no list of protocols`, 'Write the names with one comma between: alpn="h3,h2".'];
  },
  'no-default-alpn': (_, all) =>
    all.has('alpn')
      ? undefined
      : ['"no-default-alpn" without "alpn" leaves no protocol', 'Add alpn, or remove no-default-alpn.'],
  ech: (value) =>
    base64.parse(value) === undefined ? [`"ech=${value}" is not Base64`, 'Copy the whole value once more.'] : undefined,
  dohpath: (value) =>
    value.startsWith('/') && (value.match(/\{[^{}]*\}/g) ?? []).some((variables) => /\bdns\b/.test(variables))
      ? undefined
      : [`"dohpath=${value}" is no path with the variable dns`, 'Write it as dohpath="/dns-query{?dns}".'],
};

/** Items between commas; a comma or backslash in an item has a backslash before it, and nothing else may (Appendix A.1). */
function listItems(value: string): string[] | undefined {
  if (!/^(?:[^\\]|\\[\\,])*$/s.test(value)) return undefined;
  return value.replace(/\\./gs, 'x').split(',');
}

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
