import type { Fault } from '../../sandbox/faults.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What may go wrong at the APIs besides; each is over after a few calls. */
const kinds: readonly ((random: Random) => Fault)[] = [
  () => ({ api: 'cloudflare', kind: 'drop', operation: 'batch', times: 1 }),
  () => ({ api: 'cloudflare', kind: 'status', status: 500, operation: 'GET', times: 1 }),
  (random) => ({ api: 'cloudflare', kind: 'slow', ms: random.between(50, 900), times: 3 }),
  () => ({ api: 'litemail', kind: 'drop', operation: 'POST /v1/cloudflare-credentials', times: 1 }),
  () => ({ api: 'litemail', kind: 'drop', operation: 'POST /v1/placement-tests', times: 1 }),
  () => ({ api: 'litemail', kind: 'drop', operation: 'PUT /v1/dns', times: 1 }),
  () => ({ api: 'litemail', kind: 'drop', operation: 'DELETE /v1/dns', times: 1 }),
  (random) => ({ api: 'litemail', kind: 'slow', ms: random.between(50, 900), times: 3 }),
  (random) => ({ api: 'slack', kind: 'drop', operation: 'chat.postMessage', times: random.between(1, 2) }),
  () => ({ api: 'slack', kind: 'drop', operation: 'chat.update', times: 1 }),
  () => ({ api: 'slack', kind: 'status', status: 500, operation: 'chat.', times: 2 }),
  (random) => ({ api: 'slack', kind: 'slow', ms: random.between(50, 900), times: 5 }),
  () => ({ api: 'slack', kind: 'twice' }),
];

/** Lets up to three things go wrong. */
export function spoil({ sandbox, random }: World): readonly Fault[] {
  const faults = Array.from({ length: random.between(1, 3) }, () => random.pick(kinds)(random));
  for (const fault of faults) sandbox.sandbox.faults.add(fault);
  return faults;
}
