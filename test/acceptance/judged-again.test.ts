import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Policy } from '../../src/engine/approvals/policy/policy.ts';
import { saying, withButton } from '../helpers/look.ts';
import { type StartedProduct, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';
import { anaApplies, anaAsks } from '../helpers/story.ts';

let product: StartedProduct;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const acme = () => {
  const team = product.sandbox.slack.slack.state.team('T0ACME');
  if (!team) throw new Error('no team');
  return team;
};
const leaves = (id: string) => Object.assign(acme().people.find((person) => person.id === id) ?? {}, { deleted: true });
async function policyIs(change: object): Promise<void> {
  const settings = await product.app.stores.teams.get('T0ACME');
  if (!settings) throw new Error('no settings');
  const policy = Policy.parse({ ...settings.policy, ...change });
  await product.app.stores.teams.replace({ ...settings, policy, version: settings.version + 1 });
}
const approve = (user: string, { ts }: { ts: string }) =>
  product.press(user, { channel: 'C0APPROVE', ts, label: 'Approve' });
describe('an approved request', () => {
  it('is not applied when one of two approvers has left before the other approved', async () => {
    await policyIs({
      rules: [{ name: 'two', when: { effect: 'destructive' }, require: [{ min: 2, from: 'approver' }] }],
    });
    const card = await anaAsks(product, 'dns delete acme-mail.com MX @');
    await approve('U0BO', card);
    await saying(product, 'C0APPROVE', '1 of 2');
    leaves('U0BO');
    await approve('U0ADA', card);
    await saying(
      product,
      'C0APPROVE',
      'The approvals are not enough any more: Bo Lind may not approve this now, and 1 more of approver is needed. Ask again',
    );
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('is not applied when the rules ask for more by then, also after a restart', async () => {
    const card = await anaAsks(product, 'dns delete acme-mail.com MX @');
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 429, operation: 'dns_records' });
    await approve('U0BO', card);
    await saying(product, 'C0APPROVE', 'Resumes automatically');
    await policyIs({
      rules: [{ name: 'two', when: { effect: 'destructive' }, require: [{ min: 2, from: 'approver' }] }],
    });
    await product.restart();
    await product.act({ do: 'fault', kind: 'off' });
    await product.act({ do: 'clock', advance: '10m' });
    await saying(product, 'C0APPROVE', 'The approvals are not enough any more: 1 more of approver is needed.');
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('is not applied when somebody else can act as admin by then, and did not agree', async () => {
    acme().usergroups.push({ id: 'S0ADMINS', handle: 'admins', name: 'Admins', users: ['U0ADA'] });
    await policyIs({
      roles: { admin: ['S0ADMINS'], approver: ['U0BO'], operator: ['U0ANA'] },
      rules: [{ name: 'setup', when: { command: 'setup *' }, require: [{ min: 1, from: 'approver' }] }],
    });
    await product.command('U0ADA', 'C0OPS', 'setup roles --admin <@U0ADA|ada> --operator <@U0VERA|vera>');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    acme()
      .usergroups.find(({ id }) => id === 'S0ADMINS')
      ?.users.push('U0VERA');
    await approve('U0BO', card);
    await saying(product, 'C0APPROVE', 'The approvals are not enough any more: 1 more of admin is needed.');
    expect((await product.app.stores.teams.get('T0ACME'))?.policy.roles.admin).toEqual(['S0ADMINS']);
  });

  it('is not applied when the rules ask for an approver by then, and only its requester, who is one, confirmed it', async () => {
    await policyIs({ roles: { operator: ['U0ANA'], approver: ['U0ANA', 'U0BO'], admin: ['U0ADA'] } });
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT _hello hi');
    await withButton(product, 'U0ANA', 'Apply');
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 429, operation: 'dns_records' });
    await anaApplies(product, '_hello');
    await saying(product, 'U0ANA', 'Resumes automatically');
    await policyIs({ rules: [{ name: 'one', when: { noun: 'dns' }, require: [{ min: 1, from: 'approver' }] }] });
    await product.act({ do: 'fault', kind: 'off' });
    await product.act({ do: 'clock', advance: '10m' });
    const refused = textOf(await saying(product, 'U0ANA', 'The approvals are not enough any more'));
    expect(refused).toContain('The approvals are not enough any more: 1 more of approver is needed.');
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('over many zones stops where the approver has left, and says what is written', async () => {
    await product.sandbox.cloudflare.seedZones(12, { records: 4 });
    await policyIs({ rules: [{ name: 'one', when: { noun: 'dns' }, require: [{ min: 1, from: 'approver' }] }] });
    const card = await anaAsks(product, 'dns import lab-* --records "_hello 300 IN TXT now"');
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 60, operation: '/batch' });
    await approve('U0BO', card);
    await product.until(() => product.sandbox.cloudflare.batches().length > 0, 'the first zone');
    leaves('U0BO');
    const ended = textOf(await saying(product, 'C0APPROVE', 'The approvals are not enough any more: Bo Lind may not'));
    expect(ended).toMatch(/[1-9]\d* changed and read back, \d+ not started/);
    expect(product.sandbox.cloudflare.batches().length).toBeLessThan(12);
  });
});

describe('a press while Slack does not say who somebody is', () => {
  it.each([
    ['rate-limits the app', { kind: 'status', status: 429 }],
    ['fails', { kind: 'status', status: 500 }],
  ])('is not counted when Slack %s, and can be tried again', async (_, fault) => {
    const card = await anaAsks(product, 'dns delete acme-mail.com MX @');
    await product.command('U0BO', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'approver', 'U0BO');
    leaves('U0BO');
    await product.act({ do: 'fault', api: 'slack', operation: 'users.info', ...fault });
    await approve('U0BO', card);
    await saying(product, 'C0APPROVE', /Nothing was done\. Try again/, 'U0BO');
    await product.act({ do: 'fault', kind: 'off' });
    await approve('U0ADA', card);
    expect(textOf(await saying(product, 'C0APPROVE', 'Done.'))).not.toContain('U0BO');
  });
});

describe('a request that something else changed in the store', () => {
  it('is refused by a press and by an apply, and said in the audit channel', async () => {
    const card = await anaAsks(product, 'dns delete acme-mail.com MX @');
    const [request] = await product.app.stores.requests.list('T0ACME');
    await product.changeStore((state) => {
      for (const row of state.requests)
        Object.assign(row, { require: [], status: 'approved', decisions: [], requester: 'U0ADA' });
    });
    await approve('U0BO', card);
    await saying(product, 'C0APPROVE', 'was changed in the store by something other than this app', 'U0BO');
    await product.app.stores.jobs.add([
      { teamId: 'T0ACME', kind: 'apply-request', key: 'x', data: { id: request?.id ?? '' }, runAt: 0 },
    ]);
    await saying(product, 'C0AUDIT', /:rotating_light: Request .* was changed in the store/);
    await product.until(
      async () => (await product.app.stores.jobs.list('T0ACME', 'apply-request')).length === 0,
      'no apply that waits',
    );
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });
});
