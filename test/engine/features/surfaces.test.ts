import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { positional } from '../../../src/engine/commands/arguments.ts';
import { commandsFor } from '../../../src/engine/commands/define.ts';
import type { CommandContext } from '../../../src/engine/context.ts';
import { defineFeature } from '../../../src/engine/features/define-feature.ts';
import { collectSurfaces, defineButton } from '../../../src/engine/features/surfaces.ts';
import { features } from '../../../src/features/all-features.ts';

const water = commandsFor<CommandContext>().read({
  name: 'plants water',
  summary: 'Water a plant',
  role: null,
  args: {
    plant: positional(z.string(), { label: 'Plant', help: 'Which', example: 'fern', widget: { options: 'plants' } }),
  },
  run: async () => ({ text: 'Watered.' }),
});
const plants = { for: 'viewer', list: async () => ['fern'] } as const;
const prune = defineButton({ name: 'plants.prune', for: 'viewer', state: z.object({}), press: async () => undefined });

describe('what features offer beside commands', () => {
  it('is collected, those of the product too', () => {
    const feature = defineFeature({ name: 'plants', commands: [water], choices: { plants }, buttons: [prune] });
    const { choices, buttons } = collectSurfaces([feature]);
    expect([[...choices.keys()], [...buttons.keys()]]).toEqual([['plants'], ['plants.prune']]);
    expect([...collectSurfaces(features).choices.keys()].sort()).toEqual([
      'domains',
      'event-subscriptions',
      'event-types',
      'mailboxes',
      'tags',
      'workspaces',
    ]);
  });

  it('is refused when an argument asks for choices that nobody offers', () => {
    expect(() => collectSurfaces([defineFeature({ name: 'plants', commands: [water] })])).toThrow(
      '"plants water" asks for choices called "plants"',
    );
  });

  it('is refused when a button has the id of another, or of one of the engine', () => {
    const garden = defineFeature({ name: 'garden', commands: [], buttons: [prune] });
    const approvals = defineFeature({ name: 'other', commands: [], buttons: [{ ...prune, name: 'approval.approve' }] });
    expect(() => collectSurfaces([garden, garden])).toThrow('"plants.prune"');
    expect(() => collectSurfaces([approvals])).toThrow('"approval.approve"');
  });
});
