import { expect, it } from 'vitest';
import type { Outcome } from '../../../src/domain/proposal.ts';
import { attachReplan } from '../../../src/engine/approvals/execute/apply-request.ts';
import type { Command } from '../../../src/engine/commands/define.ts';
import type { Services } from '../../../src/engine/context.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { aRequest } from '../../helpers/requests.ts';

const refused: Outcome = { status: 'refused', text: 'MX acme-mail.com changed since this plan was made.' };

/** What the requester is told after a refusal, when planning anew fails like this. */
async function told(error: Error) {
  const reported: unknown[] = [];
  const request = aRequest({ args: { domain: 'acme-mail.com' } });
  const command = { kind: 'planned', name: request.command, plan: () => Promise.reject(error) } as unknown as Command;
  // Of all services this uses these alone, and of a command its name and how it plans.
  const services = {
    registry: [command],
    access: { actor: async () => ({}) },
    reference: (bug: unknown) => {
      reported.push(bug);
      return 'ref-1';
    },
  } as unknown as Services;
  return { outcome: await attachReplan(services, request, refused), reported };
}

it('is told that it was refused although what it would do now cannot be worked out, and the bug is reported', async () => {
  const bug = new Error('nobody thought of that');
  expect(await told(bug)).toEqual({ outcome: refused, reported: [bug] });
});

it('is told why it would be refused now', async () => {
  const { outcome, reported } = await told(new AppError('not_found', 'acme-mail.com is gone.'));
  expect(outcome.replan).toEqual({ result: 'refused', title: 'acme-mail.com is gone.', items: [] });
  expect(reported).toEqual([]);
});
