import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';
import { anaReads, kept, veraReads } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
  await product.sandbox.cloudflare.seedZones(3, { records: 6 });
});
afterEach(() => product.stop());

/** Ana's plan for a record of this value. */
async function planned(line: string, value: string): Promise<string> {
  await product.command('U0ANA', 'C0OPS', `dns add ${line}`);
  return textOf(await saying(product, 'U0ANA', `TXT ${value} `));
}

describe('the domains that a command is for', () => {
  it('are told by a tag of LiteMail, without a domain before the record', async () => {
    expect(await planned('--tag warm TXT @ "proof=1"', 'proof=1')).toContain('Add TXT of acme-mail.com');
    kept(product, 'getacme.co').tags.push('cmgtag01');
    const both = await planned('TXT @ "proof=2" --tag Warm', 'proof=2');
    expect(both).toContain('of 2 zones');
    expect(both).toContain('getacme.co');
  });

  it('are narrowed by a tag where a pattern is typed too', async () => {
    kept(product, 'acme-outreach.net').tags.push('cmgtag02');
    expect(await planned('acme-* TXT @ "proof=1" --tag warm', 'proof=1')).toContain('Add TXT of acme-mail.com');
    await anaReads(product, 'dns add lab-* TXT @ x --tag warm', /No domain is left: of lab-0001.*none has the tag/);
  });

  it('are all of them, all of a workspace, or those that LiteMail does not have yet', async () => {
    const all = await planned('--all TXT @ "proof=1" --except acme-*,*.de', 'proof=1');
    expect(all).toContain('lab-0001.example');
    expect(all).not.toContain('acme-mail.com');
    const rest = await planned('TXT @ "proof=2" --not-connected --except xn--*', 'proof=2');
    expect(rest).toContain('lab-0001.example');
    expect(rest).not.toContain('acme-mail.com');
    const [workspace] = product.sandbox.litemail.team('T0ACME').workspaces;
    const own = await planned(`TXT @ "proof=3" --workspace "${workspace?.name}" --except xn--*`, 'proof=3');
    expect(own).toContain('acme-mail.com');
    expect(own).not.toContain('lab-0001.example');
  });

  it('are refused where nothing is said, too much, or a name that is not there', async () => {
    await anaReads(product, 'dns add acme-mail.com TXT @ x --all', 'either domains or `--all`');
    await anaReads(product, 'dns add TXT @ x --tag wram', /no tag “wram”.\s+Did you mean `warm`/);
    await anaReads(product, 'dns add TXT @ x --workspace Nowhere', 'LiteMail has no workspace “Nowhere”');
    await anaReads(product, 'dns add acme-mial.com TXT @ x --domains acme-go.com', 'Did you mean `acme-mail.com`');
    await anaReads(product, 'dns add acme-mial* TXT @ x', 'Did you mean');
    await anaReads(product, 'dns export acme-*', 'may stand for several domains; this takes one');
    expect(product.messages('U0ANA')).toEqual([]);
  });

  it('are several for those that look at records: the worst domain first', async () => {
    await product.act({
      do: 'change-record',
      zone: 'lab-0003.example',
      add: { type: 'TXT', name: 'lab-0003.example', content: '"v=spf1 -all"', ttl: 300 },
    });
    const text = await veraReads(product, 'dns lint lab-*', '3 domains: ');
    expect(text).toContain('lab-0003.example has 2 SPF records');
    expect(text.indexOf('lab-0003.example')).toBeLessThan(text.indexOf('lab-0002.example'));
    await veraReads(product, 'dns lint acme-* getacme.co', /5 domains: /);
    const list = await veraReads(product, 'dns list lab-* TXT @', /records in 3 domains of 3/);
    expect(list).toContain('lab-0003.example');
    await veraReads(product, 'dns list --all --contains nothing-like-it', /None of the \d+ domains has such records/);
  });

  it('come from a file in the form as well', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add');
    const form = textOf(await product.until(() => product.views('U0ANA')[0], 'the form'));
    for (const label of ['Domain', 'More domains', 'Tag', 'Workspace', 'All domains', 'Not connected', 'Except'])
      expect(form).toContain(label);
  });
});

describe('the same selection at LiteMail', () => {
  it('shows what LiteMail says of many domains, and its mailboxes and name servers', async () => {
    const text = await veraReads(product, 'domains check acme-* getacme.co', /LiteMail says that \d of 3 domains/);
    for (const name of ['acme-mail.com', 'acme-outreach.net', 'getacme.co']) expect(text).toContain(name);
    expect(await veraReads(product, 'mailboxes list acme-*', '5 mailboxes')).not.toContain('@getacme.co');
    await veraReads(product, 'mailboxes list --tag warm', '3 mailboxes');
  });

  it('shows the name servers and the warmup of those that are chosen', async () => {
    await veraReads(product, 'domains verify --tag warm', 'of 1 domain');
    await veraReads(product, 'domains list acme-*', '2 domains at LiteMail');
    await veraReads(product, 'domains list --tag warm --status ACTIVE', '1 domain at LiteMail');
    await veraReads(product, 'domains verify acme-*', 'of 2 domains');
    await veraReads(product, 'mailboxes warmup --domains getacme.co', /armup/);
  });

  it('connects all that are not connected yet, those of a pattern, and says when there is none', async () => {
    await anaReads(product, 'domains connect --not-connected --except nothing-*', 'excludes none of the selected');
    await anaReads(product, 'domains connect nothing-*', 'LiteMail sees no zone nothing-* at Cloudflare');
    await anaReads(product, 'domains connect lab-*', 'Connecting 3 domains');
    await anaReads(product, 'domains connect --all', /domains connected|Connecting \d+ domains/);
    await anaReads(product, 'domains connect --not-connected', /Connecting \d+ domain/);
  });

  it('runs a placement test on all mailboxes of the domains', async () => {
    await product.command('U0ANA', 'C0OPS', 'placement run "By tag" --tag warm');
    const card = textOf(await saying(product, 'C0APPROVE', 'By tag'));
    expect(card).toContain('with 3 mailboxes');
    await anaReads(product, 'placement run "None" --domains bücher-post.de', 'There is no mailbox on bücher-post.de');
    await anaReads(product, 'placement run "Nobody" --tag parked', /No domain is left.*none has the tag “parked”/);
  });

  it('names the nearest where a domain is not there', async () => {
    await veraReads(
      product,
      'domains check acme-mial.com acme-outreach.net',
      /no domain acme-mial\.com[\s\S]*Did you mean `acme-mail\.com`/,
    );
    await veraReads(product, 'domains show acme-*', 'may stand for several domains; this takes one');
  });
});
