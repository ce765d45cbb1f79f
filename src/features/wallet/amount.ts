import { z } from 'zod';

/** `$50`, `49.99 USD`, `$1,234.50` as lists write it; what is no amount stays as it is. */
function readDollars(typed: unknown): unknown {
  if (typeof typed !== 'string') return typed;
  const text = typed.trim().replace(/^(US)?\$\s*|(?<!\s)\s*(USD|\$)$/gi, '');
  const grouped = /^\d{1,3}(,\d{3})+(\.\d{1,2})?$/.test(text) ? text.replaceAll(',', '') : text;
  return /^\d+(\.\d+)?$/.test(grouped) ? Number(grouped) : typed;
}

const inCents = (amount: number): number => Number(amount.toFixed(2));

/** Dollars as somebody types them, with at most two decimals: what is shown is what is sent. */
export const Dollars = z.preprocess(
  readDollars,
  z
    .number()
    .min(1)
    .max(10_000)
    .refine((amount) => inCents(amount) === amount, 'write dollars with at most two decimals, like `49.99`.'),
);

/** An amount in a stored plan. One of an older release may have more decimals than anybody saw. */
export const PlannedDollars = z.number().transform(inCents);
