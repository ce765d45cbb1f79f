import ipaddr from 'ipaddr.js';

/** An address as its 32 or 128 bits, written as 0 and 1; undefined for what is none. */
export const addressBits = (address: string): string | undefined =>
  ipaddr.isValid(address)
    ? ipaddr
        .parse(address)
        .toByteArray()
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join('')
    : undefined;
