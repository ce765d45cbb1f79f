import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { allReceived, received } from '../helpers/received.ts';
import { textOf } from '../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves, kept } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const contents = (type: string, name = 'acme-mail.com') =>
  product.sandbox.cloudflare
    .records('acme-mail.com')
    .filter((record) => record.type === type && record.name === name)
    .map(({ content }) => String(content).replaceAll('"', ''));
const spf = () => contents('TXT').filter((text) => text.startsWith('v=spf1'));
const inUse = () => {
  const domain = kept(product, 'acme-mail.com');
  domain.forwardTo = 'https://acme.com';
  domain.catchAllEmail = 'all@acme.com';
  return domain;
};

describe('retiring a domain', () => {
  it('is one plan that somebody else approves; each step is told, and Undo says what it cannot bring back', async () => {
    const domain = inUse();
    const [mx, policy] = [contents('MX'), spf()];
    const card = await anaAsks(product, 'domains retire acme-mail.com');
    expect(textOf(card)).toMatch(/Retire acme-mail\.com[\s\S]*High risk/);
    expect(textOf(card)).toContain('The undo restores the DNS records, but nothing at LiteMail.');
    expect(textOf(card)).toContain('Left to you: the tag “retired” in LiteMail’s dashboard');
    expect(textOf(card)).not.toContain('+ tag');
    expect(product.sandbox.cloudflare.batches()).toEqual([]);

    const done = await boApproves(product, card, 'is parked and retired');
    expect(done).toContain('Approved by <@U0BO>');
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
    expect([contents('MX'), spf()]).toEqual([['.'], ['v=spf1 -all']]);
    expect(contents('TXT', '_dmarc.acme-mail.com')).toEqual([
      'v=DMARC1; p=reject; sp=reject; np=reject; rua=mailto:dmarc@acme-mail.com',
    ]);
    expect([domain.forwardTo, domain.catchAllEmail]).toEqual([null, null]);
    expect(allReceived(product, 'removeMailbox').map(({ params }) => params.id)).toEqual([
      'cmgmb01',
      'cmgmb02',
      'cmgmb03',
    ]);
    expect(received(product, 'createTag').body).toEqual({ name: 'retired' });
    for (const said of [
      'Visitor forwarding of acme-mail.com is off',
      'The catch-all of acme-mail.com is off',
      'Removed at the next renewal: ana@acme-mail.com, bo@acme-mail.com',
      'put the tag “retired” (made just now) on acme-mail.com in LiteMail’s dashboard',
    ])
      expect(done).toContain(said);

    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    const back = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(back)).toMatch(
      /Undo r-\w+ \(Retire acme-mail\.com\)[\s\S]*nothing at LiteMail[\s\S]*visitors went to https:\/\/acme\.com/,
    );
    await product.press('U0BO', { channel: 'C0APPROVE', ts: back.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'Undone by');
    expect([contents('MX').sort(), spf()]).toEqual([mx.sort(), policy]);
    expect(domain.forwardTo).toBeNull();
  });

  it('tells which step LiteMail refused, goes on with the others, and still offers Undo', async () => {
    inUse();
    const card = await anaAsks(product, 'domains retire acme-mail.com');
    await product.act({
      do: 'fault',
      api: 'litemail',
      kind: 'status',
      status: 400,
      operation: 'catch-all',
    });
    const said = await boApproves(product, card, 'steps at LiteMail failed');
    expect(said).toContain('is parked, but 1 of 6 steps at LiteMail failed');
    expect(said).toContain('Visitor forwarding of acme-mail.com is off');
    expect(contents('MX')).toEqual(['.']);
    expect(allReceived(product, 'removeMailbox')).toHaveLength(3);
    await withButton(product, 'C0APPROVE', 'Undo');
  });

  it('is refused as a whole when records or settings changed after somebody saw the plan', async () => {
    const domain = inUse();
    const first = await anaAsks(product, 'domains retire acme-mail.com');
    domain.catchAllEmail = 'other@acme.com';
    expect(await boApproves(product, first, 'Refused, nothing was written')).toContain('at LiteMail changed');
    const second = await anaAsks(product, 'domains retire acme-mail.com');
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      add: { type: 'MX', name: '@', content: 'mx.new.example', priority: 5, ttl: 300 },
    });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: second.ts, label: 'Approve' });
    await product.until(() =>
      textOf(product.messages('C0APPROVE').find(({ ts }) => ts === second.ts)).includes('Refused, nothing was written'),
    );
    expect(allReceived(product, 'removeMailbox')).toEqual([]);
    expect(domain.catchAllEmail).toBe('other@acme.com');
  });

  it('takes whole domains only', async () => {
    await anaReads(product, 'domains retire www.acme-mail.com', 'only a whole domain can be retired');
  });
});
