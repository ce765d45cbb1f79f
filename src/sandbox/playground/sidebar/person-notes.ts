/** What the people of the sandbox start out as; `/litemail setup` may change it. */
const notes: Readonly<Record<string, string>> = {
  U0ADA: 'Owner: admin, approves too',
  U0ANA: 'Operator: asks for changes',
  U0BO: 'Approver: decides',
  U0VERA: 'Viewer: may only look',
  U0GUS: 'Guest: may do nothing',
  U0NIA: 'Owner: admin, approves too',
  U0NED: 'Operator: asks for changes',
};

export const noteOf = (id: string): string | undefined => notes[id];
