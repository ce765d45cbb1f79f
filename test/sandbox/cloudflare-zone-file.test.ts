import { expect, test } from 'vitest';
import { cloudflare } from './cloudflare-helpers.ts';

function upload(text: string, proxied?: string): FormData {
  const form = new FormData();
  form.set('file', new Blob([text], { type: 'text/plain' }), 'zone.txt');
  if (proxied) form.set('proxied', proxied);
  return form;
}

const bare = ({ type, name, content, ttl, proxied, comment, tags, priority }: Record<string, unknown>) =>
  JSON.stringify({ type, name, content, ttl, proxied, comment, tags, priority });

test('the export is BIND text, with comment, tags and proxy as Cloudflare writes them', async () => {
  const { call, records } = await cloudflare();
  const { json: text, headers } = await call('GET', `${records('acme-outreach.net')}/export`);
  expect(headers.get('content-type')).toContain('text/plain');
  expect(text).toContain(';; Domain:     acme-outreach.net.');
  expect(text).toContain(
    'acme-outreach.net.\t1\tIN\tA\t198.51.100.40 ; landing page cf_tags=team:growth,env:production,cf-proxied:true',
  );
  expect(text).toContain('acme-outreach.net.\t3600\tIN\tMX\t10 mx1.litemail.example. ; cf_tags=team:mail,critical');
  expect(text).toContain(
    '_dmarc.acme-outreach.net.\t3600\tIN\tTXT\t"v=DMARC1; p=reject; rua=mailto:dmarc@acme-mail.com"',
  );
});

test.each(['acme-mail.com', 'acme-outreach.net', 'bücher-post.de'])(
  'an emptied %s gets everything back from its export',
  async (zone) => {
    const { call, standIn } = await cloudflare();
    const id = standIn.zones().find(({ name }) => name === new URL(`http://${zone}`).hostname)?.id ?? '';
    const path = `/zones/${id}/dns_records`;
    const before = standIn.records(id);
    const { json: text } = await call('GET', `${path}/export`);
    const last = (type: string) => (type === 'NS' ? 1 : 0);
    const deletes = before.toSorted((x, y) => last(x.type) - last(y.type)).map((record) => ({ id: record.id }));
    expect((await call('POST', `${path}/batch`, { deletes })).codes).toEqual([]);
    const imported = await call('POST', `${path}/import`, upload(withNsFirst(text)));
    expect(imported.result).toEqual({ recs_added: before.length, total_records_parsed: before.length });
    // A file has only one way to write TXT: quoted.
    const plain = (rows: typeof before) =>
      rows.map((row) =>
        bare({ ...row, content: row.type === 'TXT' ? row.content.replace(/^"|"$/g, '') : row.content }),
      );
    expect(plain(standIn.records(id)).sort()).toEqual(plain(before).sort());
  },
);

/** An export lists DS before NS; importing needs the delegation first. */
function withNsFirst(text: string): string {
  const lines = text.split('\n');
  const ns = (line: string) => /\tIN\tNS\t/.test(line);
  return [...lines.filter(ns), ...lines.filter((line) => !ns(line))].join('\n');
}

test('the traps of zone files are understood', async () => {
  const { call, records, standIn } = await cloudflare();
  const file = `$ORIGIN outbound-labs.io.
$TTL 2h
@ IN SOA ns1 admin ( 1 2 3
  4 5 )
      IN NS ns1.cloudflare.example.
host  300 in a 192.0.2.8 ; a remark
      IN TXT ( "part one "
               "part two" )
big   IN 1h30m TXT plain
_443._tcp.host TLSA 3 1 1 ( 0123456789abcdef
   0123456789abcdef )
svc HTTPS 1 . alpn="h3,h2" ipv4hint=192.0.2.1
$ORIGIN sub
deep CNAME target
$GENERATE 1-3 gen$ A 192.0.2.$
`;
  const before = standIn.records('outbound-labs.io').length;
  const { result, codes } = await call('POST', `${records('outbound-labs.io')}/import`, upload(file));
  expect(codes).toEqual([]);
  expect(result).toEqual({ recs_added: 9, total_records_parsed: 9 });
  const added = standIn.records('outbound-labs.io').slice(before);
  expect(added.map(({ name, type, content, ttl, comment }) => [name, type, content, ttl, comment])).toEqual([
    ['host.outbound-labs.io', 'A', '192.0.2.8', 300, 'a remark'],
    ['host.outbound-labs.io', 'TXT', '"part one " "part two"', 7200, null],
    ['big.outbound-labs.io', 'TXT', '"plain"', 5400, null],
    ['_443._tcp.host.outbound-labs.io', 'TLSA', '3 1 1 0123456789abcdef0123456789abcdef', 7200, null],
    ['svc.outbound-labs.io', 'HTTPS', '1 . alpn="h3,h2" ipv4hint=192.0.2.1', 7200, null],
    ['deep.sub.outbound-labs.io', 'CNAME', 'target.sub.outbound-labs.io', 7200, null],
    ['gen1.sub.outbound-labs.io', 'A', '192.0.2.1', 7200, null],
    ['gen2.sub.outbound-labs.io', 'A', '192.0.2.2', 7200, null],
    ['gen3.sub.outbound-labs.io', 'A', '192.0.2.3', 7200, null],
  ]);
});

test('what exists is passed over, what cannot be is refused with its line, and nothing is added then', async () => {
  const { call, records, standIn, clock } = await cloudflare();
  const path = `${records('outbound-labs.io')}/import`;
  const again = await call('POST', path, upload('@ 300 IN A 198.51.100.30\nnew 300 IN A 192.0.2.9', 'true'));
  expect(again.result).toEqual({ recs_added: 1, total_records_parsed: 2 });
  expect(standIn.records('outbound-labs.io').at(-1)).toMatchObject({ proxied: true, ttl: 1 });
  const refused = await call('POST', path, upload('ok 300 IN A 192.0.2.9\n$INCLUDE other.zone'));
  expect(refused.json.errors[0].message).toContain('line 2: $INCLUDE');
  expect((await call('POST', path, upload('ok 300 IN A 192.0.2.9\nbad 300 IN A no'))).codes).toEqual([9005]);
  expect(standIn.records('outbound-labs.io')).toHaveLength(6);
  const fourth = await call('POST', path, upload('x A 192.0.2.1'));
  expect([fourth.status, fourth.codes]).toEqual([429, [10429]]);
  clock.advance(60_000);
  expect((await call('POST', path, upload(`; ${'x'.repeat(256 * 1024)}`))).codes).toEqual([1004]);
});
