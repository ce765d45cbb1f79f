import pLimit from 'p-limit';
import { displayName, normaliseName } from '../../domain/dns/model/name.ts';
import { didYouMean } from '../../engine/commands/names.ts';
import { AppError } from '../../lib/errors.ts';
import { globMatches, MAX_GLOB_LENGTH } from '../../lib/glob.ts';
import type { CommandContext } from '../product-context.ts';
import { allDomains, type Domain, findDomain } from './find-domain.ts';
import { allMailboxes, findMailboxes, type Mailbox } from './find-mailbox.ts';
import { allTags, allWorkspaces, tagNamed, workspaceNamed } from './find-named.ts';

/** Which domains a command is for. What narrows them counts together; without names it narrows all that there are. */
export interface Selection {
  /** Domains, or patterns such as `acme-*`. */
  readonly names: readonly string[];
  readonly all?: boolean | undefined;
  /** Names of LiteMail's tags: one of them is enough. */
  readonly tag?: readonly string[] | undefined;
  readonly workspace?: string | undefined;
  readonly notConnected?: boolean | undefined;
  readonly except?: readonly string[] | undefined;
}

/** One of what there is to choose from, by its name in normal form. */
interface Named {
  readonly name: string;
}

interface Source<T extends Named> {
  readonly items: readonly T[];
  /** A name below the one of an item means that item: `eu.acme.com` in a zone. */
  readonly holdsNamesBelow?: true;
  notFound(missing: readonly string[]): AppError;
}

/** One that was chosen, and the names by which it was. */
type Chosen<T> = T & { readonly names: readonly string[] };

const maxChosen = 1_000;
const maxNamed = 10;
/** Each is held against every domain while everybody else waits. */
const maxPatterns = 50;
const concurrency = 2;

export const isPattern = (text: string): boolean => text.includes('*');

export const listed = (names: readonly string[]): string =>
  `${names.slice(0, maxNamed).map(displayName).join(', ')}${names.length > maxNamed ? ` and ${names.length - maxNamed} more` : ''}`;

/** Whether anything is selected at all. */
export const isSelecting = ({ names, all, tag, workspace, notConnected }: Selection): boolean =>
  names.length > 0 || all === true || (tag?.length ?? 0) > 0 || workspace !== undefined || notConnected === true;

/** The one domain that is named, where nothing else is said. */
export function onlyName({ names, except = [], ...narrowing }: Selection): string | undefined {
  const [only] = names;
  const more = names.length > 1 || except.length > 0 || isSelecting({ names: [], ...narrowing });
  return only === undefined || isPattern(only) || more ? undefined : normaliseName(only);
}

/**
 * The items that are selected, each once, in the order of the names. Throws `not_found` naming all that are missing, and
 * `bad_input` where nothing is left, for an exception without effect, and for too many.
 */
export async function chooseFrom<T extends Named>(
  ctx: CommandContext,
  selection: Selection,
  source: Source<T>,
): Promise<Chosen<T>[]> {
  const names = namesOf(selection);
  const matching = matches(names, source);
  const missing = names.filter((name) => matching.get(name)?.length === 0);
  if (missing.length > 0) throw source.notFound(missing);
  const chosen = new Map<string, Chosen<T>>();
  for (const name of names)
    for (const item of matching.get(name) ?? []) {
      const named = [...(chosen.get(item.name)?.names ?? []), isPattern(name) ? item.name : name];
      chosen.set(item.name, { ...item, names: [...new Set(named)] });
    }
  return exclude(await narrowed(ctx, selection, [...chosen.values()]), selection.except ?? []);
}

function namesOf({ names, all, tag, workspace, notConnected }: Selection): string[] {
  if (all && names.length > 0)
    throw new AppError('bad_input', 'Give either domains or `--all`, not both.', {
      hint: 'To leave some out use `--except`.',
    });
  checkPatterns(names, 'domains');
  if (names.length > 0) return names.map((name) => (isPattern(name) ? name.toLowerCase() : normaliseName(name)));
  if (isSelecting({ names, all, tag, workspace, notConnected })) return ['*'];
  throw new AppError('bad_input', 'No domain was given.', { hint: 'Name some, or use `--all`.' });
}

/** For a pattern all that match it; for a name the item, or the most specific one that holds it. */
function matches<T extends Named>(
  names: readonly string[],
  { items, holdsNamesBelow }: Source<T>,
): Map<string, readonly T[]> {
  const byName = new Map(items.map((item) => [item.name, item]));
  const holding = (name: string): T[] => {
    const labels = name.split('.');
    const above = holdsNamesBelow ? labels.map((_, index) => labels.slice(index).join('.')) : [name];
    return above.flatMap((each) => byName.get(each) ?? []).slice(0, 1);
  };
  return new Map(
    names.map((name) => [name, isPattern(name) ? items.filter((item) => globMatches(name, item.name)) : holding(name)]),
  );
}

/** Those with the tag, in the workspace, not connected: whatever of that was asked for. */
async function narrowed<T extends Named>(
  ctx: CommandContext,
  { tag = [], workspace, notConnected }: Selection,
  chosen: readonly T[],
): Promise<readonly T[]> {
  if (tag.length === 0 && workspace === undefined && !notConnected) return chosen;
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const rows = new Map((await allDomains(litemail)).map((row) => [normaliseName(row.domain), row]));
  const keep = async (
    still: readonly T[],
    what: string,
    test: (row: Domain | undefined) => boolean | Promise<boolean>,
  ) => {
    const inTurn = pLimit(concurrency);
    const kept = await Promise.all(still.map((item) => inTurn(async () => test(rows.get(item.name)))));
    const left = still.filter((_, index) => kept[index]);
    if (left.length > 0) return left;
    const of = still.length > maxNamed ? `${still.length} domains` : listed(still.map(({ name }) => name));
    throw new AppError('bad_input', `No domain is left: of ${of} none ${what}.`, { hint: 'Nothing was done.' });
  };
  let left = chosen;
  if (notConnected)
    left = await keep(left, 'is left to connect to LiteMail', (row) => !/^active$/i.test(row?.status ?? ''));
  if (workspace !== undefined) {
    const { id, name } = workspaceNamed(await allWorkspaces(litemail), workspace);
    left = await keep(left, `is in the workspace “${name}”`, (row) => row?.workspaceId === id);
  }
  if (tag.length === 0) return left;
  const all = await allTags(litemail);
  // One call a domain, which takes longer than a person's turn lasts.
  const patient = await ctx.apis.litemail(ctx.actor.teamId, 'background');
  const wanted = new Set(tag.map((name) => tagNamed(all, name)).flatMap(({ id, name }) => [id, name.toLowerCase()]));
  return keep(left, `has the tag ${tag.map((name) => `“${name}”`).join(' or ')}`, async (row) => {
    if (!row) return false;
    // LiteMail's list may leave the tags out.
    const tags = row.tags ?? (await patient.getDomain({ params: { domainId: row.id } })).tags ?? [];
    return tags.some((each) =>
      typeof each === 'string'
        ? wanted.has(each) || wanted.has(each.toLowerCase())
        : wanted.has(each.id ?? '') || wanted.has(each.name.toLowerCase()),
    );
  });
}

/** Removes the excluded ones. Throws `bad_input` for an exclusion without effect, and if none is left. */
export function exclude<T extends Named>(chosen: readonly T[], except: readonly string[]): T[] {
  checkPatterns(except, 'except');
  const all = new Set(chosen.map(({ name }) => name));
  const patterns = except.filter(isPattern);
  const names = new Set(except.map(normaliseName));
  const unmatched = except.filter((each) =>
    isPattern(each) ? !chosen.some(({ name }) => globMatches(each, name)) : !all.has(normaliseName(each)),
  );
  if (unmatched.length > 0)
    throw new AppError('bad_input', `${listed(unmatched)} excludes none of the selected zones.`, {
      hint: 'Nothing was planned. Check the spelling.',
      fields: { except: `There is no such zone here: ${listed(unmatched)}.` },
    });
  const left = chosen.filter(({ name }) => !names.has(name) && !patterns.some((pattern) => globMatches(pattern, name)));
  if (left.length === 0) throw new AppError('bad_input', 'No zones are left after the exclusions.');
  if (left.length > maxChosen)
    throw new AppError('bad_input', `That selects ${left.length} zones; one request can cover at most ${maxChosen}.`, {
      hint: 'Select fewer, for example with a narrower pattern.',
    });
  return left;
}

function checkPatterns(given: readonly string[], field: string): void {
  const patterns = given.filter(isPattern);
  const long = patterns.find((pattern) => pattern.length > MAX_GLOB_LENGTH);
  const problem = long
    ? `A pattern has at most ${MAX_GLOB_LENGTH} characters; “${long.slice(0, 40)}…” has ${long.length}.`
    : `One request takes ${maxPatterns} patterns; these are ${patterns.length}.`;
  if (long || patterns.length > maxPatterns) throw new AppError('bad_input', problem, { fields: { [field]: problem } });
}

/** `Did you mean acme-mail.com?` for each name; of a pattern what stands beside the stars is compared. */
export const nearestTo = (missing: readonly string[], known: readonly string[]): string =>
  missing
    .slice(0, maxNamed)
    .map((name) => didYouMean(name.replaceAll('*', ''), known))
    .join('');

/** The domains at LiteMail that are selected. */
export async function selectDomains(ctx: CommandContext, selection: Selection): Promise<(Domain & Named)[]> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const named = (row: Domain) => ({ ...row, name: normaliseName(row.domain) });
  const only = onlyName(selection);
  if (only !== undefined) return [named(await findDomain(litemail, only))];
  const items = (await allDomains(litemail)).map(named);
  return chooseFrom(ctx, selection, {
    items,
    notFound: (missing) =>
      new AppError('not_found', `LiteMail has no domain ${listed(missing)} in this account.`, {
        hint: `${nearestTo(
          missing,
          items.map(({ name }) => name),
        )}Check the spelling, or leave them out.`,
      }),
  });
}

/** Those of the mailboxes that are on one of these domains. */
export function mailboxesOn(
  domains: readonly (Pick<Domain, 'id'> & Named)[],
  mailboxes: readonly Mailbox[],
): Mailbox[] {
  const [ids, names] = [new Set(domains.map(({ id }) => id)), new Set(domains.map(({ name }) => name))];
  return mailboxes.filter(
    ({ domainId, domain, email }) =>
      (domainId !== undefined && ids.has(domainId)) || names.has(normaliseName(domain ?? email?.split('@')[1] ?? '')),
  );
}

/** The mailboxes that are named, and those on the domains that are selected; none where nothing is said. */
export async function chosenMailboxes(
  ctx: CommandContext,
  named: readonly string[],
  selection: Selection,
): Promise<Mailbox[]> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const own = named.length > 0 ? await findMailboxes(litemail, named) : [];
  if (!isSelecting(selection)) return own;
  const domains = await selectDomains(ctx, selection);
  const there = mailboxesOn(domains, await allMailboxes(litemail));
  if (there.length === 0)
    throw new AppError('bad_input', `There is no mailbox on ${listed(domains.map(({ name }) => name))}.`);
  return [...new Map([...own, ...there].map((mailbox) => [mailbox.id, mailbox])).values()];
}
