import { describe, expect, it } from 'vitest';
import { delegatedIdentities, mailNames } from '../../../../src/domain/dns/mail/mail-names.ts';
import type { RecordSet, Zone } from '../../../../src/domain/dns/model/record.ts';
import { planDelete } from '../../../../src/domain/dns/plan/edit-records.ts';
import { setsOf } from '../sets-of.ts';

const zone: Zone = { home: 'cloudflare', id: 'z', name: 'who.net', batchLimit: 200 };
const records = (...lines: string[]) => setsOf(zone.name, lines);
const namesOf = (sets: readonly RecordSet[]) => mailNames({ zone, changes: [] }, sets);
const deleting = (name: string, type: string, sets: readonly RecordSet[]) =>
  mailNames(planDelete(sets, { zone, name, type }), sets).domains;

describe('the domains of a zone whose mail a plan touches', () => {
  it('are those that a name with an underscore serves, never that name', () => {
    const sets = records(
      '_spf TXT "v=spf1 -all"',
      'a._spf.sub TXT "v=spf1 -all"',
      '_dmarc.sub TXT "v=DMARC1; p=none"',
      's1._domainkey.sub TXT "v=DKIM1; p="',
      'plain TXT "v=spf1 -all"',
    );
    expect(deleting('_spf', 'TXT', sets)).toEqual(['who.net']);
    for (const name of ['a._spf.sub', '_dmarc.sub', 's1._domainkey.sub'])
      expect(deleting(name, 'TXT', sets)).toEqual(['who.net', 'sub.who.net']);
    expect(namesOf(sets).senders).toEqual(['who.net', 'plain.who.net']);
  });
});

describe('the domains that take in a name whose SPF a plan touches', () => {
  it('are found in a circle too, and where there are very many', () => {
    const many = Array.from({ length: 30_000 }, (_, at) => `d${at} TXT "v=spf1 include:_spf.who.net -all"`);
    const sets = records('_spf TXT "v=spf1 include:d7.who.net -all"', ...many);
    expect(deleting('_spf', 'TXT', sets)).toEqual(['who.net', 'd0.who.net', 'd1.who.net', 'd2.who.net', 'd3.who.net']);
  });
});

describe('the names as which mail of a zone may pass', () => {
  it('are also those that lead by CNAME to where SPF may stand', () => {
    const sets = records(
      '@ CNAME sites.example.',
      'em1 CNAME u1.wl.sendgrid.net.',
      'shop CNAME shops.example. ; cf_tags=cf-proxied:true',
      's1._domainkey CNAME s1.domainkey.u1.wl.sendgrid.net.',
    );
    expect(namesOf(sets).aliases).toEqual(['em1.who.net']);
  });

  it('include a key that is handed over by itself', () =>
    expect(namesOf(records('s1._domainkey NS ns.keys.example.')).keys).toEqual([
      { selector: 's1', domain: 'who.net' },
    ]));
});

describe('what other name servers answer for', () => {
  it.each([
    ['the keys of the zone', '_domainkey.who.net', [], ['who.net']],
    ['the keys of a domain below', '_domainkey.sub.who.net', [], ['sub.who.net']],
    ['one key', 's1._domainkey.who.net', [], ['who.net']],
    ['a domain below', 'sub.who.net', ['sub.who.net'], ['sub.who.net']],
    ['nothing of mail in a place for proofs', '_acme-challenge.who.net', [], []],
    ['nothing where the zone names its own name servers', 'who.net', [], []],
  ])('is %s', (_, name, spf, dkim) => {
    const cut = { name, type: 'NS', values: [{ content: 'ns.keys.example', ttl: 300 }] };
    expect(delegatedIdentities(zone.name, [cut])).toEqual({ spf, dkim });
  });
});
