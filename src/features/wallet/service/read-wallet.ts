import { AppError } from '../../../lib/errors.ts';
import type { LiteMail } from '../../../ports/litemail.ts';

export interface Wallet {
  readonly [key: string]: number | boolean | null;
  /** USD, 42.5 is $42.50. */
  readonly balance: number;
  readonly recharges: boolean;
  readonly below: number | null;
  readonly adds: number | null;
}

export async function readWallet(litemail: LiteMail): Promise<Wallet> {
  const { walletBalance, autoRechargeEnabled, autoRechargeDetails } = await litemail.getWalletBalance();
  return {
    balance: walletBalance,
    recharges: autoRechargeEnabled ?? false,
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

/** Whether the balance has grown by what was to be added; other charges may come in between, so a cent less counts. */
export const hasGrown = (before: Wallet, now: Wallet, amount: number): boolean =>
  now.balance >= before.balance + amount - 0.01;
