import type { CloudflareStandIn } from './cloudflare/cloudflare-stand-in.ts';
import type { Disk } from './disk.ts';
import type { Published } from './dns/published.ts';
import type { Documents } from './documents.ts';
import type { Faults } from './faults.ts';
import type { Feed } from './feed.ts';
import type { LiteMailStandIn } from './litemail/litemail-stand-in.ts';
import type { SandboxClock } from './sandbox-clock.ts';
import type { SlackStandIn } from './slack/slack-stand-in.ts';
import type { Wire } from './wire-log.ts';

/** The stand-ins and what they share. */
export interface StandIns {
  readonly clock: SandboxClock;
  readonly documents: Documents;
  readonly faults: Faults;
  readonly feed: Feed;
  readonly wire: Wire;
  readonly slack: SlackStandIn;
  readonly litemail: LiteMailStandIn;
  readonly cloudflare: CloudflareStandIn;
  /** What the sandbox's name server answers from. */
  readonly dns: Published;
  readonly disk: Disk;
  /** Everything back to the seed. */
  reset(): Promise<void>;
}
