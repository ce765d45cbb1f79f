import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { add, remove, rows, set, startVerdicts, type Verdicts } from './mail-impacts.ts';

let at: Verdicts;
beforeAll(async () => {
  at = await startVerdicts();
});
afterAll(() => at.stop());
const verdict: Verdicts['verdict'] = (...given) => at.verdict(...given);

const zone = (spf: string, policy = 'none') =>
  rows(
    ['MX', 'who.net', 'mx1.litemail.example', 10],
    ['TXT', 'who.net', spf],
    ['TXT', '_dmarc.who.net', `v=DMARC1; p=${policy}`],
  );
const spfTo = (from: string, to: string, policy = 'none') =>
  verdict('who.net', zone(from, policy), set('TXT', '@', to));
const some = 'v=spf1 include:_spf.litemail.example ~all';

describe('a verdict on who may send', () => {
  it('says when nobody may any more, and when somebody may again', async () => {
    expect(await spfTo(some, 'v=spf1 -all')).toContain('SPF 1 → 0 lookups: no server may send any more');
    expect(await spfTo('v=spf1 ip4:192.0.2.1 -all', 'v=spf1 -all')).toContain(
      'SPF (0 lookups): no server may send any more',
    );
    expect(await spfTo('v=spf1 -all', some)).toContain('SPF 0 → 1 lookups: only servers that it lists may send');
  });

  it('says when every server in the world may, and that forged mail passes then', async () => {
    expect(await spfTo(some, 'v=spf1 +all', 'reject')).toEqual([
      'SPF 1 → 0 lookups: every server in the world passes',
      'DMARC reject: mail of its own can pass, and so can forged mail: SPF lets every server send',
    ]);
    const open = zone('v=spf1 +all');
    expect(await verdict('who.net', open, set('TXT', '_dmarc', 'v=DMARC1; p=reject'))).toEqual([
      'DMARC none → reject: mail of its own can pass, and so can forged mail: SPF lets every server send',
    ]);
    expect(await verdict('who.net', open, add('A', 'www', '192.0.2.1'))).toEqual([
      'As before: SPF 0 lookups (every server passes), DKIM 0 keys, DMARC none, MX 1 server',
    ]);
  });

  it('sees it through an include too', async () => {
    const deep = [...zone(some), ...rows(['TXT', 'all.who.net', 'v=spf1 +all'])];
    const lines = await verdict('who.net', deep, set('TXT', '@', 'v=spf1 include:all.who.net -all'));
    expect(lines).toContain('SPF (1 lookup): every server in the world passes');
  });

  it('has no line for lookups that find nothing as long as they are few', async () => {
    expect(await verdict('who.net', zone('v=spf1 mx ~all'), remove('MX', '@'))).toEqual([
      'MX 1 → 0 servers: mail cannot be delivered',
    ]);
  });
});
