import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
// LiteMail takes 200 calls a minute; nobody types all of this within one.
beforeEach(() => product.sandbox.clock.advance(10_000));
afterAll(() => product.stop());

/** Types it in #ops, as Slack sends it, and gives what only the person sees as the answer. */
async function told(user: string, text: string): Promise<string> {
  const seen = () => product.messages('C0OPS', { user }).filter((message) => message.ephemeral);
  const before = seen().length;
  await product.command(user, 'C0OPS', text, { raw: true });
  return textOf(await product.until(() => seen()[before], `an answer to ${text.slice(0, 80)}`));
}

/** Ana's plan in her direct message, for what she types. */
async function planned(text: string, says: string | RegExp): Promise<string> {
  await product.command('U0ANA', 'C0OPS', text, { raw: true });
  return textOf(await saying(product, 'U0ANA', says));
}

describe('what Slack makes of a text', () => {
  it('a report address that was typed in full keeps its mailto:', async () => {
    const card = await planned(
      'dns add acme-mail.com TXT _dmarc.go.acme-mail.com "v=DMARC1; p=none; rua=<mailto:d@x.example>,mailto:<mailto:e@x.example|e@x.example>"',
      '_dmarc.go',
    );
    expect(card).toContain('rua=mailto:d@x.example,mailto:e@x.example');
  });

  it('an address without a label is still the address of a mailbox', async () => {
    expect(await told('U0VERA', 'mailboxes show <mailto:ana@acme-mail.com>')).toContain('Ana Ruiz');
  });

  it('a person, a channel and a group in a reason and a comment are called by their names', async () => {
    const card = await planned(
      'dns add acme-mail.com A talk 192.0.2.4 --comment "ask <@U0BO|bo> or <@U0ADA> in <#C0OPS|ops>" --reason "agreed with <@U0BO>, <!subteam^S0DELIV|@deliv> &amp; <!here>"',
      'talk.acme-mail.com',
    );
    expect(card).toMatch(/comment "ask @bo or @Ada[^"]* in #ops"/);
    expect(card).toMatch(/agreed with @Bo[^,]*, @deliv &(amp;)? @here/);
    expect(card).not.toMatch(/U0BO[^>]|U0ADA|C0OPS/);
  });

  it('a channel in the place of a channel is the channel', async () => {
    expect(await told('U0ADA', 'notify subscribe domain.* <#C0OPS|ops>')).toContain('<#C0OPS> now gets');
  });
});

describe('a text that was copied as several strings', () => {
  it.each([
    ['dns add', 's9._domainkey', 's9'],
    ['dns set', 's8._domainkey', 's8'],
  ])('is one value for %s', async (command, name, says) => {
    const card = await planned(`${command} acme-go.com TXT ${name} "v=DKIM1; k=rsa; p=MIIB" “QIDAQAB”`, says);
    expect(card).toContain('p=MIIBQIDAQAB');
  });

  it('stays two values where the type has no strings', async () => {
    const card = await planned('dns set acme-go.com A two "192.0.2.8" "192.0.2.9"', 'two.acme-go.com');
    expect(card).toContain('192.0.2.8');
    expect(card).toContain('192.0.2.9');
  });
});

describe('a value of several parts that is typed without quotes, as zone files have it', () => {
  it.each([
    ['dns add acme-go.com MX parts1 10 aspmx.l.google.com', 'parts1.acme-go.com MX 10 aspmx.l.google.com'],
    ['dns add acme-go.com SRV _x._tcp 1 2 3 t.example --ttl 60', '_x._tcp.acme-go.com SRV 1 2 3 t.example (TTL 60)'],
    ['dns add acme-go.com CAA parts2 0 issue “letsencrypt.org”', 'parts2.acme-go.com CAA 0 issue "letsencrypt.org"'],
    [
      'dns add acme-go.com TXT parts3 v=spf1 include:_spf.google.com ~all',
      'TXT v=spf1 include:_spf.google.com ~all (TTL',
    ],
    [
      'dns set acme-go.com TXT parts4 v=spf1 include:_spf.google.com ~all',
      'TXT v=spf1 include:_spf.google.com ~all (TTL',
    ],
    [
      'dns add acme-go.com TXT _dmarc.parts5.acme-go.com v=DMARC1; p=none; rua=<mailto:d@x.example>',
      'TXT v=DMARC1; p=none; rua=mailto:d@x.example',
    ],
  ])('`%s`', async (line, shown) => {
    const card = await planned(line, /parts\d|_x\._tcp/.exec(line)?.[0] ?? 'none');
    expect(card).toContain(shown);
    expect(card.match(/^\+ /gm)?.length ?? 1).toBe(1);
  });

  it('several values in quotes stay several', async () => {
    const card = await planned('dns set acme-go.com MX parts6 "10 mx1.x.example" "20 mx2.x.example"', 'parts6');
    expect(card).toContain('10 mx1.x.example');
    expect(card).toContain('20 mx2.x.example');
  });
});

describe('what lists and zone files write', () => {
  it.each([
    ['--ttl auto', /TTL auto/],
    ['--ttl 1h', /TTL 3600/],
    ['--ttl 1h30m', /TTL 5400/],
    ['--ttl "5 min"', /TTL 300/],
    ['--proxied off --ttl 2h', /TTL 7200/],
    ['--proxied on', /proxied/],
    ['--proxied no --ttl 1H', /TTL 3600/],
  ])('%s is taken', async (typed, says) => {
    const name = `t${typed.replace(/\W/g, '')}`.toLowerCase();
    await product.command('U0ANA', 'C0OPS', `dns add acme-mail.com A ${name} 192.0.2.5 ${typed}`);
    expect(textOf(await saying(product, 'U0ANA', `${name}.acme-mail.com A 192.0.2.5`))).toMatch(says);
  });

  it('a time that is none is refused with what would be one', async () => {
    expect(await told('U0ANA', 'dns add acme-mail.com A x 192.0.2.5 --ttl soon')).toMatch(
      /must be a number.*`1h`.*`auto`/,
    );
  });

  it.each(['$25', '25 USD', '25.00', '"$1,025.50"'])('an amount such as %s is taken', async (typed) => {
    await product.command('U0ANA', 'C0OPS', `wallet credit ${typed.includes(' ') ? `"${typed}"` : typed}`);
    await saying(product, 'C0APPROVE', typed.includes('1,025') ? '$1,025.50 of credit' : '$25.00 of credit');
  });

  it.each(['10.004', '1e3', '0x10', '10,5', '"10.00 EUR"', '.005'])(
    'an amount such as %s is refused',
    async (typed) => {
      expect(await told('U0ANA', `wallet credit ${typed}`)).toMatch(/Amount in USD: (must be|write)/);
    },
  );
});

describe('words that say by themselves what they are', () => {
  it('the domain of a list of mailboxes', async () => {
    expect(await told('U0VERA', 'mailboxes list acme-outreach.net')).toContain('2 mailboxes');
  });
  it('a part of the names in a list', async () => {
    const answer = await told('U0VERA', 'domains list outreach');
    expect(answer).toContain('acme-outreach.net');
    expect(answer).not.toContain('getacme.co');
  });
  it('the colour of a tag', async () => {
    expect(await told('U0ANA', 'tags create glowing #F44336')).toContain('in #F44336');
  });
  it('but what is no colour is a word too many', async () => {
    expect(await told('U0ANA', 'tags create glow reddish')).toContain('Unexpected argument `reddish`');
  });
});

describe('a slip', () => {
  it('in the command: the button that is offered keeps the words', async () => {
    expect(await told('U0ANA', 'dns lst acme-mail.com MX')).toContain('Did you mean `/litemail dns list`?');
    const message = product.messages('C0OPS', { user: 'U0ANA' }).findLast((each) => labels(each).length > 0);
    await product.press('U0ANA', { channel: 'C0OPS', ts: message?.ts ?? '', label: labels(message)[0] ?? '' });
    const form = JSON.stringify(await product.until(() => product.views('U0ANA')[0], 'the form'));
    expect(form).toContain('"initial_value":"acme-mail.com"');
    expect(form).toContain('"initial_value":"MX"');
    await product.submit('U0ANA', {});
    await saying(product, 'C0OPS', 'aspmx.l.google.com', 'U0ANA');
  });

  it.each([
    ['dns list acme-mial.com', 'acme-mail.com'],
    ['dns add acme-mial.com A x 192.0.2.1', 'acme-mail.com'],
    ['domains show acme-outrech.net', 'acme-outreach.net'],
    ['dns add acme-mail.com A x 192.0.2.1 --domains outbound-lab.io', 'outbound-labs.io'],
    ['mailboxes show anna@acme-mail.com', 'ana@acme-mail.com'],
  ])('in a name: `%s` is answered with %s', async (typed, meant) => {
    expect(await told('U0ANA', typed)).toContain(`Did you mean \`${meant}\``);
  });
});

describe('a list of records by what they contain', () => {
  it('looks at values too', async () => {
    const answer = await told('U0VERA', 'dns list acme-mail.com --contains GOOGLE');
    expect(answer).toMatch(/include:_spf\.google\.com/);
    expect(answer).not.toMatch(/\nA\n/);
  });
});

describe('characters that nobody can see', () => {
  const typed = 'v=test \u202eevil\u202c\u200b \u00a0end\u2800';

  it('are written out and named on the card, as typed', async () => {
    await product.command('U0ANA', 'C0OPS', `dns add acme-mail.com TXT bidi "${typed}" --reason "see \u2066this"`);
    const card = await saying(product, 'U0ANA', 'bidi.acme-mail.com');
    expect(textOf(card)).toContain('⟨U+202E⟩evil⟨U+202C⟩  end⟨U+2800⟩');
    expect(textOf(card)).toContain('U+202E (right-to-left override)');
    expect(textOf(card)).toContain('see ⟨U+2066⟩this');
    expect(JSON.stringify(card)).not.toMatch(/[\u200b\u202c\u202e\u2066\u2800\u00a0]/);
  });

  it('are read in the form as in the command', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await product.submit('U0ANA', { Name: '\u200bbidi2\u200b', Value: typed });
    const card = await saying(product, 'U0ANA', 'bidi2.acme-mail.com');
    expect(textOf(card)).toContain('bidi2.acme-mail.com TXT v=test ⟨U+202E⟩evil⟨U+202C⟩  end⟨U+2800⟩');
  });

  it('in a domain are written out in what it is refused with', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns list \u202eacme-mail.com');
    await saying(product, 'C0OPS', '⟨U+202E⟩acme-mail.com', 'U0ANA');
  });
});
