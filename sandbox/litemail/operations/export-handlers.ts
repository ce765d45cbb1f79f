import { email, fieldsOf, optionalText, paged, text, texts } from '../input.ts';
import { iso, newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { ExportRecord, TeamState } from '../team-state.ts';
import { mailboxById } from './mailbox-handlers.ts';

const apps = ['REACHINBOX', 'INSTANTLY', 'SMARTLEAD', 'REPLY_IO', 'EMAILBISON'];

function appIn(name: string): string {
  const app = name.toUpperCase();
  if (!apps.includes(app) && app !== 'MANUAL') throw new Refusal(400, `Unknown app: ${name}`);
  return app;
}

function mailboxesIn(fields: Record<string, unknown>, team: TeamState): string[] {
  const ids = fields.ids === undefined ? team.mailboxes.map(({ id }) => id) : texts(fields, 'ids');
  const without = fields.excludeIds === undefined ? [] : texts(fields, 'excludeIds');
  const contains = optionalText(fields, 'contains') ?? '';
  const status = optionalText(fields, 'status')?.toUpperCase();
  return ids
    .map((id) => mailboxById(team, id))
    .filter((mailbox) => !without.includes(mailbox.id) && mailbox.email.includes(contains))
    .filter((mailbox) => status === undefined || mailbox.status === status)
    .map(({ id }) => id);
}

const record = (platform: string, mailboxIds: string[], status: string, now: number): ExportRecord => ({
  id: newId(),
  platform,
  mailboxIds,
  status,
  fileUrl: null,
  error: null,
  createdAt: iso(now),
});

const exportMailboxes: Operation = ({ team, call, now, options, schedule }) => {
  const fields = fieldsOf(call);
  const wanted = texts(fields, 'apps').map(appIn);
  const mailboxIds = mailboxesIn(fields, team);
  if (mailboxIds.length === 0) throw new Refusal(400, 'No mailboxes match');
  const missing = wanted.find((app) => app !== 'MANUAL' && !team.accounts.some((each) => each.app === app));
  if (missing) throw new Refusal(400, `Add your ${missing} account first`);
  for (const app of wanted) {
    const made = record(app, mailboxIds, 'PENDING', now());
    if (app === 'MANUAL') made.fileUrl = `https://files.example.com/exports/${made.id}.csv`;
    team.exports.unshift(made);
    schedule(options.delays.export, { kind: 'complete-export', exportId: made.id });
    if (app === 'MANUAL') return { message: 'Export started', link: { csvExportedLink: made.fileUrl ?? '' } };
  }
  return { message: 'Export started' };
};

const addAccount: Operation = ({ team, call }) => {
  const fields = fieldsOf(call);
  text(fields, 'password');
  const account = { id: newId(), app: appIn(text(fields, 'app')), email: email(fields, 'email') };
  if (team.accounts.some((each) => each.app === account.app && each.email === account.email))
    throw new Refusal(409, 'This account was added already');
  team.accounts.push(account);
  return { status: 201, message: 'Account details added successfully', data: account };
};

const updateAccount: Operation = ({ team, call }) => {
  const fields = fieldsOf(call);
  text(fields, 'password');
  const [app, address] = [appIn(text(fields, 'app')), email(fields, 'email')];
  const id = optionalText(fields, 'accountId');
  const account = team.accounts.find((each) => (id ? each.id === id : each.app === app));
  if (!account) throw new Refusal(404, 'Account not found');
  Object.assign(account, { app, email: address });
  return { message: 'Account details updated successfully', data: account };
};

const connectInbox: Operation = ({ team, call }) => {
  const fields = fieldsOf(call);
  appIn(text(fields, 'platform'));
  const results = texts(fields, 'mailboxIds').map((mailboxId) => {
    const mailbox = team.mailboxes.find(({ id }) => id === mailboxId);
    if (mailbox?.status === 'ACTIVE') return { mailboxId, email: mailbox.email, status: 'CONNECTED' };
    const error = mailbox ? `Mailbox is ${mailbox.status}` : 'Mailbox not found';
    return { mailboxId, email: mailbox?.email ?? null, status: 'FAILED', error };
  });
  const connected = results.filter(({ status }) => status === 'CONNECTED').length;
  return { message: 'Inboxes connected', data: { connected, failed: results.length - connected, results } };
};

const listHistory: Operation = ({ team, call }) => ({
  message: 'Export history retrieved successfully',
  data: paged(
    call,
    'exports',
    team.exports.map((each) => ({ ...each, mailboxCount: each.mailboxIds.length })),
  ),
});

const createHistory: Operation = ({ team, call, now }) => {
  const fields = fieldsOf(call);
  const status = (optionalText(fields, 'status') ?? 'COMPLETED').toUpperCase();
  if (!['PENDING', 'COMPLETED', 'FAILED'].includes(status)) throw new Refusal(400, `Unknown status: ${status}`);
  const ids = texts(fields, 'mailboxIds').map((id) => mailboxById(team, id).id);
  const made = record(appIn(text(fields, 'platform')), ids, status, now());
  team.exports.unshift(made);
  return { status: 201, message: 'Export history record created successfully', data: made };
};

export const mailboxExports = {
  'Export Mailboxes': route('POST /exports/mailboxes', exportMailboxes, { sibling: '/exports' }),
  'Add Third Party Account Details': route('POST /exports/accounts/third-party', addAccount, {
    sibling: '/exports/third-party',
  }),
  'Update Third Party Account Details': route('PUT /exports/accounts/third-party', updateAccount, {
    sibling: '/exports/third-party',
  }),
  'Connect Inboxes (Export to Platform)': route('POST /connect-inbox', connectInbox),
  'List Export History': route('GET /export-history', listHistory, { onlyInV3: true }),
  'Create Export History Record': route('POST /export-history', createHistory, { onlyInV3: true }),
} satisfies Routes;
