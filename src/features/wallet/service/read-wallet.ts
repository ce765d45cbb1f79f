import { AppError } from '../../../lib/errors.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import type { CommandContext, Journal } from '../../product-context.ts';

export interface Wallet {
  readonly [key: string]: number | boolean | null;
  /** USD, 42.5 is $42.50. Null is everywhere what LiteMail does not say. */
  readonly balance: number | null;
  readonly recharges: boolean | null;
  readonly below: number | null;
  readonly adds: number | null;
}

const RETRY_MS = 2000;

/**
 * What a lost answer did is told from the balance, so nothing else may add to it until that is known: one charge of a wallet
 * begins only when those before it have ended.
 */
export async function waitForEarlierCharges(ctx: CommandContext, journal: Pick<Journal, 'read'>): Promise<void> {
  if (journal.read()) return;
  const { stores, actor, clock, request } = ctx;
  const open = await stores.requests.list(actor.teamId, { subject: 'wallet', status: ['approved'] });
  for (const { id } of open)
    if (id !== request && (await stores.journals.get(actor.teamId, id)))
      throw new AppError('rate_limited', `The outcome of request \`${id}\` on the same wallet is not known yet.`, {
        retryAt: clock.now() + RETRY_MS,
      });
}

export async function readWallet(litemail: LiteMail): Promise<Wallet> {
  const { walletBalance, autoRechargeEnabled, autoRechargeDetails } = await litemail.getWalletBalance();
  return {
    balance: walletBalance ?? null,
    recharges: autoRechargeEnabled ?? null,
    below: autoRechargeDetails?.threshold ?? null,
    adds: autoRechargeDetails?.minimumRechargeAmount ?? null,
  };
}

/** USD; null where LiteMail does not tell it, which stops no purchase. */
export async function balanceIfKnown(litemail: LiteMail): Promise<number | null> {
  try {
    return (await readWallet(litemail)).balance;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/**
 * Whether the balance has grown by what was to be added; other charges may come in between, so a cent less counts. False
 * too where LiteMail does not say one of the balances: then nothing is known.
 */
export const hasGrown = (before: Wallet, now: Wallet, amount: number): boolean =>
  before.balance !== null && now.balance !== null && now.balance >= before.balance + amount - 0.01;

/** Why a lost call is of unknown outcome, in words. */
export const notSeen = (before: Wallet, now: Wallet): string =>
  before.balance === null || now.balance === null
    ? 'LiteMail does not say the balance, so nobody can tell'
    : 'the wallet has not grown';
