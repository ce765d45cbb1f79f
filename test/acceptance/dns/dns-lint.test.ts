import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { saying } from '../../helpers/look.ts';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';

let product: Product;
afterEach(() => product.stop());

/** What the caller is answered, and the rows of the table in it. */
async function lint(domain: string, user = 'U0VERA') {
  const answers = () => product.messages('C0OPS', { user }).filter((each) => each.ephemeral);
  const before = answers().length;
  await product.command(user, 'C0OPS', `dns lint ${domain}`);
  const message = await product.until(() => answers()[before], 'an answer');
  if (!textOf(message).includes('so far')) return { text: textOf(message), rows: tableOf(message) };
  // On a busy machine live DNS comes later.
  const added = await product.until(() => answers()[before + 1], 'what live DNS added');
  const [head = [], ...rows] = tableOf(message);
  const still = rows.filter(([, , text = '']) => !textOf(added).includes(`No longer applies: ${text}`));
  return { text: textOf(added), rows: [head, ...still, ...tableOf(added).slice(1)] };
}

function tableOf(message: SeenMessage): string[][] {
  const table = (message.blocks ?? []).find((block) => (block as { type: string }).type === 'table');
  const rows = (table as { rows?: { text: string }[][] } | undefined)?.rows ?? [];
  return rows.map((row) => row.map(({ text }) => text));
}

const found = (rows: string[][], id: string) => rows.filter((row) => row[4] === id);

describe('dns lint', () => {
  it('shows a viewer what is wrong, the worst first, with what helps and the rule that says so', async () => {
    product = await startProduct();
    const { rows, text } = await lint('acme-outreach.net');
    expect(rows[0]).toEqual(['Severity', 'Record', 'What', 'Fix', 'Id', 'Rule']);
    const [weak] = found(rows, 'dkim-key');
    expect(weak?.[0]).toBe('warning');
    expect(weak?.[1]).toBe('lm1._domainkey TXT');
    expect(weak?.[2]).toContain('1024 bits');
    expect(weak?.[3]).toContain('2048-bit key');
    expect(weak?.[5]).toContain('RFC 6376');
    expect(text).not.toContain('Not known');
    const order = rows.slice(1).map(([severity = '']) => ['error', 'warning', 'advice'].indexOf(severity));
    expect(order).toEqual([...order].sort());
  });

  it('counts SPF lookups through everything that is included, in live DNS', async () => {
    product = await startProduct();
    expect(found((await lint('acme-mail.com')).rows, 'spf-lookups').map((row) => row[2])).toEqual([
      'SPF of acme-mail.com needs all 10 lookups that receivers make; one more and it fails.',
    ]);
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      add: { type: 'TXT', name: 'news', content: 'v=spf1 include:acme-mail.com include:gone.example.com -all' },
    });
    const texts = (await lint('acme-mail.com')).rows.map((row) => row[2]).join('\n');
    expect(texts).toContain('SPF of news.acme-mail.com needs 12 lookups');
    expect(texts).toContain('includes gone.example.com, which has no usable SPF record');
  });

  it('finds aliases and mail servers that lead nowhere', async () => {
    product = await startProduct();
    const add = (record: object) => product.act({ do: 'change-record', zone: 'acme-mail.com', add: record });
    await add({ type: 'CNAME', name: 'old', content: 'shop.gone-service.net' });
    await add({ type: 'MX', name: 'eu', content: 'mx.gone-service.net', priority: 10 });
    await add({ type: 'MX', name: 'us', content: 'autodiscover.outlook.com', priority: 10 });
    const { rows } = await lint('acme-mail.com', 'U0ANA');
    expect(found(rows, 'cname-dangling').map((row) => row[1])).toEqual(['old CNAME']);
    expect(found(rows, 'mx-dangling').map((row) => row[1])).toEqual(['eu MX']);
    expect(found(rows, 'mx-cname').map((row) => row[1])).toEqual(['us MX']);
  });

  it('tells a name that has nothing from one that somebody else could register', async () => {
    product = await startProduct();
    const add = (zone: string, record: object) => product.act({ do: 'change-record', zone, add: record });
    await add('outbound-labs.io', { type: 'MX', name: 'bounce', content: '.', priority: 0 });
    await add('outbound-labs.io', { type: 'A', name: 'a.empty', content: '192.0.2.1' });
    for (const name of ['bounce', 'empty', 'gone'])
      await add('acme-mail.com', { type: 'CNAME', name, content: `${name}.outbound-labs.io` });
    const rows = found((await lint('acme-mail.com')).rows, 'cname-dangling');
    expect(rows.map((row) => [row[1], row[2]?.includes('somebody else')])).toEqual([
      ['empty CNAME', false],
      ['gone CNAME', true],
    ]);
  });

  it('does not take silence for absence: with every resolver dead it says what is not known', async () => {
    product = await startProduct({ env: { DNS_SERVERS: '127.0.0.1:1' } });
    const { rows, text } = await lint('acme-mail.com');
    for (const id of ['cname-dangling', 'mx-dangling', 'spf-void-lookups']) expect(found(rows, id)).toEqual([]);
    expect(text).toContain('Unknown: no resolver answered (aspmx.l.google.com');
  });

  it('does not wait for a resolver that is silent: what it says of the zone comes first, and later what stays unknown', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    product = await startProduct({ env: { DNS_SERVERS: `127.0.0.1:${silent.address().port}` } });
    await product.command('U0VERA', 'C0OPS', 'dns lint acme-mail.com');
    const first = await saying(product, 'C0OPS', 'acme-mail.com: ', 'U0VERA');
    expect(textOf(first)).toMatch(/so far[\s\S]*Live DNS has not answered/);
    const later = () =>
      product.messages('C0OPS', { user: 'U0VERA' }).find((message) => textOf(message).includes('with live DNS'));
    const text = textOf(await asTimePasses(product, 10, later, 'what live DNS said'));
    expect(text).toContain('nothing new');
    expect(text).toContain('Unknown: no resolver answered');
  });

  it('refuses a domain that is not here', async () => {
    product = await startProduct();
    expect((await lint('nowhere.example.com')).text).toContain('not one of the zones');
  });

  it('works for a domain whose DNS LiteMail holds', async () => {
    product = await startProduct();
    expect((await lint('getacme.co')).text).toMatch(/^\*?getacme\.co: /);
  });
});
