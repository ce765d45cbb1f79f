import { describe, expect, it } from 'vitest';
import { capitalize } from '../../src/lib/text.ts';

describe('a sentence', () => {
  it.each([
    ['nobody can write to it any more.', 'Nobody can write to it any more.'],
    ['it changes where mail for acme.com is delivered.', 'It changes where mail for acme.com is delivered.'],
    ['acme-mail.com itself leads elsewhere.', 'acme-mail.com itself leads elsewhere.'],
    ['www.acme-mail.com leaves the proxy.', 'www.acme-mail.com leaves the proxy.'],
    ['ana@acme-mail.com is gone.', 'ana@acme-mail.com is gone.'],
    ['_dmarc is missing.', '_dmarc is missing.'],
    ['done.', 'Done.'],
    ['', ''],
  ])('%s begins as %s', (text, begins) => expect(capitalize(text)).toBe(begins));
});
