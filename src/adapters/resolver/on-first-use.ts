import type { Resolver } from '../../ports/resolver.ts';
import type { createResolver } from './dns-resolver.ts';

export const loadResolver = () => import('./dns-resolver.ts');

/** Loaded with the first question, since many a process never asks one; from then on its `lookup` is the resolver's own. */
export function lazyResolver(options: Parameters<typeof createResolver>[0]): Resolver {
  let loaded: Promise<Resolver> | undefined;
  const resolver: { lookup: Resolver['lookup'] } = {
    async lookup(...question) {
      loaded ??= loadResolver().then((module) => module.createResolver(options));
      const { lookup } = await loaded;
      resolver.lookup = lookup;
      return lookup(...question);
    },
  };
  return resolver;
}
