/** Every request that our Cloudflare client makes is one that Cloudflare's own description allows, to the letter. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { createCloudflare } from '../../src/adapters/cloudflare/cloudflare-client.ts';
import { toBatchBody } from '../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { cloudflare as operations } from '../../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import type { Row } from '../../src/domain/dns/model/record.ts';
import type { Operation } from '../../src/ports/operation.ts';
import { typedValue, types } from '../../test/domain/dns/arbitraries.ts';
import { exampleOf } from '../docs/example.ts';

type Name = keyof typeof operations;
interface Parts {
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const bodies = 300;
const rowsEach = 6;
const [zone_id, account_id] = ['023e105f4ecef8ad9ca31a8372d0c353', '9a7806061c88ada191ed06f989cc3dac'];

/** Where the description is wrong about DNS itself, and why we do not follow it. */
const wrongThere = {
  problem: /DNSKEY .*\/data\/flags must be <= 255$/,
  why: 'flags of a DNSKEY have 16 bits (RFC 4034 §2.1.1); every key of a zone has 256 or 257',
};

interface Schema {
  readonly [keyword: string]: unknown;
}
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema & { readonly type?: string };
}
interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly 'x-lifecycle'?: string;
}
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Made {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

type Schemas = Contract['components']['schemas'];
const typeIn = (schemas: Schemas, { $ref }: Schema): string | undefined => {
  const { type } = (schemas[String($ref).split('/').at(-1) ?? '']?.properties ?? {}) as { type?: { enum?: string[] } };
  return type?.enum?.length === 1 ? type.enum[0] : undefined;
};

/** A row is held against the record type that it says it is: which other types it does not fit tells nothing. */
function byType(schemas: Schemas, anyOf: readonly Schema[]): Schema | undefined {
  const kinds = anyOf.map((schema) => [typeIn(schemas, schema), schema] as const);
  if (kinds.length < 2 || kinds.some(([type]) => type === undefined)) return undefined;
  return {
    type: 'object',
    required: ['type'],
    properties: { type: { enum: kinds.map(([type]) => type) } },
    additionalProperties: true,
    allOf: kinds.map(([type, then]) => ({ if: { properties: { type: { const: type } } }, then })),
  };
}

/** OpenAPI 3.0 as JSON Schema; objects that name their fields take no others, however lax they are declared. */
function closed(schemas: Schemas, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((one) => closed(schemas, one));
  if (typeof node !== 'object' || node === null) return node;
  const rows = 'anyOf' in node ? byType(schemas, node.anyOf as Schema[]) : undefined;
  if (rows) return rows;
  const { nullable, example: _, ...given } = node as Record<string, unknown>;
  const schema = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, closed(schemas, value)]));
  if (typeof schema.properties === 'object' && schema.additionalProperties === undefined && !schema.allOf)
    schema.additionalProperties = false;
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** What our client really sends, caught on loopback. */
async function made(): Promise<Made[]> {
  const caught: Made[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      caught.push({ method: request.method ?? '', url, body: text === '' ? undefined : JSON.parse(text) });
      const found = Object.values(operations).find((op) => pattern(op.path).test(url.pathname));
      const empty = found && 'answers' in found ? '' : '{"success":true,"errors":[],"messages":[],"result":null}';
      response.setHeader('content-type', empty === '' ? 'text/plain' : 'application/json').end(empty);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createCloudflare({ apiUrl, credential: { token: 'none' }, clock: systemClock });
  const ofZone = { params: { zone_id } };
  const usual = (name: Name) => () =>
    (client[name] as (input: Parts) => Promise<unknown>)(usualParts(operations[name]));
  const calls: Record<string, () => Promise<unknown>> = {
    ...Object.fromEntries((Object.keys(operations) as Name[]).map((name) => [name, usual(name)])),
    listZones: () =>
      client.listZones({ query: { page: 2, per_page: 50, name: 'a.example', 'account.id': account_id } }),
    listDnsRecords: () => client.listDnsRecords({ ...ofZone, query: { page: 1, per_page: 5_000 } }),
    batchDnsRecords: async () => {
      for (const body of batchBodies()) await client.batchDnsRecords({ ...ofZone, body });
    },
  };
  // An answer of no use is a problem of this server alone; what was sent is what counts.
  for (const call of Object.values(calls)) await call().catch(() => {});
  server.closeAllConnections();
  server.close();
  return caught;
}

/** What an operation is called with where nobody says anything better: ids in its path, and what its documentation shows. */
function usualParts({ path, body }: Operation): Parts {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const params = Object.fromEntries(names.map((name) => [name, name === 'account_id' ? account_id : zone_id]));
  return { params, body: body && exampleOf(body).value };
}

function batchBodies() {
  const row = typedValue.map(([type, { id: _, readOnly: __, ...value }]): Row => {
    return { name: 'www.example.com', type, ...value };
  });
  const id = fc.stringMatching(/^[0-9a-f]{32}$/);
  const batch = fc.record({
    deletes: fc.array(fc.record({ id }), { maxLength: rowsEach }),
    patches: fc.array(
      fc.tuple(row, id).map(([one, rowId]) => ({ ...one, id: rowId })),
      { maxLength: rowsEach },
    ),
    posts: fc.array(row, { maxLength: rowsEach }),
  });
  return fc.sample(batch, { seed: 4, numRuns: bodies }).map(toBatchBody);
}

const pattern = (path: string): RegExp => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);

function problemsOf({ paths, components }: Contract, requests: readonly Made[]): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'contract', components: closed(components.schemas, components) });
  const local = (schema: Schema) =>
    JSON.parse(
      JSON.stringify(closed(components.schemas, schema)).replaceAll('"#/components/', '"contract#/components/'),
    ) as Schema;
  const compiled = new Map<string, ValidateFunction>();
  const check = (key: string, schema: Schema, value: unknown): string[] => {
    const fits = compiled.get(key) ?? ajv.compile(local(schema));
    compiled.set(key, fits);
    const errors = fits(value) ? [] : (fits.errors ?? []).filter(({ keyword }) => keyword !== 'if');
    return errors.map(({ instancePath, message }) => `${typeAt(value, instancePath)}${instancePath} ${message}`);
  };

  return requests.flatMap(({ method, url, body }) => {
    const path = Object.keys(paths)
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .find((one) => pattern(one).test(url.pathname));
    const op = path === undefined ? undefined : paths[path]?.[method.toLowerCase()];
    const what = `${method} ${url.pathname}`;
    if (path === undefined || !op) return [`${what}: there is no such operation`];
    if (op['x-lifecycle'] !== undefined && op['x-lifecycle'] !== 'current') return [`${what}: ${op['x-lifecycle']}`];
    const declared = (op.parameters ?? []).filter((one) => one.in === 'query');
    const names = new Set(declared.map(({ name }) => name));
    const schema = op.requestBody?.content['application/json']?.schema;
    const problems = [
      ...[...url.searchParams.keys()].filter((name) => !names.has(name)).map((name) => `there is no ?${name}=`),
      ...declared.flatMap(({ name, required, schema: wanted }) => {
        const given = url.searchParams.get(name);
        if (given === null) return required ? [`?${name}= is missing`] : [];
        const number = wanted.type === 'number' || wanted.type === 'integer';
        return check(`${method} ${path} ?${name}`, wanted, number ? Number(given) : given);
      }),
      ...(schema ? check(`${method} ${path}`, schema, body) : body === undefined ? [] : ['it takes no body']),
    ];
    return problems.map((problem) => `${what}: ${problem}`);
  });
}

/** The record type of the row in a batch that a JSON pointer leads into. */
function typeAt(body: unknown, pointer: string): string {
  const [, list = '', index = ''] = pointer.split('/');
  const row = (body as Record<string, { type?: string }[]> | undefined)?.[list]?.[Number(index)];
  return row?.type ? `${row.type} ` : '';
}

/** Breaks a request in ways that must be noticed, or nothing is being checked. */
function unnoticed(contract: Contract): string[] {
  const url = new URL(`http://127.0.0.1/zones/${zone_id}/dns_records/batch`);
  const row = { name: 'a.example', type: 'A', content: '192.0.2.1', ttl: 300 };
  const broken: Record<string, unknown> = {
    'an unknown list': { post: [row] },
    'an unknown field': { posts: [{ ...row, colour: 'red' }] },
    'an unknown type': { posts: [{ ...row, type: 'WALLET' }] },
    'a value that is no address': { posts: [{ ...row, content: 'nowhere' }] },
    'a TTL that is too short': { posts: [{ ...row, ttl: 5 }] },
    'a patch without an id': { patches: [row] },
  };
  const good = problemsOf(contract, [{ method: 'POST', url, body: { posts: [row] } }]);
  return [
    ...good,
    ...Object.entries(broken)
      .filter(([, body]) => problemsOf(contract, [{ method: 'POST', url, body }]).length === 0)
      .map(([what]) => `${what} is not noticed, so nothing would be checked`),
  ];
}

const file = join(process.env.CONTRACTS_DIR ?? '../shared/contracts', 'cloudflare-openapi-subset.json');
if (!existsSync(file)) console.log('cloudflare-requests: no contracts here, nothing compared');
else {
  const contract = JSON.parse(readFileSync(file, 'utf8')) as Contract;
  const requests = await made();
  const sent = JSON.stringify(requests.map(({ body }) => body));
  const found = problemsOf(contract, requests);
  const known = found.filter((problem) => wrongThere.problem.test(problem));
  const problems = [
    ...unnoticed(contract),
    ...types.filter((type) => !sent.includes(`"type":"${type}"`)).map((type) => `no ${type} record was sent`),
    ...Object.values(operations)
      .filter(({ path }) => !requests.some(({ url }) => pattern(path).test(url.pathname)))
      .map(({ title }) => `${title} was not called`),
    ...found.filter((problem) => !known.includes(problem)),
    ...(known.length === 0 ? [`no longer needed: ${wrongThere.problem}`] : []),
  ];
  console.log(
    problems.length > 0
      ? [...new Set(problems)].slice(0, 40).join('\n')
      : `cloudflare-requests: ${requests.length} requests of ${Object.keys(operations).length} operations and ${types.length} types of records are as Cloudflare describes them\ncloudflare-requests: not followed ${known.length} times: ${wrongThere.why}`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
}
