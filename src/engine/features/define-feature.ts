import type { Command } from '../commands/define.ts';
import type { FeatureSurfaces } from './surfaces.ts';

/** What the product does around one noun: everything the engine has to know of it. */
export interface Feature extends FeatureSurfaces {
  readonly name: string;
  readonly commands: readonly Command[];
}

export const defineFeature = <const F extends Feature>(feature: F): F => feature;
