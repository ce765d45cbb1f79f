import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import type { PlanStore } from '../../../ports/stores.ts';
import type { Audit } from './audit-store.ts';
import type { Database } from './database.ts';

/**
 * Facts and plans that are stored in one write with a request, on their way to files of their own. A fact is in
 * audit.jsonl at once, and leaves the outbox when it is there for good; its key keeps it from being there twice.
 */
export interface OutboxWork {
  /** Appends the new facts. One that fails is tried again later. */
  deliver(): Promise<void>;
  /** Moves everything to its own file and waits for the disk; that it is gone from here is a lazy change. */
  empty(): Promise<void>;
}

interface Options {
  readonly database: Database;
  readonly audit: Audit;
  readonly plans: PlanStore;
  onWarning(text: string): void;
}

export function createOutbox({ database, audit, plans, onWarning }: Options): OutboxWork {
  const appending = new Map<string, Promise<unknown>>();

  async function deliver(): Promise<void> {
    const facts = database.state.outbox?.facts.filter((fact) => !appending.has(idOf(fact))) ?? [];
    for (const fact of facts) {
      const appended = audit.append(fact, { lazily: true }).catch((error: Error) => {
        appending.delete(idOf(fact));
        onWarning(`The audit waits for the disk: ${error.message}`);
      });
      appending.set(idOf(fact), appended);
    }
    await Promise.all(facts.map((fact) => appending.get(idOf(fact))));
  }

  return {
    deliver,
    async empty() {
      const { facts = [], plans: waiting = [] } = database.state.outbox ?? {};
      if (facts.length + waiting.length === 0) return;
      await deliver();
      await Promise.all(facts.map((fact) => appending.get(idOf(fact))));
      await audit.sync();
      for (const { teamId, plan } of waiting) await plans.put(teamId, plan);
      const gone = new Set<unknown>([...facts.filter((fact) => appending.has(idOf(fact))), ...waiting]);
      await database.update(
        ({ outbox, ...state }) => {
          const left = {
            facts: outbox?.facts.filter((fact) => !gone.has(fact)) ?? [],
            plans: outbox?.plans.filter((plan) => !gone.has(plan)) ?? [],
          };
          return [left.facts.length + left.plans.length > 0 ? { ...state, outbox: left } : state, undefined];
        },
        { lazily: true },
      );
      for (const fact of facts) appending.delete(idOf(fact));
    },
  };
}

const idOf = ({ teamId, key }: AuditFact): string => JSON.stringify([teamId, key]);
