import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { command } from '../../product-context.ts';
import { applyTemplate, planTemplate, TemplatePlan, templateProposal } from '../change-template.ts';
import { templateName } from '../template-arguments.ts';

export const templatesDelete = command.planned({
  name: 'templates delete',
  summary: 'Delete a record template; records created from it stay',
  role: 'operator',
  args: { name: templateName },
  planSchema: TemplatePlan,
  async plan(ctx, { name }) {
    const plan = await planTemplate(ctx, name, undefined);
    if (plan) return plan;
    throw new AppError('not_found', `This team has no template “${name}”.`, {
      hint: `${typed('templates list')} shows them.`,
    });
  },
  describe: templateProposal,
  apply: applyTemplate,
});
