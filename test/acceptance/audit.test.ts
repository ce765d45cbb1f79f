import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { type AuditEntry, chain, firstTampered } from '../../src/domain/audit/audit-chain.ts';
import { saying, whispers, withButton } from '../helpers/look.ts';
import { type StartedProduct, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/text-of.ts';

let product: StartedProduct;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const path = () => join(product.dataDir, 'app', 'audit.jsonl');
const entries = async (): Promise<AuditEntry[]> =>
  (await readFile(path(), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditEntry);

describe('the record of what was done', () => {
  it('has each request, decision, refused try and apply once, in one unbroken chain, and no secret', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await product.until(() => whispers(product, 'C0APPROVE', 'U0ANA').length > 0, 'the refusal');
    await product.press('U0VERA', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await product.until(() => whispers(product, 'C0APPROVE', 'U0VERA').length > 0, 'the refusal');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'Done.');

    const all = await entries();
    expect(all.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'request.created U0ANA',
      'request.refused_try U0ANA',
      'request.refused_try U0VERA',
      'request.approve U0BO',
      'apply.started U0ANA',
      'apply.applied U0ANA',
    ]);
    expect(firstTampered(all)).toBeUndefined();
    expect(new Set(all.map(({ teamId }) => teamId))).toEqual(new Set(['T0ACME']));
    const text = JSON.stringify(all);
    for (const secret of [sandboxCredentials.acme.cloudflareToken, sandboxCredentials.acme.liteMailKey])
      expect(text).not.toContain(secret);
  });
});

/** What the audit channel was told, line by line. */
const told = (): string[] => product.messages('C0AUDIT').flatMap((message) => textOf(message).split('\n'));
const toldOf = (text: string | RegExp): Promise<string> =>
  product.until(() => told().find((line) => line.match(text)), `a line of the audit channel with ${text}`);

describe('the audit channel', () => {
  it('is told each decision, apply and refused try in a line, with the people as mentions', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await product.until(() => whispers(product, 'C0APPROVE', 'U0ANA').length > 0, 'the refusal');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    expect(
      await toldOf(
        /<@U0ANA> tried to approve \*.*\* \(`r-\w+`\) and was refused: Nobody decides on what they requested themselves/,
      ),
    ).toBeDefined();
    expect(await toldOf(/<@U0BO> approved \*Delete .*acme-mail\.com\* \(`r-\w+`\) for <@U0ANA>/)).toBeDefined();
    expect(
      await toldOf(/Done: \*Delete .*acme-mail\.com\* \(`r-\w+`\) for <@U0ANA>\. 1 record set changed/),
    ).toBeDefined();
  });

  it('is told what was spent', async () => {
    await product.command('U0ANA', 'C0OPS', 'wallet top-up 50');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    expect(await toldOf(/:money_with_wings: Done: .*\$50/)).toBeDefined();
  });

  it('is told that people were refused a command: without a right, and where nobody could approve; never what was typed', async () => {
    await product.command('U0VERA', 'C0OPS', 'dns delete acme-mail.com MX @');
    await product.command('U0VERA', 'C0OPS', 'dns delete outbound-labs.io MX @');
    await product.command('U0VERA', 'C0OPS', 'setup litemail');
    const told = await toldOf(/<@U0VERA> was refused `\/litemail dns delete`: .*is for operators/);
    expect(told).not.toContain('acme-mail.com');
    expect(told).toContain('this person is not an operator here');
    expect(told).not.toMatch(/\b[Yy]ou\b/);
    expect(await toldOf(/<@U0VERA> was refused `\/litemail setup litemail`/)).toBeDefined();
    const refused = (await entries()).filter(({ action }) => action === 'command.refused');
    expect(refused.map(({ actor, details }) => `${actor} ${details?.command}`)).toEqual([
      'U0VERA dns delete',
      'U0VERA setup litemail',
    ]);
  });

  it('gets many at once in few messages', async () => {
    const zone = (n: number) => `dns add acme-mail.com TXT _fold${n} "${n}"`;
    const count = 12;
    const facts = Array.from({ length: count }, (_, n) => ({
      at: '2026-11-20T00:00:00.000Z',
      teamId: 'T0ACME',
      actor: 'U0BO',
      action: 'settings.secret_changed',
      details: { field: zone(n) },
    }));
    await Promise.all(facts.map((fact) => product.app.stores.audit.append(fact)));
    await toldOf(zone(count - 1));
    expect(product.messages('C0AUDIT')).toHaveLength(1);
    expect(told().filter((line) => line.includes('_fold'))).toHaveLength(count);
  });

  it('is told after a restart what it had still to get, once', async () => {
    const fact = { at: '2026-11-20T00:00:00.000Z', teamId: 'T0ACME', actor: 'U0BO', action: 'settings.secret_changed' };
    await product.app.stores.audit.append({ ...fact, details: { field: 'before' } });
    await product.restart();
    await toldOf('before');
    await product.app.stores.audit.append({ ...fact, details: { field: 'after' } });
    await toldOf('after');
    expect(told().filter((line) => line.includes('`before`'))).toHaveLength(1);
  });
});

describe('a record that was altered while the app did not run', () => {
  it.each<[string, (lines: string[]) => string[], number]>([
    ['the last five lines were cut off', (lines) => lines.slice(0, -5), 4],
    ['an entry in the middle was changed', (lines) => lines.with(2, lines[2]?.replace('U0BO', 'U0EVE') ?? ''), 3],
    ['a line is missing', (lines) => lines.toSpliced(1, 1), 2],
    ['nothing is left of it', () => [], 1],
    [
      'it was written anew, in a chain of its own',
      (lines) => {
        const anew: AuditEntry[] = [];
        for (const line of lines) {
          const { sequence: _, previous: __, hash: ___, ...fact } = JSON.parse(line) as AuditEntry;
          anew.push(chain(anew.at(-1), { ...fact, actor: 'U0EVE' }));
        }
        return anew.map((entry) => JSON.stringify(entry));
      },
      8,
    ],
  ])('because %s is told in the log and in the audit channel, by the number of the entry', async (_, alter, number) => {
    const fact = { at: '2026-11-20T00:00:00.000Z', teamId: 'T0ACME', actor: 'U0BO', action: 'note' };
    for (let n = 1; n <= 8; n += 1) await product.app.stores.audit.append({ ...fact, details: { n } });
    await product.app.stop();
    const lines = (await readFile(path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(8);
    await writeFile(
      path(),
      alter(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    await product.restart();
    const text = new RegExp(`The audit was altered: entr(y|ies) ${number}\\b`);
    await toldOf(text);
    expect(product.logged.some((line) => text.test(line))).toBe(true);
  });

  it('is not said of one that ends with entries newer than what was kept apart', async () => {
    const fact = { at: '2026-11-20T00:00:00.000Z', teamId: 'T0ACME', actor: 'U0BO', action: 'note' };
    await product.app.stores.audit.append(fact);
    await product.app.stop();
    const before = (await readFile(path(), 'utf8')).trim();
    const next = chain(JSON.parse(before) as AuditEntry, { ...fact, actor: 'U0ADA' });
    await writeFile(path(), `${before}\n${JSON.stringify(next)}\n`);
    await product.restart();
    expect(await product.app.stores.audit.check()).toMatchObject({ alteration: undefined, isHeadKnown: true });
  });
});
