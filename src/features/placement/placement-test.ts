import { collectPages, type Listing } from '../../lib/all-pages.ts';
import type { LiteMail } from '../../ports/litemail.ts';

export type PlacementTest = Awaited<ReturnType<LiteMail['listPlacementTests']>>['items'][number];

export const listPlacementTests = (litemail: LiteMail): Promise<Listing<PlacementTest>> =>
  collectPages(50, (page) => litemail.listPlacementTests({ query: { page, limit: 50 } }));

/** Seed mails of one provider by where they arrived. */
export interface Arrivals {
  readonly provider: string;
  readonly inbox: number;
  readonly spam: number;
  readonly missing: number;
}

interface Reported {
  readonly provider: string;
  readonly inbox?: number | undefined;
  readonly spam?: number | undefined;
  readonly missing?: number | undefined;
  readonly total?: number | undefined;
}

/** LiteMail may leave `missing` out and give a total instead. */
export const arrivals = ({ provider, inbox = 0, spam = 0, missing, total }: Reported): Arrivals => ({
  provider,
  inbox,
  spam,
  missing: missing ?? Math.max(0, (total ?? inbox + spam) - inbox - spam),
});

export const isFinished = (status: string | undefined): boolean => /^(completed?|done|finished)$/i.test(status ?? '');
export const isFailed = (status: string | undefined): boolean => /^(failed|error|cancell?ed)$/i.test(status ?? '');
