import { commandsFor } from '../engine/commands/define.ts';
import type { CommandContext as EngineContext, Services as EngineServices } from '../engine/context.ts';
import type { JobServices as EngineJobServices } from '../engine/jobs/define-job.ts';
import type { WatchContext as EngineWatchContext } from '../engine/jobs/define-watch.ts';
import type { Apis, Cloudflare } from '../ports/apis.ts';
import type { LiteMail } from '../ports/litemail.ts';
import type { Resolver } from '../ports/resolver.ts';
import type { Stores, Vault } from '../ports/stores.ts';

export type { Enrichment, Journal, UndoPlan, UndoScope } from '../engine/context.ts';

/** Everything that features need, whoever asks: what the engine has, and the product's own. */
export interface Services extends EngineServices {
  readonly stores: Stores;
  readonly vault: Vault;
  readonly apis: Apis;
  readonly resolver: Resolver;
  /** Where LiteMail can reach us; without it no webhook can be registered. */
  readonly publicUrl?: string;
}

/** One command of the product running for one person. */
export interface CommandContext extends EngineContext, Services {
  readonly stores: Stores;
}

/** Operations of the APIs by which the product works. */
export type OperationNames = {
  readonly litemail?: readonly (keyof LiteMail)[];
  readonly cloudflare?: readonly (keyof Cloudflare)[];
};

/** What the jobs of the product run with. */
export interface JobServices extends EngineJobServices, Services {
  readonly stores: Stores;
}

export type WatchContext = EngineWatchContext<Services>;

export const command = commandsFor<CommandContext, OperationNames>({
  titles: { dns: 'DNS' },
  shortForms: { cf: 'cloudflare' },
});
