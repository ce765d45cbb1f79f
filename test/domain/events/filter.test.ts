import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { about, factsOf, objectName } from '../../../src/domain/events/describe.ts';
import { matchesSubscription, parseFilter } from '../../../src/domain/events/filter.ts';
import { globMatches } from '../../../src/lib/glob.ts';

const facts = {
  type: ['domain.updated'],
  domain: ['acme.io'],
  tag: ['client:acme', 'eu'],
  status: ['PENDING'],
  severity: ['info'],
};
const matches = (text: string) => parseFilter(text)(facts);

describe('a filter of events', () => {
  it.each([
    ['domain:*.io', true],
    ['domain:*.io and not status:ACTIVE', true],
    ['domain:*.io and not status:pending', false],
    ['not domain:*.com and (status:ACTIVE or tag:eu)', true],
    ['status:ACTIVE or status:FAILED and tag:eu', false],
    ['tag:"client:acme"', true],
    ['(domain:x.io or domain:acme.io) and type:domain.*', true],
  ])('%s', (text, expected) => {
    expect(matches(text)).toBe(expected);
  });

  it.each(['domain', 'colour:red', 'domain:*.io and', '(domain:*.io', 'domain:*.io status:x', 'and', ''])(
    '“%s” is refused with what is wrong and an example',
    (text) => {
      expect(() => parseFilter(text)).toThrow(/cannot be read/);
    },
  );

  it('never throws anything but that, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseFilter(text)(facts);
        } catch (error) {
          expect(String(error)).toContain('cannot be read');
        }
      }),
    );
  });
});

describe('what an event is about', () => {
  const event = (data: object) => ({
    id: 'e1',
    type: 'domain.updated',
    body: { id: 'e1', type: 'domain.updated', data: data as never },
  });
  it('is read from each of the known shapes', () => {
    expect(
      about(event({ domainDetails: { domain: 'acme.io', status: 'ACTIVE' }, previousState: { status: 'PENDING' } })),
    ).toMatchObject({ domain: 'acme.io', status: 'ACTIVE', previousStatus: 'PENDING' });
    expect(objectName(event({ mailboxDetails: { username: 'ana', domain: 'acme.io' } }))).toBe('ana@acme.io');
    expect(objectName(event({ id: 'pt_1' }))).toBe('pt_1');
    expect(objectName({ id: 'e9', body: 'nonsense' })).toBe('e9');
  });
  it('decides with types and filter whether a channel wants it', () => {
    expect(matchesSubscription({ types: ['domain.*'] }, event({}))).toBe(true);
    expect(matchesSubscription({ types: ['mailbox.*'] }, event({}))).toBe(false);
    expect(
      matchesSubscription(
        { types: ['*'], filter: 'severity:bad' },
        event({ domainDetails: { domain: 'a.io', status: 'FAILED' } }),
      ),
    ).toBe(true);
    expect(factsOf(event({})).domain).toEqual([]);
  });
});

describe('a glob', () => {
  it('takes everything but * literally', () => {
    expect(globMatches('a.b', 'axb')).toBe(false);
    expect(globMatches('*.IO', 'x.io')).toBe(true);
    expect(globMatches('domain.*', 'domain.updated')).toBe(true);
    expect(globMatches('domain.*', 'subdomain.updated')).toBe(false);
  });
});
