/** What the people of the sandbox start out as; `/litemail setup` may change it. */
const notes: Readonly<Record<string, string>> = {
  U0ADA: 'Admin, approves too',
  U0ANA: 'Asks for changes',
  U0BO: 'Approves changes',
  U0VERA: 'May only look',
  U0GUS: 'A guest, may do nothing',
  U0NIA: 'Admin, approves too',
  U0NED: 'Asks for changes',
};

export const noteOf = (id: string): string | undefined => notes[id];
