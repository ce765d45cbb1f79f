import type { Resolver } from '../../ports/resolver.ts';
import type { createResolver } from './dns-resolver.ts';

export const loadResolver = () => import('./dns-resolver.ts');

/** The same resolver, loaded with the first question: many a process never asks one. */
export function lazyResolver(options: Parameters<typeof createResolver>[0]): Resolver {
  let loaded: Promise<Resolver> | undefined;
  return {
    async lookup(...question) {
      loaded ??= loadResolver().then((module) => module.createResolver(options));
      return (await loaded).lookup(...question);
    },
  };
}
