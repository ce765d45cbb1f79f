/** Everything LiteMail holds for one customer: one JSON document. Times are ISO 8601, money is US dollars. */
export interface TeamState {
  /** The Slack team that the sandbox gave this account to. */
  readonly team: string;
  readonly apiKeys: string[];
  user: { id: string; email: string; firstName: string; lastName: string; createdAt: string };
  credentials: { email: string; apiKey: string; accountId: string } | null;
  /** Cloudflare zone id → whether LiteMail is done with it. */
  connections: Record<string, 'connecting' | 'connected'>;
  domains: Domain[];
  mailboxes: Mailbox[];
  dns: DnsRecord[];
  tags: { id: string; name: string; color: string }[];
  workspaces: { id: string; userId: string; name: string; createdAt: string; updatedAt: string; deletedAt: null }[];
  billing: Record<string, unknown> | null;
  wallet: Wallet;
  placementTests: PlacementTest[];
  webhooks: Webhook[];
  subscriptions: BillingSubscription[];
  accounts: { id: string; app: string; email: string }[];
  exports: ExportRecord[];
  jobs: Job[];
}

export interface Domain {
  id: string;
  workspaceId: string;
  domain: string;
  status: string;
  createdAt: string;
  updatedAt: string;
  expireOn: string;
  autoRenew: boolean;
  forwardTo: string | null;
  dmarcEmail: string | null;
  dmarcPolicy: string | null;
  emailForwardingTo: string | null;
  catchAllEmail: string | null;
  tags: string[];
  nameServers: string[];
  /** When the name servers are seen everywhere; null until they were asked for. */
  propagatedAt: string | null;
}

export interface Mailbox {
  id: string;
  email: string;
  username: string;
  firstName: string;
  lastName: string;
  status: string;
  profilePicture: string | null;
  domain: string;
  domainId: string;
  assignedOn: string | null;
  expireOn: string;
  createdAt: string;
  appPassword: string;
  password: string;
  /** The seed of its one-time passwords. */
  secret: string;
  isWarmedUp: boolean;
  removeAtRenewal: boolean;
}

export interface DnsRecord {
  id: string;
  domainId: string;
  type: string;
  name: string;
  value: string;
  ttl: number;
  priority: number | null;
  createdAt: string;
}

export interface Wallet {
  balance: number;
  savedCard: boolean;
  autoRecharge: { threshold: number; minimumRechargeAmount: number } | null;
  entries: { id: string; at: string; amount: number; reason: string }[];
  invoices: Invoice[];
  /** Payment links that wait for the person: id → what paying does. */
  links: { id: string; amount: number; purpose: 'balance' | 'auto-recharge' | 'domains'; domains?: string[] }[];
}

export interface Invoice {
  id: string;
  number: string;
  amount: number;
  currency: string;
  status: string;
  createdAt: string;
  invoiceUrl: string;
  pdfUrl: string;
}

export interface PlacementTest {
  id: string;
  testName: string;
  emailSubject: string;
  status: string;
  createdAt: string;
  completedAt: string | null;
  mailboxIds: string[];
}

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  secret: string;
  isActive: boolean;
  createdAt: string;
}

export interface BillingSubscription {
  id: string;
  plan: string;
  status: string;
  price: number;
  totalMailboxQuantity: number;
  periodStart: string;
  periodEnd: string;
  subscriptionCreationDate: string;
  canceledAt: string | null;
}

export interface ExportRecord {
  id: string;
  platform: string;
  mailboxIds: string[];
  status: string;
  fileUrl: string | null;
  error: string | null;
  createdAt: string;
}

/** Work that ends later; `at` is epoch milliseconds on the sandbox's clock. */
export type Job = { id: string; at: number } & (
  | { kind: 'connect-zone'; zoneId: string; name: string; nameServers: string[] }
  | { kind: 'activate-domain'; domainId: string }
  | { kind: 'activate-mailbox'; mailboxId: string }
  | { kind: 'complete-placement'; testId: string }
  | { kind: 'complete-export'; exportId: string }
  | { kind: 'deliver'; webhookId: string; body: string; attempt: number }
);
/** What a job does, without when and its id. */
export type Work = Job extends infer J ? (J extends Job ? Omit<J, 'id' | 'at'> : never) : never;
