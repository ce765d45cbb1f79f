import { createInMemoryClaims } from '../../../src/adapters/in-memory/in-memory-claims.ts';
import { createInMemoryDedupe } from '../../../src/adapters/in-memory/in-memory-dedupe.ts';
import { createInMemoryLocks } from '../../../src/adapters/in-memory/in-memory-locks.ts';
import { createInMemoryQuotas } from '../../../src/adapters/in-memory/in-memory-quotas.ts';
import { createInMemoryThrottles } from '../../../src/adapters/in-memory/in-memory-throttles.ts';
import { describeCoordination } from '../../contracts/coordination.ts';

describeCoordination('memory', (clock) => ({
  claims: createInMemoryClaims(),
  dedupe: createInMemoryDedupe(clock),
  locks: createInMemoryLocks(),
  quotas: createInMemoryQuotas(clock),
  throttles: createInMemoryThrottles(clock),
}));
