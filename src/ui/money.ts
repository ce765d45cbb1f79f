/** USD as LiteMail counts it: 42.5 is $42.50. */
export const dollars = (amount: number): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount);

/** A yearly price as what it comes to in a month. */
export const aMonth = (yearly: number): string => `about ${dollars(yearly / 12)} a month`;
