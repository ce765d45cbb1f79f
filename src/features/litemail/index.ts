export { callOnce } from './call-once.ts';
export {
  chooseFrom,
  chosenMailboxes,
  exclude,
  isPattern,
  isSelecting,
  listed,
  mailboxesOn,
  nearestTo,
  onlyName,
  type Selection,
  selectDomains,
} from './choose-domains.ts';
export {
  chosenDomain,
  chosenDomains,
  Domain,
  DomainOrPattern,
  selecting,
  selectingRest,
  selectingWords,
  selectionOf,
} from './domain-arguments.ts';
export {
  allDomains,
  type Domain as DomainRow,
  findDomain,
  listAssignableDomains,
  listDomains,
  lookUpDomain,
} from './find-domain.ts';
export { allMailboxes, findMailbox, findMailboxes, listMailboxes, type Mailbox } from './find-mailbox.ts';
export {
  allBillingSubscriptions,
  allTags,
  allWorkspaces,
  listBillingSubscriptions,
  listTags,
  listWebhooks,
  listWorkspaces,
  subscriptionNamed,
  tagNamed,
  workspaceNamed,
} from './find-named.ts';
export { containing, contains, domain, Email, mailbox, status, years } from './litemail-arguments.ts';
export { credentialsNote, dashboardUrl } from './litemail-dashboard.ts';
