const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat('en', options);
  return (at: number) => formatter.format(at);
};

/** `10:42 AM` */
export const clockTime = format({ hour: 'numeric', minute: '2-digit' });
/** `November 20, 2026 at 10:42:07 AM` */
export const longTime = format({ dateStyle: 'long', timeStyle: 'medium' });
/** `Friday, November 20` */
export const dayName = format({ weekday: 'long', month: 'long', day: 'numeric' });

export const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();
