import { defineFeature } from '../../engine/features/define-feature.ts';
import { placementList } from './commands/list.ts';
import { placementRun } from './commands/run.ts';
import { placementShow } from './commands/show.ts';
import { runPlacementTest } from './jobs/run-placement-test.ts';

export { isFinished, listPlacementTests, type PlacementTest } from './placement-test.ts';

export const placementFeature = defineFeature({
  name: 'placement',
  commands: [placementRun, placementList, placementShow],
  jobs: [runPlacementTest],
});
