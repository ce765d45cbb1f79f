import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { command } from '../../product-context.ts';
import { templateName } from '../template-arguments.ts';
import { templateView } from '../views/templates-view.ts';

export const templatesShow = command.read({
  name: 'templates show',
  summary: 'Show one record template with its placeholders',
  role: 'viewer',
  args: { name: templateName },
  async run({ stores, actor }, { name }) {
    const template = await stores.templates.get(actor.teamId, name);
    if (template) return templateView(template);
    throw new AppError('not_found', `This team has no template “${name}”.`, {
      hint: `${typed('templates list')} shows them.`,
    });
  },
});
