import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const secrets = /lm-sandbox|cfut_sandbox|xoxb-sandbox|xapp-sandbox|sandbox-signing-secret/;

/** Types it in #ops and gives what only the person sees as the answer. */
async function told(user: string, text: string): Promise<string> {
  const seen = () => product.messages('C0OPS', { user }).filter((message) => message.ephemeral);
  const before = seen().length;
  await product.command(user, 'C0OPS', text);
  const answer = await product.until(() => seen()[before], `an answer to ${text.slice(0, 80)}`);
  return textOf(answer);
}
/** Nothing was asked for, nothing was written, nobody else heard of it. */
function expectNothingDone(): void {
  expect(product.sandbox.cloudflare.batches()).toEqual([]);
  expect(product.wire('litemail').filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(product.messages('C0APPROVE')).toEqual([]);
  expect(product.messages('C0OPS')).toEqual([]);
}

/** What is typed, what happened, what to do next. */
const commands: [typed: string, happened: RegExp, next: RegExp][] = [
  ['frobnicate acme-mail.com', /There is no `\/litemail frobnicate/, /\/litemail help/],
  ['dns lst acme-mail.com', /There is no/, /Did you mean `\/litemail dns list`/],
  ['help nothing', /There is no/, /\/litemail help/],
  ['dns list acme-mail.com --contians mail', /Unknown option `--contians`/, /Did you mean `--contains`/],
  ['dns list acme-mail.com --nope x', /Unknown option `--nope` for `dns list`\.\s/, /Usage/],
  ['dns list acme-mail.com --vai litemail', /Unknown option `--vai`/, /Did you mean `--via`/],
  ['dns list acme-mail.com BOGUS', /BOGUS is not a record type/, /The type comes before the name/],
  ['dns list acme-mail.com TXTT', /TXTT is not a record type/, /Did you mean TXT\?/],
  ['dns list acme-mail.com NAPTR', /acme-mail\.com has no NAPTR records/, /\d+ record sets of other types/],
  ['dns list acme-mail.com --via litemail', /acme-mail\.com’s DNS is not at LiteMail/, /Leave out `--via`/],
  ['dns list acme-mail.com --contains', /needs a value/, /for example/],
  ['dns add acme-mail.com TXT @ "open quote', /A quote is not closed/, /Close it/],
  ['dns add acme-mail.com A www 192.0.2.1 and more', /Unexpected argument `and`/, /Usage/],
  ['approvals show r-nothere', /There is no request `r-nothere`/, /approvals list/],
  ['dns undo r-nothere', /There is no request/, /approvals list/],
  ['placement show nope', /There is no placement test/, /placement list/],
  ['placement run x --mailboxes nobody@acme-mail.com', /no mailbox `nobody@acme-mail\.com`/, /Nothing was started/],
];

const domains: typeof commands = [
  ['dns list nodot', /the ending, such as \.com, is missing/, /Write a domain such as/],
  ['dns list -bad-.com', /not a valid domain/, /Write a domain such as/],
  [`dns list ${'a'.repeat(64)}.com`, /not a valid domain/, /Write a domain such as/],
  [`dns list ${'a.'.repeat(130)}com`, /not a valid domain/, /Write a domain such as/],
  ['dns list ..', /not a valid domain/, /Write a domain such as/],
  ['dns list unknown.example', /not one of the zones/, /Check the spelling/],
  ['domains connect good.com not_a_domain', /`not_a_domain`/, /Write a domain such as/],
];

const records: typeof commands = [
  ['dns add acme-mail.com A www 999.1.1.1', /must be an IPv4 address/, /looks like this: 192\.0\.2\.1/],
  ['dns add acme-mail.com A www 2001:db8::1', /must be an IPv4 address/, /record of type AAAA/],
  ['dns add acme-mail.com FOO www x', /must be one of `A`/, /Usage/],
  ['dns add acme-mail.com MX @ mail.example.com', /cannot be the priority/, /Write the priority first/],
  ['dns add acme-mail.com CNAME app2 "not a host"', /not a complete host name/, /Write it in full/],
  ['dns add acme-mail.com CAA @ "0 issue"', /not a complete value of type CAA/, /looks like this/],
  ['dns add acme-mail.com SRV _sip._tcp "1 2 3"', /needs priority, weight, port, target/, /looks like this/],
  ['dns add acme-mail.com A www 192.0.2.1 --ttl soon', /must be a number/, /Usage/],
  ['dns add acme-mail.com A www 192.0.2.1 --ttl 5', /number of seconds from 60 to 86400/, /or 1 for automatic/],
  ['dns add acme-mail.com A www.other.com 192.0.2.1', /does not belong to the zone/, /write it in full/],
  ['dns set acme-mail.com TXT @ "v=spf1 -all" --proxied', /cannot be proxied/, /only A, AAAA and CNAME/],
  ['dns delete acme-mail.com MX nothere', /has no MX record/, /MX records exist for/],
];

describe('what cannot be understood is answered to the person alone, with what happened and what to do next:', () => {
  it.each([...commands, ...domains, ...records])('%.60s', async (typed, happened, next) => {
    const answer = await told('U0ANA', typed);
    expect(answer).toMatch(happened);
    expect(answer).toMatch(next);
    expect(answer).not.toMatch(/undefined|\[object|TypeError|reference/);
    expectNothingDone();
  });

  it('three thousand letters, which are not said again', async () => {
    const answer = await told('U0ANA', 'x'.repeat(3000));
    expect(answer).toMatch(/There is no `\/litemail x+…`/);
    expect(answer.length).toBeLessThan(200);
  });

  it('text that would be a mention or a link, which comes back as text', async () => {
    await product.command('U0ANA', 'C0OPS', '<!channel> <@U0BO> *bold* `code`', { raw: true });
    const messages = () => product.messages('C0OPS', { user: 'U0ANA' });
    const answer = await product.until(() => messages().findLast((message) => textOf(message).includes('There is no')));
    expect(JSON.stringify(answer)).not.toMatch(/<!channel>|<@U0BO>/);
  });

  it('a key that was typed where it does not belong, which is not said again', async () => {
    const key = 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4';
    expect(await told('U0ANA', `wallet balance ${key}`)).not.toContain(key);
    expect(product.logged.join('\n')).not.toContain(key);
  });
});

describe('somebody without the right', () => {
  it.each([
    ['U0GUS', 'dns list acme-mail.com', 'viewers'],
    ['U0GUS', 'domains list', 'viewers'],
    ['U0VERA', 'dns delete acme-mail.com MX @', 'operators'],
    ['U0VERA', 'domains connect acme-mail.com', 'operators'],
    ['U0ANA', 'webhooks register', 'admins'],
    ['U0ANA', 'notify subscribe domain.* --channel <#C0OPS|ops>', 'admins'],
    ['U0BO', 'dns add acme-mail.com A x 192.0.2.1', 'operators'],
  ])('%s is told that `%s` is for %s, and nothing else happens', async (user, typed, who) => {
    const answer = await told(user, typed);
    expect(answer).toContain(`is for ${who}, and you are not`);
    expect(answer).toContain('/litemail whoami');
    expectNothingDone();
  });

  it('is not even shown the form', async () => {
    expect(await told('U0VERA', 'dns delete')).toContain('is for operators');
    expect(product.views('U0VERA')).toEqual([]);
  });
});

describe('after all of this', () => {
  it('nothing of a secret was said or logged, and nothing of it was our own fault', () => {
    const said = ['U0ANA', 'U0VERA', 'U0GUS', 'U0BO'].map((user) => product.messages('C0OPS', { user }));
    expect(JSON.stringify(said)).not.toMatch(secrets);
    expect(product.logged.join('\n')).not.toMatch(secrets);
    expect(product.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});
