import { normaliseName } from '../../domain/dns/model/name.ts';
import type { Listing } from '../../lib/all-pages.ts';
import { AppError } from '../../lib/errors.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import { day, plural } from '../../ui/list.ts';
import { type DomainRow as Domain, listDomains, listMailboxes, type Mailbox } from '../litemail/index.ts';
import { isFinished, listPlacementTests, type PlacementTest } from '../placement/index.ts';
import { type Answers, type Check, type DomainHealth, notAskedYet, type Problem } from './fleet-look.ts';

/** A list as far as it is known, or why it is not. */
type Part<T> = { readonly rows: T; readonly cut?: string } | Unanswered;
/** `limited`: only because the API takes no calls for now. */
export interface Unanswered {
  readonly why: string;
  readonly limited?: AppError;
}
export const whyOf = (error: AppError): Unanswered => ({
  why: error.message,
  ...(error.code === 'rate_limited' && { limited: error }),
});

/** What LiteMail's lists say, by domain. */
export interface Account {
  readonly domains: Part<ReadonlyMap<string, Domain>>;
  readonly mailboxes: Part<ReadonlyMap<string, readonly Mailbox[]>>;
  /** Of the last finished test with the domain's mailboxes. */
  readonly placement: Part<ReadonlyMap<string, Landed>>;
}
interface Landed {
  readonly test: string;
  readonly inbox: number;
  readonly total: number;
}

async function part<T, R>(list: Promise<Listing<T>>, rowsOf: (items: readonly T[]) => R): Promise<Part<R>> {
  try {
    const { items, odd, missing } = await list;
    const cut = missing !== undefined || odd.length > 0;
    return { rows: rowsOf(items), ...(cut && { cut: 'LiteMail’s list could not be read as a whole' }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return whyOf(error);
  }
}

const domainOf = ({ email = '', domain }: Pick<Mailbox, 'email' | 'domain'>): string =>
  normaliseName(domain ?? email.slice(email.lastIndexOf('@') + 1));

/** Each list by itself: one that is refused leaves the others as they are. */
export async function readAccount(litemail: LiteMail): Promise<Account> {
  const [domains, mailboxes, placement] = await Promise.all([
    part(listDomains(litemail), (rows) => new Map(rows.map((row) => [normaliseName(row.domain), row]))),
    part(listMailboxes(litemail), (rows) => Map.groupBy(rows, domainOf)),
    part(listPlacementTests(litemail), landedByDomain),
  ]);
  return { domains, mailboxes, placement };
}

export const noAccount = (why: string): Account => ({ domains: { why }, mailboxes: { why }, placement: { why } });

function landedByDomain(tests: readonly PlacementTest[]): ReadonlyMap<string, Landed> {
  const when = ({ completedAt, createdAt }: PlacementTest) => completedAt ?? createdAt ?? '';
  const newest = tests.filter(({ status }) => isFinished(status)).sort((a, b) => when(b).localeCompare(when(a)));
  const landed = new Map<string, Landed>();
  for (const { id, testName = id, mailboxes = [] } of newest) {
    const rows = mailboxes.flatMap(({ email, inbox, spam = 0, missing = 0, total = (inbox ?? 0) + spam + missing }) =>
      email && inbox !== undefined && total > 0 ? [{ domain: domainOf({ email }), inbox, total }] : [],
    );
    for (const [domain, own] of Map.groupBy(rows, ({ domain }) => domain)) {
      const sum = (of: 'inbox' | 'total') => own.reduce((all, row) => all + row[of], 0);
      if (!landed.has(domain)) landed.set(domain, { test: testName, inbox: sum('inbox'), total: sum('total') });
    }
  }
  return landed;
}

/** How many mailboxes a domain has; undefined where that is not known. */
export const mailboxCount = ({ mailboxes }: Account, name: string): number | undefined =>
  'rows' in mailboxes ? (mailboxes.rows.get(name)?.length ?? (mailboxes.cut ? undefined : 0)) : undefined;

/** What the account's lists say of one domain, at `now`. */
export function accountAnswers(account: Account, name: string, now: number, known: DomainHealth['expiry']): Answers {
  return {
    mailboxes: answer(account.mailboxes, (rows) => mailboxAnswer(rows.get(name) ?? [], name)),
    placement: answer(account.placement, (rows) => placementAnswer(rows.get(name), mailboxCount(account, name))),
    expiry: answer(account.domains, (rows) => listedExpiry(rows.get(name), name, now, known)),
  };
}

type Answer = NonNullable<Answers[Check]>;

function answer<R>(list: Part<R>, of: (rows: R) => Answer): Answer {
  if ('why' in list) return { problems: [], unknown: list.why };
  return { ...(list.cut && { unknown: list.cut }), ...of(list.rows) };
}

const isWell = (status: string): boolean =>
  /^(active|ok|ready|warm|pend|in.?progress|process|creat|provision|assign|queued|setting)/i.test(status);
const hasEnded = (status: string): boolean => /suspend|fail|error|block|expired|delet|disconnect/i.test(status);
const isOff = (status: string): boolean => /inactive|disabl|paus|stop/i.test(status);

function mailboxAnswer(mailboxes: readonly Mailbox[], name: string): Answer {
  const problems: Problem[] = [];
  let unknown: string | undefined;
  for (const [status, rows] of Map.groupBy(mailboxes, (mailbox) => mailbox.status ?? '')) {
    const isBad = hasEnded(status);
    if (!isBad && !isOff(status)) {
      if (!isWell(status)) unknown = status ? `LiteMail says ${status}` : 'LiteMail gives no status';
      continue;
    }
    const [first] = rows;
    const more = rows.length > 1 ? ` and ${rows.length - 1} more` : '';
    const words = status.toLowerCase().replaceAll('_', ' ');
    problems.push({
      check: 'mailboxes',
      key: `mailboxes ${status.toLowerCase()}`,
      severity: isBad ? 'error' : 'warning',
      text: `${plural(rows.length, 'mailbox is', 'mailboxes are')} ${words}: ${first?.email ?? first?.id}${more}.`,
      command: `mailboxes list --contains ${name}`,
    });
  }
  return { problems, ...(unknown !== undefined && { unknown }) };
}

/** Shares of test mails in the inbox below which something has to be done. */
const poor = 0.5;
const fair = 0.8;

function placementAnswer(landed: Landed | undefined, mailboxes: number | undefined): Answer {
  if (!landed) return { problems: [], ...(mailboxes !== 0 && { unknown: 'no placement test yet' }) };
  const share = landed.inbox / landed.total;
  if (share >= fair) return { problems: [] };
  return {
    problems: [
      {
        check: 'placement',
        key: 'placement',
        severity: share < poor ? 'error' : 'warning',
        text: `${Math.round(share * 100)}% of the test mails of “${landed.test}” were in the inbox.`,
        fix: 'Mend SPF, DKIM and DMARC first, then send less until it recovers.',
        command: `placement show "${landed.test}"`,
      },
    ],
  };
}

const dayMs = 86_400_000;
const soon = 30;
const atOnce = 7;

function listedExpiry(domain: Domain | undefined, name: string, now: number, known: DomainHealth['expiry']): Answer {
  if (!domain) return { problems: [], unknown: 'not a domain of the LiteMail account' };
  if (domain.expireOn !== undefined) return expiryAnswer(domain, name, now);
  return known ? expiryAnswer(known, name, now) : { problems: [], unknown: notAskedYet };
}

type Expiring = Partial<Pick<Domain, 'expireOn' | 'autoRenew'>>;

export function expiryAnswer(domain: Expiring, name: string, now: number): Answer {
  const ends = Date.parse(domain.expireOn ?? '');
  if (Number.isNaN(ends)) return { problems: [], unknown: 'LiteMail does not say when' };
  const days = Math.floor((ends - now) / dayMs);
  if (days >= soon || (days >= 0 && domain.autoRenew)) return { problems: [] };
  const renewal =
    domain.autoRenew === undefined ? 'whether it is renewed by itself is not known' : 'it is not renewed by itself';
  return {
    problems: [
      {
        check: 'expiry',
        key: days < 0 ? 'expired' : 'expires',
        severity: days < atOnce ? 'error' : 'warning',
        text: days < 0 ? `Expired on ${day(domain.expireOn)}.` : `Expires on ${day(domain.expireOn)}, and ${renewal}.`,
        fix: 'Renew it in LiteMail’s dashboard.',
        command: `domains show ${name}`,
      },
    ],
  };
}

/** For a zone whose DNS is at LiteMail; Cloudflare says it of its own. */
export function liteMailNameServers(account: Account, name: string): Answer {
  if ('why' in account.domains) return { problems: [], unknown: account.domains.why };
  const { status, nameServers = [] } = account.domains.rows.get(name) ?? {};
  if (!status) return { problems: [], unknown: 'LiteMail does not say' };
  if (/^active$/i.test(status)) return { problems: [] };
  if (!/pend|wait|progress|inactive|fail|verif/i.test(status))
    return { problems: [], unknown: `LiteMail says ${status}` };
  return { problems: [notDelegated(nameServers, `LiteMail says ${status.toLowerCase()}`, `domains verify ${name}`)] };
}

export const notDelegated = (nameServers: readonly string[], says: string, command?: string): Problem => ({
  check: 'name-servers',
  key: 'name-servers',
  severity: 'error',
  text: `The domain does not use these name servers, so its records have no effect (${says}).`,
  ...(nameServers.length > 0 && { fix: `Set ${nameServers.join(' and ')} at the registrar.` }),
  ...(command && { command }),
});
