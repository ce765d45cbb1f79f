/** Our manifests, as generated and as written to disk, fit Slack's own JSON Schema. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { registry } from '../../src/features/all-features.ts';
import { manifest, variants } from '../manifest.ts';

const json = (path: string): object => JSON.parse(readFileSync(path, 'utf8'));

function problemsOf(directory: string): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const fits = ajv.compile(json(join(directory, 'manifest.schema.2.0.0.json')));
  const problems = (name: string, value: unknown) =>
    fits(value)
      ? []
      : (fits.errors ?? []).map(({ instancePath, message }) => `${name}: ${instancePath || '/'} ${message}`);

  const samples = join(directory, 'manifests/v2');
  if (fits(json(join(samples, 'manifest.invalid.json'))))
    return ['the schema takes its own invalid sample, so nothing would be checked'];
  const files = ['slack-manifest.yml', ...readdirSync('manifests').map((name) => join('manifests', name))];
  return [
    ...problems('the valid sample of the schema', json(join(samples, 'manifest.valid.json'))),
    ...variants.flatMap((variant) => problems(`manifest ${variant}`, manifest(registry, variant))),
    ...files.flatMap((file) => problems(file, parse(readFileSync(file, 'utf8')))),
  ];
}

const directory = join(process.env.CONTRACTS_DIR ?? '../shared/contracts', 'slack-manifest-schema');
if (!existsSync(directory)) console.log('manifests: no contracts here, nothing compared');
else {
  const problems = problemsOf(directory);
  console.log(problems.length > 0 ? problems.join('\n') : 'manifests: all fit the schema of Slack');
  process.exitCode = problems.length > 0 ? 1 : 0;
}
