/** Letters and digits that are not mistaken for one another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

/** `r-7f3a2k`: short enough to be said aloud; 31^6 of them per prefix. */
export const createNewId =
  (randomBytes: (size: number) => Uint8Array, length = 6) =>
  (prefix: string): string =>
    `${prefix}-${Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('')}`;
