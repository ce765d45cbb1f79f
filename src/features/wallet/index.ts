import { defineFeature } from '../../engine/features/define-feature.ts';
import { walletAutoRecharge } from './commands/auto-recharge.ts';
import { walletBalance } from './commands/balance.ts';
import { walletCredit } from './commands/credit.ts';
import { walletInvoices } from './commands/invoices.ts';
import { walletTopUp } from './commands/top-up.ts';

export { payment } from './service/payment.ts';
export { balanceIfKnown } from './service/read-wallet.ts';

export const walletFeature = defineFeature({
  name: 'wallet',
  commands: [walletBalance, walletTopUp, walletCredit, walletAutoRecharge, walletInvoices],
});
