import {
  createInMemoryClaims,
  createInMemoryDedupe,
  createInMemoryLocks,
  createInMemoryQuotas,
  createInMemoryThrottles,
} from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { describeCoordination } from '../../contracts/coordination.ts';

describeCoordination('memory', (clock) => ({
  claims: createInMemoryClaims(),
  dedupe: createInMemoryDedupe(clock),
  locks: createInMemoryLocks(),
  quotas: createInMemoryQuotas(clock),
  throttles: createInMemoryThrottles(clock),
}));
