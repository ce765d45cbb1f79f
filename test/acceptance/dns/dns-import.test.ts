import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { boApproves } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const contents = (zone: string, type: string) =>
  product.sandbox.cloudflare
    .records(zone)
    .filter((record) => record.type === type)
    .map(({ name, content }) => `${name} ${content}`);
const openForm = async (text = 'dns import acme-go.com') => {
  await product.command('U0ANA', 'C0OPS', text);
  return product.until(() => product.views('U0ANA')[0], 'the form');
};
const applyPlan = async () => {
  const plan = await withButton(product, 'U0ANA', 'Apply');
  await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
  return product.until(
    () => product.messages('U0ANA').find((one) => one.ts === plan.ts && textOf(one).includes('Done.')),
    'the outcome',
  );
};

describe('importing records', () => {
  it('asks for them in a form with one text field for them, and a file field beside it', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    const view = await openForm();
    const inputs = view.blocks.filter(({ type }) => type === 'input') as unknown as {
      label: { text: string };
      element: { type: string; initial_value?: string };
    }[];
    const named = inputs.filter(({ label }) => /records|zone|file/i.test(label.text));
    expect(named.map(({ label, element }) => [label.text, element.type])).toEqual([
      ['Records', 'plain_text_input'],
      ['Records as a file', 'file_input'],
    ]);
    expect(inputs[0]?.element.initial_value).toBe('acme-go.com');
  });

  it('makes a plan of them, and writes it in one batch once it is approved, because mail goes elsewhere', async () => {
    await openForm();
    await product.submit('U0ANA', {
      Records: '$TTL 3600\n@ IN MX 10 mx.example.net.\nwww 300 in a 192.0.2.7\n@ IN SOA ns. root. 1 2 3 4 5\n',
    });
    const plan = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(plan)).toMatch(/\+ acme-go\.com MX 10 mx\.example\.net/);
    expect(textOf(plan)).toContain('Line 4 was skipped: the SOA record');
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
    await boApproves(product, plan, 'Done.');
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
    expect(contents('acme-go.com', 'A')).toContain('www.acme-go.com 192.0.2.7');
  });

  it('has a word about what it adds, not about lines of the exporter that it leaves out', async () => {
    await openForm();
    const servers = Array.from({ length: 9 }, (_, at) => `@ 172800 IN NS ns${at}.dns.example.`);
    await product.submit('U0ANA', {
      Records: [
        'acme-go.com\t3600\tIN\tSOA\tada.ns.cloudflare.com. dns.cloudflare.com. 1 2 3 4 5',
        ...servers,
        '_sip._tls.@\t3600\tIN\tSRV\t100\t1\t443\tsipdir.online.lync.com.',
        'shop 600 IN CNAME shops.example.com',
      ].join('\n'),
    });
    const plan = textOf(await withButton(product, 'U0ANA', 'Apply'));
    expect(plan).toContain('_sip._tls.acme-go.com SRV 100 1 443 sipdir.online.lync.com');
    expect(plan).toContain('Line 12: shops.example.com has no dot at its end');
    expect(plan).not.toMatch(/172800|acme-go\.com has no dot/);
  });

  it('takes a file in place of the text', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    await openForm();
    await product.submit('U0ANA', {
      'Records as a file': {
        name: 'acme.zone',
        content: 'txt IN TXT ( "one "\n  "two" ) ; a note cf_tags=cf-proxied:false\n',
      },
    });
    expect(textOf(await applyPlan())).toContain('one two');
  });

  it('takes a file of further domains', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    await openForm();
    await product.submit('U0ANA', {
      Records: 'm IN A 192.0.2.9',
      'More domains, uploaded': { name: 'domains.txt', content: 'acmehq.io\n\nacme-outreach.net\n' },
    });
    expect(textOf(await withButton(product, 'U0ANA', 'Apply'))).toContain('Add DNS records of 3 zones');
  });

  it('names every domain that is not there, and every zone that cannot take it', async () => {
    await product.command(
      'U0ANA',
      'C0OPS',
      'dns import acme-go.com --domains a.com,b.com --records "m IN A 192.0.2.9"',
    );
    await saying(product, 'C0OPS', 'connected for this team: a.com, b.com', 'U0ANA');
    await product.command(
      'U0ANA',
      'C0OPS',
      'dns import acme-go.com --domains acme-mail.com --records "app IN A 192.0.2.9"',
    );
    const told = textOf(await saying(product, 'C0OPS', '1 of 2 zones cannot take this', 'U0ANA'));
    expect(told).toMatch(/acme-mail\.com: .*CNAME[\s\S]*--except/);
  });

  it('offers no file field without the permission to read files, and says which one that is', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', remove: ['files:read'] });
    await openForm();
    const form = JSON.stringify(product.views('U0ANA')[0]);
    expect(form).not.toContain('file_input');
    expect(form).toContain('files:read');
  });

  it('keeps what was entered when the permission to read a file was taken away meanwhile', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    await openForm();
    await product.act({ do: 'scopes', team: 'T0ACME', remove: ['files:read'] });
    await product.submit('U0ANA', {
      Records: 'www IN A 192.0.2.7',
      Reason: 'new host',
      'More domains, uploaded': { name: 'domains.txt', content: 'acmehq.io' },
    });
    const refused = await saying(product, 'C0OPS', 'files:read', 'U0ANA');
    await product.press('U0ANA', { channel: 'C0OPS', ts: refused.ts, label: 'Edit' });
    const again = JSON.stringify(await product.until(() => product.views('U0ANA')[0], 'the form'));
    expect(again).toContain('www IN A 192.0.2.7');
    expect(again).toContain('new host');
    expect(again).not.toContain('file_input');
  });

  it('refuses a file as a whole, naming the line', async () => {
    await openForm();
    await product.submit('U0ANA', { Records: 'www IN A 192.0.2.7\n\nbad IN A 300.1.1.1' });
    const refused = await saying(product, 'C0OPS', 'Line 3', 'U0ANA');
    expect(textOf(refused)).toContain('IPv4');
    expect(product.messages('U0ANA')).toEqual([]);
    await product.press('U0ANA', { channel: 'C0OPS', ts: refused.ts, label: 'Edit' });
    const again = await product.until(() => product.views('U0ANA')[0], 'the form');
    expect(JSON.stringify(again.blocks)).toContain('www IN A 192.0.2.7\\n\\nbad IN A 300.1.1.1');
    await product.submit('U0ANA', { Records: 'www IN A 192.0.2.7' });
    expect(textOf(await withButton(product, 'U0ANA', 'Apply'))).toContain('192.0.2.7');
  });

  it('gives back a file that was refused, so that it need not be given again', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    await openForm('dns import acme-nowhere.com');
    await product.submit('U0ANA', { 'Records as a file': { name: 'a.zone', content: 'www IN A 192.0.2.7\n' } });
    const refused = await saying(product, 'C0OPS', 'acme-nowhere.com is not one of the zones', 'U0ANA');
    await product.press('U0ANA', { channel: 'C0OPS', ts: refused.ts, label: 'Edit' });
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await product.submit('U0ANA', { Domain: 'acme-go.com' });
    expect(textOf(await withButton(product, 'U0ANA', 'Apply'))).toContain('192.0.2.7');
  });

  it('asks which is meant when there are lines in the text field and in a file', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    await openForm();
    const file = { name: 'a.zone', content: 'www IN A 192.0.2.8\n' };
    const { errors } = await product.submit('U0ANA', { Records: 'www IN A 192.0.2.7', 'Records as a file': file });
    expect(errors).toEqual({ 'records.file': expect.stringContaining('Clear it, or remove this file') });
    await product.submit('U0ANA', { Records: '', 'Records as a file': file });
    expect(textOf(await withButton(product, 'U0ANA', 'Apply'))).toContain('192.0.2.8');
  });

  it('asks somebody else where it replaces what is there', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns import acme-go.com --records "www IN A 192.0.2.7" --replace');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toMatch(/- acme-go\.com/);
  });

  it('says what stays even then, because nothing here may touch it', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns import acmehq.io --records "www IN A 192.0.2.7" --replace');
    const card = textOf(await withButton(product, 'C0APPROVE', 'Approve'));
    expect(card).toContain('Not deleted from acmehq.io: @ MX (managed by Cloudflare), @ TXT (managed by Cloudflare).');
  });

  it.each(['', ' --replace'])('takes back what was exported%s, and finds nothing to do', async (replace) => {
    await product.command('U0ANA', 'C0OPS', 'dns export acme-mail.com');
    const message = await product.until(() => product.messages('U0ANA').find((one) => 'files' in one), 'the file');
    const { id } = (message as unknown as { files: { id: string }[] }).files[0] ?? { id: '' };
    const answer = await fetch(`${product.url}/sandbox/control?read=file&file=${id}`);
    const { content } = (await answer.json()) as { content: string };
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    await openForm(`dns import acme-mail.com${replace}`);
    await product.submit('U0ANA', { 'Records as a file': { name: 'acme-mail.com.zone', content } });
    await saying(product, 'C0OPS', 'Nothing to do', 'U0ANA');
  });
});

describe('templates', () => {
  const save = async (text = '_dmarc TXT "v=DMARC1; p=none; rua=mailto:{{inbox=dmarc}}@{{domain}}"') => {
    await product.command('U0ANA', 'C0OPS', 'templates save cold-mail');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await product.submit('U0ANA', { Records: text });
  };

  it('are saved with gaps, listed, shown, and filled in for several domains in one plan', async () => {
    await save('m{{number}} IN A 192.0.2.9');
    await saying(product, 'U0ANA', 'Done.');
    await product.command('U0VERA', 'C0OPS', 'templates list');
    await saying(product, 'C0OPS', /cold-mail[\s\S]*number/, 'U0VERA');
    await product.command('U0VERA', 'C0OPS', 'templates show cold-mail');
    await saying(product, 'C0OPS', 'm{{number}} IN A 192.0.2.9', 'U0VERA');

    await product.command('U0ANA', 'C0OPS', 'dns import acme-go.com --template cold-mail');
    await saying(product, 'C0OPS', 'needs a value for number', 'U0ANA');
    await product.command(
      'U0ANA',
      'C0OPS',
      'dns import acme-go.com --template cold-mail --values number=7 --domains acmehq.io,acme-outreach.net',
    );
    const plan = await applyPlan();
    expect(textOf(plan)).toMatch(/3 zones get the same change[\s\S]*\+ m7 A 192\.0\.2\.9/);
    for (const zone of ['acme-go.com', 'acmehq.io', 'acme-outreach.net'])
      expect(contents(zone, 'A')).toContain(`m7.${zone} 192.0.2.9`);
  });

  it('take several values in one word, as help says it', async () => {
    await save('{{selector}}._domainkey TXT "v=DKIM1; p={{key}}"');
    await saying(product, 'U0ANA', 'Done.');
    const line = 'dns import acme-go.com --template cold-mail --values selector=s9,key=abc';
    await product.command('U0ANA', 'C0OPS', line);
    const plan = await withButton(product, 'U0ANA', 'Apply');
    expect(textOf(plan)).toContain('+ s9._domainkey.acme-go.com TXT v=DKIM1; p=abc');
  });

  it('of the same name are replaced only when somebody else agrees, and so deleted', async () => {
    await save();
    await saying(product, 'U0ANA', 'Done.');
    await save('@ MX 10 {{server}}');
    const replace = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(replace)).toMatch(/- _dmarc TXT[\s\S]*\+ @ MX 10 \{\{server\}\}/);
    await product.press('U0BO', { channel: 'C0APPROVE', ts: replace.ts, label: 'Approve' });
    const done = await saying(product, 'C0APPROVE', 'Done.');
    expect(labels(done)).toEqual([]);
    await product.command('U0ANA', 'C0OPS', 'templates delete cold-mail');
    const gone = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: gone.ts, label: 'Approve' });
    await product.until(async () => (await product.app.stores.templates.list('T0ACME')).length === 0, 'no template');
  });

  it('with a gap that is none are refused with what to write', async () => {
    await save('@ MX 10 {{server');
    await saying(product, 'C0OPS', 'does not belong to a placeholder', 'U0ANA');
  });
});
