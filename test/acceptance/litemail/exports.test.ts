import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, whispers, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves, formOf, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

describe('exports', () => {
  it('that were made by hand are noted, and the history shows them', async () => {
    await anaReads(
      product,
      'exports record instantly --mailboxes ana@acme-mail.com,bo@acme-mail.com',
      '2 mailboxes to INSTANTLY',
    );
    expect(received(product, 'createExportHistoryRecord').body).toEqual({
      platform: 'INSTANTLY',
      mailboxIds: ['cmgmb01', 'cmgmb02'],
      status: 'COMPLETED',
    });
    const said = await veraReads(product, 'exports history', '1 export');
    expect(said).toMatch(/INSTANTLY\n2\ncompleted/);
    expect(received(product, 'listExportHistory').query).toMatchObject({ page: '1' });
  });

  it('that are files are only in LiteMail’s dashboard', async () => {
    const card = await anaAsks(product, 'mailboxes export manual --mailboxes ana@acme-mail.com');
    await boApproves(product, card, 'It contains passwords');
    const said = await veraReads(product, 'exports history', '1 export');
    expect(said).toContain('file in LiteMail’s dashboard');
    expect(said).not.toContain('files.example.com');
  });
});

describe('the account at a sequencer', () => {
  it('is given to LiteMail in a form; the password is nowhere afterwards', async () => {
    expect(await formOf(product, 'exports add-account --app instantly')).toContain('Password');
    await product.submit('U0ANA', {
      Sequencer: 'INSTANTLY',
      'Login email': 'ops@acme.com',
      Password: 'canary-pass-123',
    });
    const said = textOf(await saying(product, 'C0OPS', 'Your INSTANTLY account', 'U0ANA'));
    expect(said).toContain('ops@acme.com');
    expect(received(product, 'addThirdPartyAccount').body).toMatchObject({ app: 'INSTANTLY', email: 'ops@acme.com' });
    expect(product.logged.join('\n')).not.toContain('canary-pass-123');
  });

  it('is of the sequencer that was typed, and that is no key: nobody is told to change one', async () => {
    for (const typed of ['add-account SMARTLEAD', 'update-account instantly ops@acme-mail.com']) {
      await product.command('U0ANA', 'C0OPS', `exports ${typed}`);
      const view = await product.until(() => product.views('U0ANA')[0], 'the form');
      expect(JSON.stringify(view.blocks)).toMatch(/"initial_option":\{[^}]*\{[^}]*(SMARTLEAD|INSTANTLY)/);
      await product.close('U0ANA');
    }
    expect(whispers(product, 'C0OPS', 'U0ANA').join()).not.toContain('looked like a key');
    await product.command('U0ANA', 'C0OPS', 'exports add-account SMARTLEAD ops@acme-mail.com hunter2hunter2');
    expect(textOf(await saying(product, 'C0OPS', 'looked like a key', 'U0ANA'))).not.toContain('hunter2');
    await product.close('U0ANA');
  });

  it('gets a new login once somebody else has approved who gets passwords from now on, and a password that was typed is not taken', async () => {
    product.sandbox.litemail.team('T0ACME').accounts.push({ id: 'acc_1', app: 'INSTANTLY', email: 'old@acme.com' });
    await product.command(
      'U0ANA',
      'C0OPS',
      'exports update-account --app instantly --email new@acme.com --password typed-pass-123',
    );
    expect(textOf(await saying(product, 'C0OPS', 'create a new one', 'U0ANA'))).not.toContain('typed-pass');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await product.submit('U0ANA', {
      Sequencer: 'INSTANTLY',
      'Login email': 'new@acme.com',
      Password: 'canary-pass-456',
    });
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toContain('+ new@acme.com, with a new password');
    expect(allReceived(product, 'updateThirdPartyAccount')).toEqual([]);
    await boApproves(product, card, 'LiteMail now uses the new login of your INSTANTLY account new@acme.com');
    expect(received(product, 'updateThirdPartyAccount').body).toMatchObject({
      app: 'INSTANTLY',
      email: 'new@acme.com',
    });
    expect(product.sandbox.litemail.team('T0ACME').accounts[0]?.email).toBe('new@acme.com');
  });
});
