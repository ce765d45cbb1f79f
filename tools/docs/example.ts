import { z } from 'zod';

/** What documentation shows for a field; names mean the same wherever they stand. */
const byName: Readonly<Record<string, unknown>> = {
  accountId: '9a7806061c88ada191ed06f989cc3dac',
  addressLineOne: '1 Main St',
  amount: 50,
  apiKey: '<key>',
  app: 'INSTANTLY',
  apps: ['INSTANTLY'],
  city: 'Lisbon',
  color: '#2196F3',
  country: 'PT',
  domainId: 'cmgdom01',
  domainName: 'acme-mail.com',
  domainNames: ['acme-mail.com', 'outbound-labs.io'],
  email: 'ana@acme-mail.com',
  enable: true,
  events: ['domain.updated'],
  firstName: 'Ana',
  forwardTo: 'https://acme.com',
  lastName: 'Ruiz',
  mailboxIds: ['cmgmb01'],
  name: 'EU team',
  newPlan: 'Pro',
  password: '<password>',
  phone: '910000000',
  phoneCc: '351',
  platform: 'instantly',
  postalCode: '1000-001',
  testName: 'Launch check',
  type: 'A',
  url: 'https://example.com/hook',
  useWallet: true,
  username: 'ana',
  value: '192.0.2.1',
  years: 1,
};

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** The schema's required fields with a value each, and the names of the others. */
export function exampleOf(schema: z.ZodType): { value: unknown; optional: string[] } {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const [shape = json] = json.anyOf ?? [];
  const required = new Set(shape.required ?? []);
  return {
    value: exampleFor(shape),
    optional: Object.keys(shape.properties ?? {}).filter((name) => !required.has(name)),
  };
}

function exampleFor(schema: Schema, name = ''): unknown {
  if (Object.hasOwn(byName, name)) return byName[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return exampleFor(schema.anyOf[0], name);
  if (schema.type === 'array') return [exampleFor(schema.items ?? {})];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'number' || schema.type === 'integer') return 1;
  if (schema.type !== 'object') return `<${name || 'value'}>`;
  const fields = (schema.required ?? []).map((field) => [field, exampleFor(schema.properties?.[field] ?? {}, field)]);
  return Object.fromEntries(fields);
}
