import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

describe('tags', () => {
  it('are listed with their colours', async () => {
    expect(await veraReads(product, 'tags list', '2 tags')).toMatch(/warm\n#2196F3/);
    expect(received(product, 'listTags').status).toBe(200);
  });

  it('are created at once, and not twice', async () => {
    await anaReads(product, 'tags create hot --color f44336', 'Tag `hot` was created, in #F44336');
    expect(received(product, 'createTag').body).toEqual({ name: 'hot', color: '#F44336' });
    await anaReads(product, 'tags create HOT', 'A tag “hot” already exists');
    expect(allReceived(product, 'createTag')).toHaveLength(1);
  });

  it('are not renamed to what another is called', async () => {
    expect(await anaReads(product, 'tags update warm --name PARKED', 'already called')).toContain('“PARKED”');
  });

  it('that are renamed are approved first, because filters may name them', async () => {
    const card = await anaAsks(product, 'tags update warm --name hot');
    expect(textOf(card)).toContain('Filters and exports that name the old tag no longer find anything');
    await boApproves(product, card, 'The tag warm is now hot, #2196F3');
    expect(received(product, 'updateTag')).toMatchObject({
      params: { id: 'cmgtag01' },
      body: { name: 'hot', color: '#2196F3' },
    });
  });

  it('that LiteMail has renamed, though no answer of it came, are said to be renamed and not sent once more', async () => {
    const card = await anaAsks(product, 'tags update warm --name hot');
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', times: 3, operation: 'PUT ' });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const isDone = () => product.messages('C0APPROVE').some((each) => textOf(each).includes('warm is now hot'));
    await asTimePasses(product, 5_000, isDone, 'the outcome');
    expect(product.wire('litemail').filter(({ method }) => method === 'PUT')).toHaveLength(3);
  });

  it('are deleted once somebody else has approved', async () => {
    const card = await anaAsks(product, 'tags delete warm');
    expect(textOf(card)).toContain('on every domain that has it');
    await boApproves(product, card, 'The tag warm is deleted');
    expect(received(product, 'deleteTag').params).toEqual({ id: 'cmgtag01' });
    await anaReads(product, 'tags delete warm', 'LiteMail has no tag “warm”');
  });
});

describe('workspaces', () => {
  it('are listed', async () => {
    expect(await veraReads(product, 'workspaces list --contains ma', '1 workspace')).toContain('Main');
    expect(received(product, 'listWorkspaces').query).toMatchObject({ contains: 'ma' });
  });

  it('are created at once', async () => {
    await anaReads(product, 'workspaces create "EU team"', 'Workspace `EU team` was created');
    expect(received(product, 'createWorkspace').body).toEqual({ name: 'EU team' });
    await anaReads(product, 'workspaces create "eu team"', 'already');
  });

  it('get another name once that is approved', async () => {
    const card = await anaAsks(product, 'workspaces update Main "EU team"');
    expect(textOf(card)).toContain('Domains and mailboxes stay where they are');
    await boApproves(product, card, 'The workspace Main is now called EU team');
    expect(received(product, 'updateWorkspace')).toMatchObject({
      params: { id: 'cmgws01' },
      body: { name: 'EU team' },
    });
  });
});
