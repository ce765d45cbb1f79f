import { didYouMean } from '../../engine/commands/names.ts';
import { collectPages, type Listing, onePage, wholeList } from '../../lib/all-pages.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { LiteMail } from '../../ports/litemail.ts';

type Items<F extends (...args: never[]) => Promise<{ items: readonly unknown[] }>> = Awaited<
  ReturnType<F>
>['items'][number];
export type Tag = Items<LiteMail['listTags']>;
export type Workspace = Items<LiteMail['listWorkspaces']>;
export type BillingSubscription = Items<LiteMail['listBillingSubscriptions']>;
type Webhook = Items<LiteMail['listWebhooks']>;

export const listTags = (litemail: LiteMail): Promise<Listing<Tag>> => onePage(() => litemail.listTags());
export const listBillingSubscriptions = (litemail: LiteMail): Promise<Listing<BillingSubscription>> =>
  onePage(() => litemail.listBillingSubscriptions());
export const listWebhooks = (litemail: LiteMail): Promise<Listing<Webhook>> => onePage(() => litemail.listWebhooks());
export const listWorkspaces = (litemail: LiteMail, contains?: string): Promise<Listing<Workspace>> =>
  collectPages(100, (page) => litemail.listWorkspaces({ query: { page, limit: 100, ...(contains && { contains }) } }));

/** Throw where LiteMail does not give all of them. */
export const allTags = async (litemail: LiteMail) => wholeList(await listTags(litemail), 'tags');
export const allBillingSubscriptions = async (litemail: LiteMail) =>
  wholeList(await listBillingSubscriptions(litemail), 'subscriptions');
export const allWorkspaces = async (litemail: LiteMail) => wholeList(await listWorkspaces(litemail), 'workspaces');

/** The one with this id, or with this name whatever its case. */
function findOne<T extends { readonly id: string }>(
  rows: readonly T[],
  typed: string,
  nameOf: (row: T) => string | undefined,
  missing: { readonly problem: string; readonly hint: string },
): T {
  const wanted = typed.trim().toLowerCase();
  const match = rows.find(({ id }) => id === typed.trim()) ?? rows.find((row) => nameOf(row)?.toLowerCase() === wanted);
  if (match) return match;
  const near = didYouMean(typed.trim(), [...new Set(rows.flatMap((row) => nameOf(row) ?? []))]);
  throw new AppError('not_found', missing.problem, { hint: `${near}${missing.hint}` });
}

export const tagNamed = (tags: readonly Tag[], name: string): Tag =>
  findOne(tags, name, (tag) => tag.name, {
    problem: `LiteMail has no tag “${name}”.`,
    hint: `${typed('tags list')} shows all of them.`,
  });

export const workspaceNamed = (workspaces: readonly Workspace[], name: string): Workspace =>
  findOne(workspaces, name, (workspace) => workspace.name, {
    problem: `LiteMail has no workspace “${name}”.`,
    hint: `${typed('workspaces list')} shows all of them.`,
  });

export const subscriptionNamed = (rows: readonly BillingSubscription[], name: string): BillingSubscription =>
  findOne(rows, name, ({ plan }) => plan, {
    problem: `LiteMail has no subscription \`${name}\`.`,
    hint: `${typed('subscriptions list')} shows them with their ids.`,
  });
