import { defineFeature } from '../../engine/features/define-feature.ts';
import { templatesDelete } from './commands/delete.ts';
import { templatesList } from './commands/list.ts';
import { templatesSave } from './commands/save.ts';
import { templatesShow } from './commands/show.ts';

export const templatesFeature = defineFeature({
  name: 'templates',
  commands: [templatesList, templatesSave, templatesShow, templatesDelete],
});
