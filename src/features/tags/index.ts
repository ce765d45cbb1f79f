import { defineFeature } from '../../engine/features/define-feature.ts';
import { allTags } from '../litemail/index.ts';
import type { Services } from '../product-context.ts';
import { tagsCreate } from './commands/create.ts';
import { tagsDelete } from './commands/delete.ts';
import { tagsList } from './commands/list.ts';
import { tagsUpdate } from './commands/update.ts';

export const tagsFeature = defineFeature({
  name: 'tags',
  commands: [tagsList, tagsCreate, tagsUpdate, tagsDelete],
  choices: {
    tags: {
      for: 'everybody',
      list: async ({ apis }: Services, teamId) => (await allTags(await apis.litemail(teamId))).map(({ name }) => name),
    },
  },
});
