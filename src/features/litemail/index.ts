export { callOnce } from './call-once.ts';
export { allDomains, assignableDomains, type Domain, findDomain, lookUpDomain } from './find-domain.ts';
export { allMailboxes, findMailbox, findMailboxes, type Mailbox } from './find-mailbox.ts';
export {
  allBillingSubscriptions,
  allTags,
  allWorkspaces,
  subscriptionNamed,
  tagNamed,
  workspaceNamed,
} from './find-named.ts';
export { containing, contains, domain, Email, mailbox, status, years } from './litemail-arguments.ts';
export { credentialsNote, dashboardUrl } from './litemail-dashboard.ts';
