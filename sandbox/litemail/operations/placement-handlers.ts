import { createHash } from 'node:crypto';
import { fieldsOf, optionalText, paged, query, text, texts } from '../input.ts';
import { type Context, iso, newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { PlacementTest, TeamState } from '../team-state.ts';

const providers = ['GOOGLE', 'MICROSOFT', 'YAHOO'];
const seedsPerProvider = 10;

/** Where the mails of one mailbox land at one provider: always the same for the same test. */
function landed(testId: string, mailboxId: string, provider: string) {
  const [first = 0, second = 0] = createHash('md5').update(`${testId}/${mailboxId}/${provider}`).digest();
  const spam = first % 4;
  const missing = second % 5 === 0 ? 1 : 0;
  return { inbox: seedsPerProvider - spam - missing, spam, missing, total: seedsPerProvider };
}

function sum(rows: ReturnType<typeof landed>[]) {
  const total = { inbox: 0, spam: 0, missing: 0, total: 0 };
  for (const row of rows) for (const key of ['inbox', 'spam', 'missing', 'total'] as const) total[key] += row[key];
  return total;
}

const rate = (part: number, total: number) => (total === 0 ? 0 : Math.round((part / total) * 1000) / 10);

function report(test: PlacementTest, team: TeamState) {
  const { mailboxIds, emailSubject, ...head } = test;
  if (test.status !== 'COMPLETED') return { ...head, emailSubject, mailboxIds, summary: null, byProvider: [] };
  const byProvider = providers.map((provider) => ({
    provider,
    ...sum(mailboxIds.map((id) => landed(test.id, id, provider))),
  }));
  const all = sum(byProvider);
  return {
    ...head,
    emailSubject,
    summary: {
      ...all,
      inboxRate: rate(all.inbox, all.total),
      spamRate: rate(all.spam, all.total),
      blacklisted: false,
      authPassRate: 100,
    },
    byProvider,
    mailboxes: mailboxIds.map((mailboxId) => ({
      mailboxId,
      email: team.mailboxes.find(({ id }) => id === mailboxId)?.email ?? null,
      ...sum(providers.map((provider) => landed(test.id, mailboxId, provider))),
    })),
  };
}

const listTests: Operation = ({ team, call }) => {
  const status = query(call, 'status')?.toUpperCase();
  const tests = team.placementTests.filter((test) => status === undefined || test.status === status).toReversed();
  return {
    message: 'Placement tests retrieved successfully',
    data: paged(
      call,
      'placementTests',
      tests.map((test) => report(test, team)),
    ),
  };
};

const createTest: Operation = ({ team, call, options, now, schedule }: Context) => {
  const fields = fieldsOf(call);
  const testName = text(fields, 'testName');
  const mailboxIds = texts(fields, 'mailboxIds');
  const unknown = mailboxIds.filter((id) => !team.mailboxes.some((mailbox) => mailbox.id === id));
  if (unknown.length > 0) throw new Refusal(404, `Mailbox not found: ${unknown.join(', ')}`);
  const test: PlacementTest = {
    id: newId(),
    testName,
    emailSubject: optionalText(fields, 'emailSubject') ?? testName,
    status: 'RUNNING',
    createdAt: iso(now()),
    completedAt: null,
    mailboxIds,
  };
  team.placementTests.push(test);
  schedule(options.delays.placement, { kind: 'complete-placement', testId: test.id });
  return { status: 201, message: 'Placement test created successfully', data: report(test, team) };
};

export const placement = {
  'List Placement Tests': route('GET /placement-tests', listTests, { sibling: '/placement', onlyInV3: true }),
  'Create Placement Test': route('POST /placement-tests', createTest, { sibling: '/placement', onlyInV3: true }),
} satisfies Routes;
