/** What the people of the sandbox start out as; `/litemail setup` may change it. */
const notes: Readonly<Record<string, string>> = {
  U0ADA: 'Admin and approver',
  U0ANA: 'Requests changes',
  U0BO: 'Approves changes',
  U0VERA: 'Can only view',
  U0GUS: 'A guest, can do nothing',
  U0NIA: 'Admin and approver',
  U0NED: 'Requests changes',
};

export const noteOf = (id: string): string | undefined => notes[id];
