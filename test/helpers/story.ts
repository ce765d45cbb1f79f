import { saying, withButton } from './look.ts';
import type { Product } from './product.ts';
import { type SeenMessage, textOf } from './sandbox.ts';

/** What Ana, an operator, is told in #ops after typing this. */
export async function anaReads(product: Product, line: string, said: string | RegExp): Promise<string> {
  await product.command('U0ANA', 'C0OPS', line);
  return textOf(await saying(product, 'C0OPS', said, 'U0ANA'));
}

/** The same for Vera, who may only look. */
export async function veraReads(product: Product, line: string, said: string | RegExp): Promise<string> {
  await product.command('U0VERA', 'C0OPS', line);
  return textOf(await saying(product, 'C0OPS', said, 'U0VERA'));
}

/** The card that Ana's command brings into the approvals channel. */
export async function anaAsks(product: Product, line: string): Promise<SeenMessage> {
  await product.command('U0ANA', 'C0OPS', line);
  return withButton(product, 'C0APPROVE', 'Approve');
}

/** Bo approves; what the card says then. */
export async function boApproves(product: Product, card: SeenMessage, said: string | RegExp): Promise<string> {
  await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
  return textOf(await saying(product, 'C0APPROVE', said));
}

/** Ana looks at the plan that says this and is for her alone to confirm, and applies it; what the plan said. */
export async function anaApplies(product: Product, shown: string): Promise<string> {
  const plan = await product.until(
    () => product.messages('U0ANA').findLast((m) => textOf(m).includes(shown) && textOf(m).includes('Apply')),
    `a plan with ${shown}`,
  );
  await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
  return textOf(plan);
}

/** What Ana's own message about it says. */
export const anaIsTold = async (product: Product, said: string | RegExp): Promise<string> =>
  textOf(await saying(product, 'U0ANA', said));

/** The title of the form that this line opens. */
export async function formOf(product: Product, line: string): Promise<string> {
  await product.command('U0ANA', 'C0OPS', line);
  return textOf(await product.until(() => product.views('U0ANA')[0], `the form of ${line}`));
}

/** A domain as the stand-in keeps it, to be changed behind the app's back. */
export function kept(product: Product, name: string) {
  const found = product.sandbox.litemail.team('T0ACME').domains.find(({ domain }) => domain === name);
  if (!found) throw new Error(`LiteMail has no ${name}.`);
  return found;
}
