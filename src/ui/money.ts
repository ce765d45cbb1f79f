/** USD as LiteMail counts it: 42.5 is $42.50. */
export const dollars = (amount: number): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount);

/** The same where LiteMail may not say it. */
export const dollarsIfSaid = (amount: number | null | undefined): string =>
  amount == null ? 'not said by LiteMail' : dollars(amount);

/** A yearly price as what it comes to in a month. */
export const aMonth = (yearly: number): string => `about ${dollars(yearly / 12)} a month`;
