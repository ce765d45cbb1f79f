import { collectPages } from '../../lib/all-pages.ts';
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
  missing: AppError,
): T {
  const wanted = typed.trim().toLowerCase();
  const match = rows.find(({ id }) => id === typed.trim()) ?? rows.find((row) => nameOf(row)?.toLowerCase() === wanted);
  if (match) return match;
  throw missing;
}

export const tagNamed = (tags: readonly Tag[], name: string): Tag =>
  findOne(
    tags,
    name,
    (tag) => tag.name,
    new AppError('not_found', `LiteMail has no tag “${name}”.`, { hint: `${typed('tags list')} shows all of them.` }),
  );

export const workspaceNamed = (workspaces: readonly Workspace[], name: string): Workspace =>
  findOne(
    workspaces,
    name,
    (workspace) => workspace.name,
    new AppError('not_found', `LiteMail has no workspace “${name}”.`, {
      hint: `${typed('workspaces list')} shows all of them.`,
    }),
  );

export const subscriptionNamed = (rows: readonly BillingSubscription[], name: string): BillingSubscription =>
  findOne(
    rows,
    name,
    ({ plan }) => plan,
    new AppError('not_found', `LiteMail has no subscription \`${name}\`.`, {
      hint: `${typed('subscriptions list')} shows them with their ids.`,
    }),
  );
