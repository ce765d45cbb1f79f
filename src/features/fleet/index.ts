import { defineFeature } from '../../engine/features/define-feature.ts';
import { fleet } from './commands/fleet.ts';
import { fleetButton, fleetHome } from './fleet-home.ts';
import { watchFleet } from './watch-fleet.ts';

export const fleetFeature = defineFeature({
  name: 'fleet',
  commands: [fleet],
  jobs: [watchFleet],
  home: [fleetHome],
  buttons: [fleetButton],
});
