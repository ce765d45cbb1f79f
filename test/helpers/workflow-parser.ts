import { registerHooks } from 'node:module';

// GitHub's parser imports its schemas without saying that they are JSON, which Node refuses.
const hooks = registerHooks({
  load: (url, context, next) =>
    url.endsWith('.json') && url.includes('/@actions/workflow-parser/')
      ? next(url, { ...context, importAttributes: { ...context.importAttributes, type: 'json' } })
      : next(url, context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');
hooks.deregister();

/** What GitHub would refuse in a workflow, a sentence each: names, types, expressions, jobs that are needed. */
export async function workflowProblems(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}
