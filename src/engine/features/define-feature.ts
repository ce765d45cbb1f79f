import type { Command } from '../commands/define.ts';
import type { Declared } from '../jobs/define-job.ts';
import type { FeatureSurfaces } from './surfaces.ts';

/** What the product does around one noun: everything the engine has to know of it. */
export interface Feature extends FeatureSurfaces {
  readonly name: string;
  readonly commands: readonly Command[];
  /** What happens later. */
  readonly jobs?: readonly Declared[];
}

export const defineFeature = <const F extends Feature>(feature: F): F => feature;
