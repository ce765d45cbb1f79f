import { z } from 'zod';
import { checkTemplate } from '../../../domain/dns/plan/template.ts';
import { flag } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { nothingToDo } from '../../dns/index.ts';
import { command } from '../../product-context.ts';
import { applyTemplate, planTemplate, TemplatePlan, templateProposal } from '../change-template.ts';
import { templateName } from '../template-arguments.ts';

export const templatesSave = command.planned({
  name: 'templates save',
  summary: 'Save records with placeholders, for `dns import` on any domain',
  role: 'operator',
  autoApply: true,
  notes: [
    'Lines as in a zone file. `{{domain}}` is the domain itself; `{{selector}}` needs a value; `{{ttl=3600}}` has a default.',
  ],
  args: {
    name: templateName,
    records: flag(z.string().trim().min(1).max(20_000), {
      label: 'Records',
      help: 'Lines as in a zone file, with placeholders such as {{selector}}',
      example: '{{selector}}._domainkey TXT "v=DKIM1; p={{key}}"',
      widget: 'multiline',
      file: true,
    }),
  },
  planSchema: TemplatePlan,
  async plan(ctx, { name, records }) {
    checkTemplate({ name, text: records });
    const plan = await planTemplate(ctx, name, records);
    return plan ?? noChange(nothingToDo(`the template ${name} already says exactly this.`));
  },
  describe: templateProposal,
  apply: applyTemplate,
});
