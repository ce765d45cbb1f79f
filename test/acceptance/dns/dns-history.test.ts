import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaApplies } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const day = 86_400_000;
const apply = async (text: string) => {
  await product.command('U0ANA', 'C0OPS', text);
  const plan = await withButton(product, 'U0ANA', 'Apply');
  await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
  return product.until(
    () => product.messages('U0ANA').find(({ ts, blocks }) => ts === plan.ts && textOf({ blocks }).includes('Done.')),
    'the outcome',
  );
};
const behindTheBack = (add: object) => product.act({ do: 'change-record', zone: 'acme-mail.com', add });
const answer = async (text: string, sign: string | RegExp) => {
  await product.command('U0VERA', 'C0OPS', text);
  return textOf(await saying(product, 'C0OPS', sign, 'U0VERA'));
};

describe('looking back at a zone', () => {
  it('tells who changed what and why, and what changed outside this app', async () => {
    await apply('dns add acme-mail.com TXT _verify "token=abc" --reason "new analytics"');
    product.sandbox.clock.advance(day);
    await behindTheBack({ type: 'A', name: 'sneaky.acme-mail.com', content: '192.0.2.66', ttl: 300 });
    product.sandbox.clock.advance(day);
    await apply('dns add acme-mail.com TXT _second "token=def"');

    const history = await answer('dns history acme-mail.com', 'History of acme-mail.com');
    expect(history).toMatch(
      /_second[\s\S]*Changed outside this app[\s\S]*\+ sneaky\.acme-mail\.com A 192\.0\.2\.66[\s\S]*_verify[\s\S]*new analytics/,
    );
    expect(history).toContain('requested by <@U0ANA>');
  });

  it('knows what anybody was shown of it, whatever for', async () => {
    await answer('dns list acme-mail.com', 'record sets at Cloudflare');
    product.sandbox.clock.advance(day);
    await behindTheBack({ type: 'A', name: 'sneaky.acme-mail.com', content: '192.0.2.66', ttl: 300 });
    await answer('dns export acme-mail.com', 'as a zone file');
    product.sandbox.clock.advance(day);
    await behindTheBack({ type: 'A', name: 'other.acme-mail.com', content: '192.0.2.67', ttl: 300 });
    await answer('dns lint acme-mail.com', /acme-mail\.com: .*(found|error|warning|advice)/);
    const history = await answer('dns history acme-mail.com', 'History of acme-mail.com');
    expect(history).toMatch(
      /Changed outside[\s\S]*\+ other\.acme-mail\.com[\s\S]*Changed outside[\s\S]*\+ sneaky\.acme-mail\.com/,
    );
    const then = await answer('dns list acme-mail.com --at 1d', 'when somebody viewed it');
    expect(then).toContain('sneaky');
    expect(then).not.toContain('192.0.2.67');
  });

  it('lists of a plan that was written in part only that part', async () => {
    const { accountId } = sandboxCredentials.acme.cloudflareLogin;
    await product.sandbox.cloudflare.addZone({ name: 'tight.example', accountId, recordQuota: 204, records: [] });
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 403, operation: '/usage' });
    const lines = Array.from({ length: 205 }, (_, n) => `t${n} A 192.0.2.1`).join('\n');
    await product.command('U0ANA', 'C0OPS', `dns import tight.example --records "${lines}"`);
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await saying(product, 'U0ANA', '200 of 205 record sets as planned, 5 as before');
    const history = await answer('dns history tight.example', 'History of tight.example');
    expect(history).toContain('only part of it was written here');
    expect(history).toContain('and 191 more lines');
    expect(history).not.toContain('outside this app');
  });

  it('tells what LiteMail probably wrote for a request from what others changed before and after', async () => {
    const team = product.sandbox.litemail.team('T0ACME');
    const domainId = team.domains.find(({ domain }) => domain === 'getacme.co')?.id ?? '';
    const byHand = (id: string, value: string) => {
      const at = new Date(product.sandbox.clock.now()).toISOString();
      team.dns.push({ id, domainId, type: 'TXT', name: id, value, ttl: 300, priority: null, createdAt: at });
    };
    const looks = async (saw: string) => {
      await answer('dns list getacme.co', saw);
      product.sandbox.clock.advance(day);
    };
    await looks('record sets at LiteMail');
    byHand('early', 'one');
    await looks('early');
    await product.command('U0ANA', 'C0OPS', 'domains dmarc getacme.co new-dmarc@acme-mail.com');
    await anaApplies(product, 'DMARC record of getacme.co');
    const done = textOf(await saying(product, 'U0ANA', 'reports go to new-dmarc@acme-mail.com.'));
    await looks('new-dmarc@acme-mail.com');
    byHand('late', 'two');
    await looks('late');

    const history = await answer('dns history getacme.co', 'History of getacme.co');
    const id = /r-[a-z0-9]+/.exec(done)?.[0];
    expect(history.match(/Changed outside this app\*/g)).toHaveLength(2);
    expect(history).toMatch(
      /outside this app\*[^+]*\+ late[\s\S]*Probably by LiteMail, for `r-\w+` \(domains dmarc, requested by <@U0ANA>\)[\s\S]*new-dmarc[\s\S]*outside this app\*[^+]*\+ early/,
    );
    expect(history).toContain(`for \`${id}\``);
  });

  it('compares then with now, and says which reading stands for then', async () => {
    await apply('dns add acme-mail.com TXT _verify "token=abc"');
    product.sandbox.clock.advance(10 * day);
    await behindTheBack({ type: 'A', name: 'sneaky.acme-mail.com', content: '192.0.2.66', ttl: 300 });
    const diff = await answer('dns diff acme-mail.com 5d', 'differ');
    expect(diff).toContain('+ sneaky.acme-mail.com A 192.0.2.66');
    expect(diff).not.toContain('_verify');
    expect(diff).toMatch(/From this app’s snapshot of .*right after request .*latest one/s);
  });

  it('compares no two moments the wrong way round, and says how it is asked', async () => {
    const told = await answer('dns diff acme-mail.com 1d --until 7d', 'Until (7d) is before Since (1d).');
    expect(told).toContain('/litemail dns diff acme-mail.com 7d --until 1d');
  });

  it('shows the records as they were, and that what happened in between is not known', async () => {
    await apply('dns add acme-mail.com TXT _verify "token=abc"');
    product.sandbox.clock.advance(10 * day);
    await behindTheBack({ type: 'A', name: 'sneaky.acme-mail.com', content: '192.0.2.66', ttl: 300 });
    await apply('dns add acme-mail.com TXT _second "token=def"');
    const list = await answer('dns list acme-mail.com --at 5d', 'record sets at Cloudflare');
    expect(list).toContain('token=abc');
    expect(list).not.toContain('token=def');
    expect(list).toContain('when they changed in between is unknown');
  });

  it('says so when the zone had not been read by then', async () => {
    await answer('dns list acme-mail.com --at 2026-01-01', 'There is no snapshot of acme-mail.com from before then');
    await apply('dns add acme-mail.com TXT _verify "token=abc"');
    const diff = await answer('dns diff acme-mail.com 30d', 'There is no snapshot from before then');
    expect(diff).toMatch(/\+ _verify[\s\S]*first snapshot of .*for a plan/);
    await answer('dns diff acme-mail.com 30x', 'is not a time this app understands');
  });
});

describe('a team that wants to see on a record where it came from', () => {
  it('gets the request and the person as a comment on what is written, and nothing else', async () => {
    await product.command('U0ADA', 'C0OPS', 'setup comments on');
    await saying(product, 'C0OPS', 'Each record that the app writes', 'U0ADA');
    const card = await apply('dns add acme-mail.com TXT _verify "token=abc"');
    expect(textOf(card)).toContain('(TTL auto, comment "lm:<this request> @Ana Ruiz")');
    const id = /r-[a-z0-9]+/.exec(textOf(card))?.[0];
    const records = product.sandbox.cloudflare.records('acme-mail.com');
    expect(records.filter(({ comment }) => comment?.startsWith('lm:'))).toMatchObject([
      { name: '_verify.acme-mail.com', comment: `lm:${id} @Ana Ruiz` },
    ]);
  });

  it('gets a value that was deleted back with the comment that it had, beside one of the same request', async () => {
    await product.command('U0ADA', 'C0OPS', 'setup comments on');
    await saying(product, 'C0OPS', 'Each record that the app writes', 'U0ADA');
    await apply('dns import acme-mail.com --records "api 300 IN A 192.0.2.1\napi 300 IN A 192.0.2.2"');
    const rows = () =>
      product.sandbox.cloudflare
        .records('acme-mail.com')
        .flatMap(({ name, content, comment }) => (name === 'api.acme-mail.com' ? [`${content} ${comment}`] : []))
        .toSorted();
    const before = rows();
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com A api 192.0.2.2');
    const { ts } = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
    const done = await saying(product, 'C0APPROVE', 'Done.');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: done.ts, label: 'Undo' });
    const undo = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'U0ANA', ts: undo.ts, label: 'Apply' });
    await product.until(() => rows().length === 2, 'the undo');
    expect(rows()).toEqual(before);
    expect(before.filter((row) => /lm:r-\w+ @Ana Ruiz$/.test(row))).toHaveLength(2);
  });
});
