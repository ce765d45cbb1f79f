import { serviceKeyName } from '../../domain/dns/model/field-types.ts';
import type { RecordValue } from '../../domain/dns/model/record.ts';

/** The data of HTTPS and SVCB records (RFC 9460 §2.2). */
export function svcbData(bytes: Buffer): Pick<RecordValue, 'data'> {
  const labels: string[] = [];
  let at = 2;
  for (let length = bytes.readUInt8(at++); length > 0; length = bytes.readUInt8(at++)) {
    labels.push(bytes.toString('latin1', at, at + length));
    at += length;
  }
  const parameters: string[] = [];
  while (at < bytes.length) {
    const [key, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
    at += 4;
    if (at + length > bytes.length) throw new RangeError('a parameter is cut off');
    parameters.push(parameter(key, bytes.subarray(at, at + length)));
    at += length;
  }
  return {
    data: {
      priority: bytes.readUInt16BE(0),
      target: labels.length === 0 ? '.' : labels.join('.'),
      value: parameters.join(' '),
    },
  };
}

function parameter(key: number, value: Buffer): string {
  const name = serviceKeyName(key);
  if (value.length === 0) return name;
  const text = (readers[name] ?? escaped)(value);
  return `${name}="${text}"`;
}

const readers: Readonly<Record<string, (value: Buffer) => string>> = {
  mandatory: (value) => pairs(value).map(serviceKeyName).join(','),
  alpn(value) {
    const names: string[] = [];
    for (let at = 0; at < value.length; at += 1 + value.readUInt8(at))
      names.push(escaped(value.subarray(at + 1, at + 1 + value.readUInt8(at))));
    return names.join(',');
  },
  port: (value) => String(value.readUInt16BE(0)),
  ipv4hint: (value) =>
    chunks(value, 4)
      .map((part) => [...part].join('.'))
      .join(','),
  ipv6hint: (value) =>
    chunks(value, 16)
      .map((part) =>
        pairs(part)
          .map((pair) => pair.toString(16))
          .join(':'),
      )
      .join(','),
  ech: (value) => value.toString('base64'),
};

const chunks = (value: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.floor(value.length / size) }, (_, index) =>
    value.subarray(index * size, (index + 1) * size),
  );
const pairs = (value: Buffer): number[] => chunks(value, 2).map((pair) => pair.readUInt16BE(0));

const escaped = (value: Buffer): string =>
  [...value]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (character === '"' || character === '\\') return `\\${character}`;
      return byte >= 0x20 && byte < 0x7f ? character : `\\${String(byte).padStart(3, '0')}`;
    })
    .join('');
