import { expect, it } from 'vitest';
import { isContinued } from '../../../../src/domain/dns/model/txt.ts';

it.each([
  ['v=DKIM1; k=rsa; p=MIIB', 'QIDAQAB'],
  ['v=DKIM1; k=rsa; p=MIIB', 'a+b/c=='],
  ['v=DKIM1; k=rsa; ', 'p=MIIB'],
  ['k=rsa; t=s; ', 'p=MIIB'],
  ['v=DMARC1; p=none; ', 'rua=mailto:d@x.example'],
  ['v=spf1 include:a.example', ' include:b.example ~all'],
  ['v=spf1 include:a.example ', 'redirect=_spf.x.example'],
])('"%s" goes on in "%s"', (text, next) => expect(isContinued(text, next)).toBe(true));

it.each([
  ['v=spf1 -all', 'google-site-verification=abc'],
  ['google-site-verification=abc', 'v=spf1 -all'],
  ['google-site-verification=abc', 'MS=ms123'],
  ['v=spf1 -all', 'v=spf1 mx -all'],
  ['v=DKIM1; p=MIIB', 'v=DMARC1; p=none'],
])('"%s" ends before "%s"', (text, next) => expect(isContinued(text, next)).toBe(false));
