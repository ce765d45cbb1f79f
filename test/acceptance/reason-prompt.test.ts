import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { asTimePasses } from '../helpers/passing-time.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { type SeenView, textOf } from '../helpers/sandbox.ts';
import { rules } from '../helpers/scratch.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct({
    env: rules(
      '  - name: with a reason\n    when: { effect: destructive }\n    require: [{ min: 1, from: approver }]\n    reason: required\n',
    ),
  });
});
afterEach(() => product.stop());

const formOf = (what: string, condition: (view: SeenView) => boolean = () => true) =>
  product.until(() => product.views('U0ANA').find(condition), what);
const asksWhy = () => formOf('a form that asks why', (view) => JSON.stringify(view).includes('requires a reason'));
/** What stands in a field before anybody types. */
const initial = (view: SeenView, id: string) =>
  (view.blocks as { block_id?: string; element?: { initial_value?: string } }[]).find(({ block_id }) => block_id === id)
    ?.element?.initial_value;
const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => `host-${at}.with-a-long-name IN A 192.0.2.${at}`).join('\n');

describe('where a rule wants a reason', () => {
  it('the one that was typed is in the form that asks for the rest', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns import acme-go.com --replace --reason "a new provider"');
    expect(initial(await formOf('the form'), 'request.reason')).toBe('a new provider');
    await product.submit('U0ANA', { Records: 'www IN A 192.0.2.7' });
    expect(textOf(await withButton(product, 'C0APPROVE', 'Approve'))).toContain('a new provider');
  });

  it('a form that was sent without one comes back with all that was in it', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns import acme-go.com --replace');
    await formOf('the form');
    await product.submit('U0ANA', { Records: 'www IN A 192.0.2.7' });
    const again = await asksWhy();
    expect([initial(again, 'domain'), initial(again, 'records')]).toEqual(['acme-go.com', 'www IN A 192.0.2.7']);
    await product.submit('U0ANA', { Reason: 'a new provider' });
    const card = textOf(await withButton(product, 'C0APPROVE', 'Approve'));
    expect(card).toContain('. acme-go.com itself, the top of the zone');
    expect(card).toMatch(/a new provider[\s\S]*\+ www\.acme-go\.com A 192\.0\.2\.7/);
  });

  it('so does one with a file that is too long for a field, which need not be given again', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    await product.command('U0ANA', 'C0OPS', 'dns import acme-go.com --replace');
    await formOf('the form');
    await product.submit('U0ANA', { 'Records as a file': { name: 'acme.zone', content: lines(150) } });
    expect(textOf(await asksWhy())).toContain('Your text is saved');
    await product.submit('U0ANA', { Reason: 'a new provider' });
    expect(textOf(await withButton(product, 'C0APPROVE', 'Approve'))).toContain(
      'host-0.with-a-long-name.acme-go.com A 192.0.2.0',
    );
  });

  it('blanks are none, and the form stays open', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @ --reason "  "');
    await asksWhy();
    const { errors } = await product.submit('U0ANA', { Reason: '   ' });
    expect(errors).toEqual({ 'request.reason': 'Enter a reason.' });
    await product.submit('U0ANA', { Reason: 'a new provider' });
    await withButton(product, 'C0APPROVE', 'Approve');
  });

  it('and the zone is read too slowly for a form, a button opens it with all that was typed', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns import acme-go.com --replace');
    await formOf('the form');
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 4000, times: 1 });
    await product.submit('U0ANA', { Records: lines(60) });
    const answer = () =>
      [...product.messages('C0OPS', { user: 'U0ANA' }), ...product.messages('U0ANA')].find((message) =>
        textOf(message).includes('in time'),
      );
    const late = await asTimePasses(product, 10, answer, 'an answer');
    expect(textOf(late)).toMatch(/requires a reason[\s\S]*what you entered is saved[\s\S]*Open the form/);
    await product.press('U0ANA', { channel: late.channel, ts: late.ts, label: 'Open the form' });
    expect(initial(await asksWhy(), 'records')).toBe(lines(60));
    expect(product.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
    expect(product.logged.join('\n')).toContain('Slack did not open the form');
  });

  it('what was too long for a line and a form alike is kept too', async () => {
    await product.command('U0ANA', 'C0OPS', `dns import acme-go.com --replace --records "${lines(150)}"`);
    await asksWhy();
    await product.submit('U0ANA', { Reason: 'a new provider' });
    await withButton(product, 'C0APPROVE', 'Approve');
    await saying(product, 'U0ANA', 'a new provider');
  });
});
