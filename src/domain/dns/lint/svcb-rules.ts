import { base64, readParameters } from '../model/field-types.ts';
import { displayName } from '../model/name.ts';
import type { RecordValue } from '../model/record.ts';
import type { Rule } from './zone-view.ts';

type Parameters = ReadonlyMap<string, string>;
type Problem = readonly [text: string, fix: string];

export const serviceParameterSyntax: Rule = {
  id: 'service-parameters',
  severity: 'error',
  source: 'RFC 9460 §2.2, §2.4.2, §7.1.1, §8, Appendix A; RFC 9461 §5',
  summary: 'Service parameters of HTTPS or SVCB that clients cannot use',
  local: true,
  *check(zone) {
    for (const { name, type, values } of [...zone.ofType('HTTPS'), ...zone.ofType('SVCB')]) {
      const whose = `the ${type} record of ${displayName(name)}`;
      for (const value of values)
        for (const [text, fix] of problems(value))
          yield { name, type, text: `${text} in ${whose}.`, fix: { text: fix } };
      if (new Set(values.map(isAlias)).size > 1)
        yield {
          name,
          type,
          severity: 'warning',
          text: `${displayName(name)} has ${type} records of priority 0 (an alias) beside others; clients ignore the others.`,
          fix: { text: 'Keep either the alias or the others.' },
        };
    }
  },
};

const isAlias = ({ data }: RecordValue): boolean => Number(data?.priority) === 0;

function* problems(value: RecordValue): Iterable<Problem> {
  const text = String(value.data?.value ?? '');
  const parameters = readParameters(text);
  if (!parameters) {
    yield [`Clients cannot read "${text}"`, 'Write each parameter once, such as alpn="h3,h2" port="8443".'];
    return;
  }
  if (isAlias(value) && parameters.size > 0)
    yield [
      'Priority 0 makes an alias, and clients ignore the parameters',
      'Remove the parameters, or give it priority 1.',
    ];
  for (const [key, check] of Object.entries(checks)) {
    const given = parameters.get(key);
    const problem = given === undefined ? undefined : check(given, parameters);
    if (problem) yield problem;
  }
}

/** What is wrong with one parameter, beyond what its own form can tell. */
const checks: Readonly<Record<string, (value: string, all: Parameters) => Problem | undefined>> = {
  mandatory(value, all) {
    const missing = value.split(',').filter((key) => !all.has(key));
    if (missing.length === 0) return undefined;
    return [
      `"mandatory" names ${missing.join(', ')}, which is missing, so clients ignore the record: it stands`,
      `Add ${missing.join(', ')}, or remove it from mandatory.`,
    ];
  },
  alpn(value) {
    const names = listItems(value);
    if (names?.every((one) => one !== '' && one.length <= 255)) return undefined;
    return [`"alpn=${value}" is no list of protocols`, 'Write the names with one comma between: alpn="h3,h2".'];
  },
  'no-default-alpn': (_, all) =>
    all.has('alpn')
      ? undefined
      : ['"no-default-alpn" without "alpn" leaves no protocol', 'Add alpn, or remove no-default-alpn.'],
  ech: (value) =>
    base64.parse(value) === undefined ? [`"ech=${value}" is not Base64`, 'Copy the whole value once more.'] : undefined,
  dohpath: (value) =>
    value.startsWith('/') && /\{[^{}]*\bdns\b[^{}]*\}/.test(value)
      ? undefined
      : [`"dohpath=${value}" is no path with the variable dns`, 'Write it as dohpath="/dns-query{?dns}".'],
};

/** Items between commas; a comma or backslash in an item has a backslash before it, and nothing else may (Appendix A.1). */
function listItems(value: string): string[] | undefined {
  if (!/^(?:[^\\]|\\[\\,])*$/s.test(value)) return undefined;
  return value.replace(/\\./gs, 'x').split(',');
}
