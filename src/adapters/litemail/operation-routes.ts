import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { isObject } from '../../lib/json.ts';
import type { Operation, OperationRoute, OperationRoutes, Operations } from '../../ports/operation.ts';
import { type Composed, compose, fillPath, type Parts, searchOf } from '../http/api-client.ts';
import { litemail } from './operations/litemail-operations.ts';

/**
 * How single operations are to be asked for instead of what their declaration says. In `path`, `query` and `body`,
 * `{name}` stands for a path parameter, query field or body field of the operation; a value that is nothing but
 * `{name}` keeps its type, and is left out where the field is.
 */
const Route: z.ZodType<OperationRoute> = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  path: z.string().startsWith('/').optional(),
  query: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
});
const File = z.record(z.string(), Route);

const operations: Operations = litemail;

/** The content of the file that LITEMAIL_ROUTES names. Throws an Error with one line for each thing that is wrong. */
export function parseRoutes(text: string): OperationRoutes {
  const routes = parsed(text);
  const problems = Object.entries(routes).flatMap(([name, route]) => problemsOf(name, route));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return routes;
}

function parsed(text: string): OperationRoutes {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('LITEMAIL_ROUTES: the file is not JSON.');
  }
  const result = File.safeParse(json);
  if (result.success) return result.data;
  throw new Error(
    result.error.issues
      .map(({ path, message }) => `LITEMAIL_ROUTES: ${path.join('.') || 'the file'}: ${message}`)
      .join('\n'),
  );
}

function problemsOf(name: string, route: OperationRoute): string[] {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  const say = (problem: string) => `LITEMAIL_ROUTES: ${name}: ${problem}`;
  if (!operation) return [say(`there is no such operation. Did you mean ${nearest(name)}?`)];
  const known = fieldsOf(operation);
  const { method = operation.method, path = operation.path } = route;
  const used = placeholders({ path, query: route.query, body: route.body });
  const unknown = [...used].filter((field) => !known.has(field));
  const forgotten = [...placeholders(operation.path)].filter((field) => !used.has(field));
  return [
    ...unknown.map((field) =>
      say(`{${field}} is not one of its fields: ${[...known].map((one) => `{${one}}`).join(' ') || 'it has none'}.`),
    ),
    ...forgotten.map((field) => say(`{${field}} is not used, so LiteMail could not tell which one is meant.`)),
    ...(method === 'GET' && route.body !== undefined ? [say('a GET has no body; use query.')] : []),
    ...(method === 'GET' && operation.body && !route.query
      ? [say('a GET has no body; put its fields into query.')]
      : []),
  ];
}

/** Requests of the operations that have a route; undefined leaves an operation as it is declared. */
export const composeByRoute =
  (routes: OperationRoutes) =>
  (name: string, operation: Operation, parts: Parts): Composed => {
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (!route) return compose(operation, parts);
    const { method = operation.method, path = operation.path } = route;
    const fields = { ...parts.params, ...parts.query, ...(isObject(parts.body) ? parts.body : {}) };
    const query = route.query ? (fillTemplate(route.query, fields) as Record<string, unknown>) : parts.query;
    const body = route.body === undefined ? parts.body : fillTemplate(route.body, fields);
    return {
      method,
      target: fillPath(path, toStrings(fields)) + searchOf(query),
      body: method === 'GET' ? undefined : body,
    };
  };

function fillTemplate(template: unknown, fields: Readonly<Record<string, unknown>>): unknown {
  if (typeof template === 'string') {
    const whole = /^\{(\w+)\}$/.exec(template)?.[1];
    return whole ? fields[whole] : template.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name] ?? ''));
  }
  if (Array.isArray(template))
    return template.map((item) => fillTemplate(item, fields)).filter((item) => item !== undefined);
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template)
      .map(([name, item]) => [name, fillTemplate(item, fields)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

const placeholders = (value: unknown): Set<string> =>
  new Set([...(JSON.stringify(value) ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''));

/** Every name that a placeholder of the operation may have. */
function fieldsOf({ path, query, body }: Operation): Set<string> {
  return new Set([...placeholders(path), ...propertiesOf(query), ...propertiesOf(body)]);
}

function propertiesOf(schema: z.ZodType | undefined): string[] {
  if (!schema) return [];
  const { properties = {}, anyOf = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return [properties, ...anyOf.map((option) => option.properties ?? {})].flatMap(Object.keys);
}

const nearest = (name: string): string =>
  Object.keys(operations).reduce((best, one) => (distance(name, one) < distance(name, best) ? one : best));

const toStrings = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value ?? '')]));
