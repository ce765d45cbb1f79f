const [sequence, integer, bitString] = [0x30, 0x02, 0x03];

/**
 * Bits of the modulus of an RSA public key in DER, as SubjectPublicKeyInfo (RFC 5280) or RSAPublicKey (RFC 8017);
 * undefined for anything else, a key that was cut off included. node:crypto would tell too, at a hundred times the price.
 */
export function rsaBits(der: Uint8Array): number | undefined {
  const outer = read(der, sequence);
  if (!outer || outer.rest.length > 0) return undefined;
  const info = read(outer.value, sequence);
  const key = info ? rsaPublicKey(info.rest) : outer.value;
  const modulus = key && read(key, integer);
  const exponent = modulus && read(modulus.rest, integer);
  if (!exponent || exponent.rest.length > 0) return undefined;
  const digits = modulus.value[0] === 0 ? modulus.value.subarray(1) : modulus.value;
  return digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24;
}

/** What is inside the bit string that follows the name of the algorithm. */
function rsaPublicKey(rest: Uint8Array): Uint8Array | undefined {
  const bits = read(rest, bitString);
  if (!bits || bits.rest.length > 0 || bits.value[0] !== 0) return undefined;
  const inner = read(bits.value.subarray(1), sequence);
  return inner && inner.rest.length === 0 ? inner.value : undefined;
}

/** One element with this tag, and what follows it; undefined when it is another or does not fit. */
function read(der: Uint8Array, tag: number): { value: Uint8Array; rest: Uint8Array } | undefined {
  if (der[0] !== tag || der[1] === undefined) return undefined;
  const bytes = der[1] < 0x80 ? 0 : der[1] & 0x7f;
  if (bytes > 3) return undefined;
  const length = bytes === 0 ? der[1] : der.subarray(2, 2 + bytes).reduce((sum, digit) => sum * 256 + digit, 0);
  const start = 2 + bytes;
  if (start + length > der.length) return undefined;
  return { value: der.subarray(start, start + length), rest: der.subarray(start + length) };
}
