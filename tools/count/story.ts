import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Helpers = typeof import('../../test/helpers/product.ts') &
  typeof import('../../test/helpers/look.ts') &
  typeof import('../../test/helpers/story.ts');

/** The only place that knows the helpers of the acceptance tests and the seed of the sandbox. */
export interface Story {
  /** What a person did, until what it leads to can be seen. */
  readonly flows: Readonly<Record<FlowName, () => Promise<unknown>>>;
  /** How often a request was read from its store so far; undefined where there is no such store. */
  requestReads(): number | undefined;
  stop(): Promise<void>;
}

export const flowNames = ['dns delete to card', 'Approve to done', 'event to channel'] as const;
export type FlowName = (typeof flowNames)[number];

async function load(root: string): Promise<Helpers> {
  const files = await Promise.all(
    ['product', 'look', 'story'].map((name) => import(pathToFileURL(join(root, `test/helpers/${name}.ts`)).href)),
  );
  return Object.assign({}, ...files);
}

function countCalls(holder: object | undefined, method: string): (() => number) | undefined {
  const real: unknown = holder && Reflect.get(holder, method);
  if (!holder || typeof real !== 'function') return undefined;
  let calls = 0;
  Reflect.set(holder, method, function (this: unknown, ...args: unknown[]) {
    calls += 1;
    return Reflect.apply(real, this, args);
  });
  return () => calls;
}

/** A fresh app and stand-ins with nothing under way, the channel subscribed and the webhook registered. */
export async function startStory(root: string): Promise<Story> {
  const { startProduct, saying, withButton } = await load(root);
  const product = await startProduct();
  const requestReads = countCalls(product.app.stores.requests, 'get');

  const filter = '--filter "domain:*.io and not status:ACTIVE"';
  await product.command('U0ADA', 'C0OPS', `notify subscribe domain.* --channel <#C0OPS|ops> ${filter}`);
  await saying(product, 'C0OPS', 'now gets', 'U0ADA');
  await product.command('U0ADA', 'C0OPS', 'webhooks register');
  await saying(product, 'C0OPS', 'all its events', 'U0ADA');

  return {
    flows: {
      'dns delete to card': async () => {
        await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
        await withButton(product, 'C0APPROVE', 'Approve');
      },
      'Approve to done': async () => {
        const { ts } = await withButton(product, 'C0APPROVE', 'Approve');
        await product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
        await withButton(product, 'C0APPROVE', 'Undo');
      },
      'event to channel': async () => {
        const data = { domainDetails: { domain: 'outbound-labs.io', status: 'PENDING' } };
        await product.act({ do: 'deliver', type: 'domain.updated', data, id: 'evt_1' });
        await saying(product, 'C0OPS', 'outbound-labs.io');
      },
    },
    requestReads: () => requestReads?.(),
    stop: () => product.stop(),
  };
}
