import { didYouMean } from '../../engine/commands/names.ts';
import { collectPages } from '../../lib/async.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { LiteMail } from '../../ports/litemail.ts';

type Items<F extends (...args: never[]) => Promise<{ items: readonly unknown[] }>> = Awaited<
  ReturnType<F>
>['items'][number];
export type Tag = Items<LiteMail['listTags']>;
export type Workspace = Items<LiteMail['listWorkspaces']>;
export type BillingSubscription = Items<LiteMail['listBillingSubscriptions']>;

export const allTags = async (litemail: LiteMail): Promise<Tag[]> => (await litemail.listTags()).items;

export const allWorkspaces = (litemail: LiteMail, contains?: string): Promise<Workspace[]> =>
  collectPages((page) => litemail.listWorkspaces({ query: { page, limit: 100, ...(contains && { contains }) } }));

export const allBillingSubscriptions = async (litemail: LiteMail): Promise<BillingSubscription[]> =>
  (await litemail.listBillingSubscriptions()).items;

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
