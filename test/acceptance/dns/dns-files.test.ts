import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** What is in the file of a message. */
async function fileOf(message: SeenMessage): Promise<string> {
  const [file] = (message as unknown as { files: { id: string }[] }).files;
  const answer = await fetch(`${product.url}/sandbox/control?read=file&file=${file?.id}`);
  return ((await answer.json()) as { content: string }).content;
}
const withFile = (channel: string): Promise<SeenMessage> =>
  product.until(
    () => product.messages(channel).find((message) => ((message as { files?: unknown[] }).files ?? []).length > 0),
    `a file in ${channel}`,
  );

describe('exporting a domain', () => {
  it('sends the zone file to the person alone', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns export acme-mail.com');
    expect(textOf(await saying(product, 'C0OPS', 'as a zone file', 'U0ANA'))).toContain('acme-mail.com.zone');
    const text = await fileOf(await withFile('U0ANA'));
    expect(text).toMatch(/^\$ORIGIN acme-mail\.com\.\n/);
    expect(text).toMatch(/cf_tags=.*cf-proxied:true/);
    expect(product.messages('C0OPS').filter((message) => !message.ephemeral)).toEqual([]);
  });

  it('says how many records the file cannot hold', async () => {
    const records = product.sandbox.litemail.team('T0ACME').dns;
    const [first] = records;
    if (first) records.push({ ...first, id: 'alias', type: 'ALIAS', value: 'x.example.net' });
    await product.command('U0ANA', 'C0OPS', 'dns export getacme.co');
    const said = textOf(await saying(product, 'C0OPS', 'as a zone file', 'U0ANA'));
    expect(said).toContain(`${records.length - 1} of the ${records.length} records of getacme.co as a zone file`);
    expect(said).toContain('What it cannot hold (1) is included as comments');
  });

  it('shares it with the channel when that is asked for', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns export acme-go.com --share');
    expect(await fileOf(await withFile('C0OPS'))).toContain('acme-go.com.');
  });

  it('shows a short file in the message when Slack takes no files', async () => {
    await product.act({ do: 'fault', api: 'slack', kind: 'status', status: 500, operation: 'files.' });
    await product.command('U0ANA', 'C0OPS', 'dns export acme-go.com');
    expect(textOf(await saying(product, 'C0OPS', 'as a zone file', 'U0ANA'))).toContain('$ORIGIN acme-go.com.');
  });

  it('exports domains whose DNS LiteMail holds as well', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns export getacme.co');
    expect(await fileOf(await withFile('U0ANA'))).toMatch(/getacme\.co\.\t3600\tIN\tMX\t10 mx1\.litemail\.example\./);
  });
});
