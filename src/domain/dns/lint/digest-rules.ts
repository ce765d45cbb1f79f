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

const types: Readonly<Record<string, DigestType>> = {
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
    for (const [type, digest] of Object.entries(types))
      for (const { name, values } of zone.ofType(type))
        for (const { data } of values)
          for (const [text, fix] of data ? problems(digest, data, `the ${type} record of ${displayName(name)}`) : [])
            yield { name, type, text: `${text}. Nobody can check anything with it.`, fix: { text: fix } };
  },
};

function* problems(type: DigestType, data: Data, whose: string): Iterable<readonly [text: string, fix: string]> {
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
