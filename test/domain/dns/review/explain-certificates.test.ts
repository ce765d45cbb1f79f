import { describe, expect, it } from 'vitest';
import { adding, cardOf, removing, setting } from '../cards.ts';
import { set } from '../simulated-zone.ts';

const rule = (tag: string, value: string) => ({ data: { flags: 0, tag, value } });
const zone = [set('@', 'CAA', rule('issue', 'letsencrypt.org')), set('www', 'CAA', rule('issue', 'digicert.com'))];

describe('who may issue certificates, in words', () => {
  it.each([
    [
      'where no rule is any more',
      removing('@', 'CAA'),
      ['Any certificate authority may issue certificates for acme-mail.com.'],
    ],
    [
      'where the rules of the name above apply again',
      removing('www', 'CAA'),
      [
        'Only letsencrypt.org may issue certificates for www.acme-mail.com. The rules of acme-mail.com apply to it from now on.',
      ],
    ],
    [
      'with one authority more',
      adding('@', 'CAA', '0 issue "sectigo.com"'),
      ['Only letsencrypt.org, sectigo.com may issue certificates for acme-mail.com.'],
    ],
    ['where nobody may', setting('@', 'CAA', '0 issue ";"'), ['Nobody may issue certificates for acme-mail.com.']],
    [
      'where only wildcards are forbidden',
      setting('@', 'CAA', '0 issuewild ";"'),
      [
        'Any certificate authority may issue certificates for acme-mail.com, and nobody those for all names below it at once (*.acme-mail.com).',
      ],
    ],
    [
      'where one authority alone may issue wildcards',
      setting('@', 'CAA', ['0 issue "letsencrypt.org"', '0 issuewild "digicert.com"']),
      [
        'Only letsencrypt.org may issue certificates for acme-mail.com, and only digicert.com those for all names below it at once (*.acme-mail.com).',
      ],
    ],
    [
      'where only the address for reports changes',
      adding('@', 'CAA', '0 iodef "mailto:ca@acme-mail.com"'),
      ['The certificate rules of acme-mail.com change, but who may issue certificates for it stays the same.'],
    ],
  ])('%s', (_, step, sentences) => expect(cardOf(zone, step).meaning).toEqual(sentences));
});
