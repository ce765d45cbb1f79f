import { describe, expect, it } from 'vitest';
import { dnsPlan, proposal } from '../../../../src/domain/dns/plan/dns-plan.ts';
import { planDelete } from '../../../../src/domain/dns/plan/edit-records.ts';
import { adding, cardOf, removing, setting } from '../cards.ts';
import { set, zone } from '../simulated-zone.ts';

const of = (...tags: string[]) => tags.map((all) => `v=DMARC1; ${all}`);
const own = (...tags: string[]) => [set('_dmarc', 'TXT', ...of(...tags))];
const to = (tags: string) => setting('_dmarc', 'TXT', of(tags));
const asked = (what: string, whose = 'acme-mail.com') =>
  `Receivers are asked ${what} mail of ${whose} that passes neither SPF nor DKIM`;
const [reject, spam, report] = ['to reject', 'to treat as spam', 'only to report, not to stop,'];
const parent = own('p=reject; sp=quarantine');
const test = '"p=reject" is only tested (t=y): receivers apply the next weaker policy.';

describe('what receivers do with forged mail, in words', () => {
  it.each([
    ['a first record', [], adding('_dmarc', 'TXT', of('p=reject').join()), [`${asked(reject)}.`]],
    ['a first record that is a test', [], to('p=reject; t=y'), [`${asked(spam)}.`, test]],
    [
      'a stricter policy',
      own('p=none; rua=mailto:d@acme-mail.com'),
      to('p=reject; rua=mailto:d@acme-mail.com'),
      [`${asked(reject)} (so far the policy was none).`],
    ],
    [
      'a policy that becomes a test',
      own('p=reject'),
      to('p=reject; t=y'),
      [`${asked(spam)} (so far the policy was reject).`, test],
    ],
    [
      'a test that becomes earnest',
      own('p=reject; t=y'),
      to('p=reject'),
      [`${asked(reject)} (so far the policy was quarantine).`],
    ],
    [
      'a weaker policy for names below',
      own('p=reject'),
      to('p=reject; sp=none'),
      [`${asked(report, 'names below acme-mail.com')}.`],
    ],
    [
      'a policy for names below that do not exist',
      own('p=none'),
      to('p=none; np=reject'),
      [`${asked(reject, 'names below acme-mail.com that do not exist')}.`],
    ],
    [
      'the proxy in front of a policy that is read elsewhere',
      [set('_dmarc', 'CNAME', 'd.example.com')],
      setting('_dmarc', 'CNAME', 'd.example.com', { proxied: true }),
      [
        "Receivers find no DMARC record at _dmarc.acme-mail.com: Cloudflare's proxy answers with addresses only, so nothing tells them what to do with forged mail of acme-mail.com, and reports about it stop.",
      ],
    ],
    [
      'strict alignment',
      own('p=reject'),
      to('p=reject; adkim=s'),
      ['The DMARC record of acme-mail.com changes (adkim=s); its policy stays reject.'],
    ],
    [
      'another address for reports',
      own('p=reject; rua=mailto:a@acme-mail.com'),
      to('p=reject; rua=mailto:b@acme-mail.com,mailto:c@acme-mail.com'),
      ['Reports about mail of acme-mail.com go to b@acme-mail.com, c@acme-mail.com.'],
    ],
    [
      'no reports',
      own('p=reject; rua=mailto:a@acme-mail.com'),
      to('p=reject'),
      ['Reports about mail of acme-mail.com are no longer sent.'],
    ],
    [
      'a policy that nobody knows',
      own('p=reject'),
      to('p=refuse'),
      [
        'The DMARC record of acme-mail.com has no policy that receivers know, so nothing tells them what to do with forged mail.',
      ],
    ],
    [
      'a record elsewhere',
      [],
      adding('_dmarc', 'CNAME', 'dmarc.example.net'),
      ['The DMARC policy of acme-mail.com is read from dmarc.example.net.'],
    ],
    [
      'the record deleted',
      own('p=none'),
      removing('_dmarc', 'TXT'),
      ['Receivers are no longer told what to do with forged mail of acme-mail.com, and reports about it stop.'],
    ],
    [
      'a second record',
      own('p=reject'),
      adding('_dmarc', 'TXT', of('p=quarantine').join()),
      [
        'acme-mail.com then has 2 DMARC records; receivers ignore all of them, so nothing tells them what to do with forged mail of acme-mail.com, and reports about it stop.',
      ],
    ],
    [
      'one record of two deleted',
      own('p=reject', 'p=none'),
      removing('_dmarc', 'TXT', 'v=DMARC1; p=none'),
      [
        'One DMARC record of acme-mail.com is left, so receivers follow it again; 2 of them were ignored.',
        `${asked(reject)}.`,
      ],
    ],
    [
      'both records of two deleted',
      own('p=reject', 'p=none'),
      removing('_dmarc', 'TXT'),
      ['The 2 DMARC records of acme-mail.com, all of which receivers ignored, are deleted; nothing else changes.'],
    ],
  ])('after %s', (_, zone, step, sentences) => expect(cardOf(zone, step).meaning).toEqual(sentences));

  it('tells of the record of the domain above, which applies where a name has none', () => {
    const zone = [...parent, set('_dmarc.news', 'TXT', ...of('p=none'))];
    expect(cardOf(zone, removing('_dmarc.news.acme-mail.com', 'TXT')).meaning).toEqual([
      'news.acme-mail.com has no DMARC record of its own any more, so the record of acme-mail.com applies: receivers are asked to treat as spam mail of news.acme-mail.com that passes neither SPF nor DKIM.',
    ]);
    expect(cardOf(parent, adding('_dmarc.news.acme-mail.com', 'TXT', 'v=DMARC1; p=none')).meaning).toEqual([
      `${asked(report, 'news.acme-mail.com')} (so far the policy was quarantine, by the record of acme-mail.com).`,
    ]);
    expect(cardOf(zone, removing('_dmarc.news.acme-mail.com', 'TXT'), removing('_dmarc', 'TXT')).meaning).toEqual([
      'Receivers are no longer told what to do with forged mail of acme-mail.com, and reports about it stop.',
      'Receivers are no longer told what to do with forged mail of news.acme-mail.com, and reports about it stop.',
    ]);
  });

  it('leaves open what a domain above the zone says', () => {
    const of = { ...zone, name: 'news.acme-mail.com' };
    const current = [{ ...set('_dmarc', 'TXT', 'v=DMARC1; p=none'), name: '_dmarc.news.acme-mail.com' }];
    const plan = planDelete(current, { zone: of, name: '_dmarc', type: 'TXT' });
    expect(proposal(dnsPlan(plan, current)).meaning).toEqual([
      'news.acme-mail.com has no DMARC record of its own any more, so the record of acme-mail.com applies, where there is one.',
    ]);
  });

  it('follows the topmost record, unless a nearer one says that its domain is one of its own', () => {
    const deep = (tags: string) => [
      ...parent,
      set('_dmarc.eu', 'TXT', ...of(tags)),
      set('_dmarc.news.eu', 'TXT', ...of('p=reject')),
    ];
    const [sentence] = cardOf(deep('p=none'), removing('_dmarc.news.eu.acme-mail.com', 'TXT')).meaning;
    expect(sentence).toContain('the record of acme-mail.com applies');
    const [nearer] = cardOf(deep('p=none; psd=n'), removing('_dmarc.news.eu.acme-mail.com', 'TXT')).meaning;
    expect(nearer).toContain('the record of eu.acme-mail.com applies: receivers are asked only to report');
  });
});
