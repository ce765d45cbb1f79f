import { describe, expect, it } from 'vitest';
import { createSentSecrets } from '../../../src/adapters/http/sent-secrets.ts';

const key = 'lm_AbCd-9f/3a+77=Qq';
const password = 'pa ss "Wört"\n& 12/é4';
let now = 0;
const sent = () => createSentSecrets({ always: [key], elapsed: () => now });
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('an answer that quotes what was sent in secret', () => {
  it.each([
    ['as it was', `no: ${password}`],
    ['in one line', `no: ${password.replace(/\s+/g, ' ')}`],
    ['without its spaces', password.replace(/\s/g, '')],
    ['in other letters', password.toUpperCase()],
    ['in a URL', `https://x.test/?p=${encodeURIComponent(password)}`],
    ['in a form', new URLSearchParams({ p: password }).toString()],
    ['in JSON inside of JSON', JSON.stringify({ p: password })],
    ['in HTML', password.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['in base64', base64(password)],
    ['in base64 behind a name', base64(`ops:${password}`)],
    ['in hex', Buffer.from(password).toString('hex')],
  ])('%s: nothing of it is left', (_, text) => {
    const cleaned = sent().sending({ account: { password } })({ results: [{ error: text }] });
    expect(JSON.stringify(cleaned)).toContain('[secret]');
    for (const part of ['pass', 'Wört', 'wört', 'WÖRT', '12/', base64(password).slice(4, 12)])
      expect(JSON.stringify(cleaned)).not.toContain(part);
  });

  it.each([
    ['its beginning', 'the key lm_AbCd… is wrong'],
    ['its beginning with stars', 'the key lm_A********'],
    ['its end', 'the key ending in ...=Qq77'.replace('=Qq77', '77=Qq')],
    ['a piece of it', 'near "9f/3a+77"'],
    [
      'what was left where the API cut its sentence',
      `${'The credential that you sent is not one of ours: '.padEnd(70)}lm_AbC`,
    ],
  ])('%s alone: nothing of it is left', (_, text) => {
    const cleaned = sent().clean(text);
    expect(cleaned).toContain('[secret]');
    expect(cleaned).not.toMatch(/lm_a|9f\/3|77=q/i);
  });

  it('also as the name of a field, and in an event that comes later', () => {
    const secrets = sent();
    secrets.sending({ body: { apiKey: 'Sequencer-Key-77' } });
    expect(secrets.clean({ 'Sequencer-Key-77': ['Sequencer-Key-77 refused'] })).toEqual({
      '[secret]': ['[secret] refused'],
    });
    now += 2 * 3_600_000;
    expect(secrets.clean('Sequencer-Key-77')).toBe('Sequencer-Key-77');
  });

  it('knows the login in an address', () => {
    const clean = sent().sending({ url: 'https://ana:Hunter-22@b.test/x?access-token=tok-5512' });
    expect(clean(['Hunter-22', 'tok-5512', 'b.test'])).toEqual(['[secret]', '[secret]', 'b.test']);
  });
});

it('a domain that somebody has as a password is still in the lists afterwards', () => {
  const secrets = sent();
  secrets.sending({ password: 'acme-mail.com' });
  expect(secrets.clean({ domains: [{ domain: 'acme-mail.com' }] })).toEqual({ domains: [{ domain: 'acme-mail.com' }] });
});

it('an answer that quotes nothing is left as it is, and is not even walked through', () => {
  const answer = { rows: [{ id: 'a', name: 'acme-mail.com' }] };
  expect(sent().clean(answer, Buffer.from(JSON.stringify(answer)))).toBe(answer);
});

it.each([1, 2, 3, 4, 5])('what the quick look at the bytes passes quotes nothing, round %i', (round) => {
  const alphabet = 'lm_AbCd9f3a7Qq ."…\\/é';
  let state = round * 2_654_435_761;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  for (let tries = 0; tries < 400; tries += 1) {
    const noise = Array.from({ length: random(30) }, () => alphabet[random(alphabet.length)]).join('');
    const from = random(key.length);
    const text = `${noise}${key.slice(from, from + random(12))}${noise}`;
    const secrets = sent();
    const whole = secrets.clean({ text });
    expect(secrets.clean({ text }, Buffer.from(JSON.stringify({ text })))).toEqual(whole);
  }
});
