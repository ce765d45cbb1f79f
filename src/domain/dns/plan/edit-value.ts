import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { zoneView } from '../lint/zone-view.ts';
import { spfLimits } from '../mail/mail-status.ts';
import { parseSpf, type SpfRecord, spfCost } from '../mail/spf.ts';
import { displayName, normaliseName } from '../model/name.ts';
import { sameValue } from '../model/normalise.ts';
import { presentation } from '../model/presentation.ts';
import { dkimOwner, isDmarc, isSpf, proofLabel, spfOf } from '../model/purpose.ts';
import type { RecordSet, RecordValue, Zone, ZonePlan } from '../model/record.ts';
import { recordType } from '../model/types.ts';
import { withDefaults } from './desired.ts';
import { matching, notFound, type Owner, parseInput, resolveOwner } from './edit-records.ts';
import { change, readOnlyError, zonePlan } from './zone-plan.ts';

interface Replacement {
  /** The value, a part that only it has, or a kind: `spf`, `dmarc`, `dkim`, `verification`. */
  readonly from?: string | undefined;
  /** The whole new value. */
  readonly to: string;
}

/** Domains of `include:` terms, with or without that word. */
interface SpfIncludes {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/**
 * Replaces one value of a record set, which keeps its TTL, proxy setting, comment and tags; the others stay. Throws
 * `not_found` if there is none such, and `conflict` if several could be meant or another has the new value already.
 */
export function planEdit(current: readonly RecordSet[], input: Owner & Replacement): ZonePlan {
  const { zone, name, type, before } = resolveOwner(current, input);
  if (!before) throw notFound(current, name, type);
  const to = parseInput(zone, type, input.to);
  const already = before.values.find((value) => sameValue(value, to));
  const old = chosenValue(zone, before, input, already);
  if (old === already) return zonePlan(zone, []);
  if (already)
    throw refusal(
      before,
      'has the new value already, beside the one to be replaced. Delete that one with `dns delete`.',
    );
  const [was, is] = [old, to].map(({ content = '' }) => kindOf(before, content));
  if (was !== is && (was === 'spf' || was === 'dmarc' || was === 'dkim'))
    throw refusal(
      before,
      `would lose its ${kindNames[was]} record: “${input.to.slice(0, 60)}” is none. Give the whole new record${was === 'spf' ? ', or change single includes with `--include-add` and `--include-remove`' : ''}.`,
    );
  return replaced(zone, before, old, withDefaults(type, to, old));
}

/**
 * Adds and removes includes of the SPF record at a name. All else stays as it is and in its order; what is added stands
 * before "all". The plan is empty if all is there already. Throws `not_found` without SPF or an include to remove, and
 * `conflict` for a record that receivers cannot read, a second one, and more lookups than they make.
 */
export function planIncludes(current: readonly RecordSet[], input: Owner & SpfIncludes): ZonePlan {
  const { zone, name, before } = resolveOwner(current, input);
  const owner = displayName(name);
  if (input.type !== 'TXT') throw new AppError('bad_input', `SPF is in TXT records, not in ${input.type} records.`);
  const [add, remove] = [input.add.map(includedDomain), input.remove.map(includedDomain)];
  const both = add.find((domain) => remove.includes(domain));
  if (both !== undefined) throw new AppError('bad_input', `${displayName(both)} is both added and removed.`);
  const [old, another] = spfOf(before);
  if (!before || !old)
    throw new AppError('not_found', `${owner} has no SPF record.`, {
      hint: `Add one with ${typed(`dns add ${zone.name} TXT ${input.name} "v=spf1 ${add.map((domain) => `include:${domain} `).join('')}~all"`)}.`,
    });
  if (another)
    throw refusal(before, 'has two SPF records, so that SPF fails. Delete one with `dns delete`, then edit the other.');
  const record = old.content ?? '';
  const spf = parseSpf(record);
  if (spf.problem !== undefined)
    throw refusal(before, `has SPF that receivers cannot read, at “${spf.problem}”. Replace it with \`--from spf\`.`);
  const content = withIncludes(owner, spf, add, remove);
  if (content === undefined) return zonePlan(zone, []);
  const lookups = (text: string) => spfCost(name, parseSpf(text), zoneView(zone.name, current, {}).resolve).lookups;
  const needed = lookups(content);
  if (needed > spfLimits.lookups && needed > lookups(record))
    throw refusal(
      before,
      `would need at least ${needed} lookups for SPF; receivers stop at ${spfLimits.lookups} and SPF then fails. Remove an include with \`--include-remove\`.`,
    );
  return replaced(zone, before, old, { ...old, content });
}

/** Undefined where nothing changes. */
function withIncludes(owner: string, { terms }: SpfRecord, add: readonly string[], remove: readonly string[]) {
  const included = terms.filter((term) => term.name === 'include');
  const missing = remove.filter((domain) => !included.some((term) => term.domain === domain));
  if (missing.length > 0)
    throw new AppError('not_found', `SPF of ${owner} does not include ${missing.map(displayName).join(', ')}.`, {
      hint:
        included.length > 0
          ? `It includes: ${included.map(({ domain = '' }) => displayName(domain)).join(', ')}.`
          : 'It includes nothing.',
    });
  for (const { domain, qualifier, text } of included)
    if (qualifier !== '+' && domain !== undefined && add.includes(domain))
      throw new AppError('conflict', `SPF of ${owner} has “${text}”, which does not let it send.`, {
        hint: 'Replace the whole record with `--from spf --to "v=spf1 …"`.',
      });
  const fresh = [...new Set(add)].filter((domain) => !included.some((term) => term.domain === domain));
  if (fresh.length + remove.length === 0) return undefined;
  const kept = terms.filter((term) => term.name !== 'include' || !remove.includes(term.domain ?? ''));
  const all = kept.findIndex(({ name, modifier }) => name === 'all' || modifier);
  const at = all < 0 ? kept.length : all;
  const words = kept.map(({ text }) => text);
  return ['v=spf1', ...words.slice(0, at), ...fresh.map((domain) => `include:${domain}`), ...words.slice(at)].join(' ');
}

/** Throws `bad_input` for what cannot be included. */
function includedDomain(text: string): string {
  const domain = text.trim().replace(/^\+?include:/i, '');
  const { terms, problem, fix } = parseSpf(`v=spf1 include:${domain.includes('%') ? domain : normaliseName(domain)}`);
  const [term] = terms;
  if (problem === undefined && term?.domain && terms.length === 1) return term.domain;
  throw new AppError('bad_input', `“${text}” cannot be included in SPF.`, { ...(fix && { hint: fix }) });
}

function replaced(zone: Zone, before: RecordSet, old: RecordValue, value: RecordValue): ZonePlan {
  if (old.readOnly) throw readOnlyError(before.name, before.type);
  if (!recordType(before.type)) throw refusal(before, 'is of a type that can only be shown here.');
  const next = { ...(old.id !== undefined && { id: old.id }), ...value };
  return zonePlan(zone, [
    change(before, { ...before, values: before.values.map((each) => (each === old ? next : each)) }),
  ]);
}

const kindNames = { spf: 'SPF', dmarc: 'DMARC', dkim: 'DKIM', verification: 'verification' } as const;
type Kind = keyof typeof kindNames;
const isKind = (word: string): word is Kind => Object.hasOwn(kindNames, word);

function kindOf({ name, type }: Pick<RecordSet, 'name' | 'type'>, content: string): Kind | undefined {
  if (type !== 'TXT') return undefined;
  if (isSpf(content)) return 'spf';
  if (isDmarc(content)) return 'dmarc';
  if (dkimOwner(name) && /(^|;)\s*p\s*=/.test(content)) return 'dkim';
  return proofLabel(content) === undefined ? undefined : 'verification';
}

/** The value that `from` means; without it the only one, or the only one of the new value's kind. */
function chosenValue(
  zone: Zone,
  before: RecordSet,
  { from, to }: Replacement,
  already: RecordValue | undefined,
): RecordValue {
  const kinds = (kind: Kind | undefined) =>
    before.values.filter(({ content = '' }) => kind !== undefined && kindOf(before, content) === kind);
  const wanted = from?.trim().toLowerCase();
  if (wanted === undefined || wanted === '') {
    if (already) return already;
    const [only] = before.values;
    const alike = sameProof(kinds(kindOf(before, to)), to);
    return before.values.length === 1 && only ? only : one(before, alike, 'Say which one with `--from`.');
  }
  const exact = matching(zone, before, from ?? '');
  if (exact) return exact;
  const found = isKind(wanted)
    ? sameProof(kinds(wanted), to)
    : before.values.filter((value) =>
        [presentation(before.type, value), value.content ?? ''].some((text) => text.toLowerCase().includes(wanted)),
      );
  // Replaced before, as in zones where the same command ran already.
  if (already && found.length === 0) return already;
  return one(before, found, 'Give more of the old value after `--from`.');
}

/** Several proofs of ownership are told apart by their labels. */
function sameProof(values: readonly RecordValue[], to: string): readonly RecordValue[] {
  const alike = values.filter(({ content = '' }) => proofLabel(content) === proofLabel(to));
  return values.length > 1 && proofLabel(to) !== undefined && alike.length > 0 ? alike : values;
}

function one(set: RecordSet, found: readonly RecordValue[], advice: string): RecordValue {
  const [only, another] = found;
  if (only && !another) return only;
  const listed = (found.length > 0 ? found : set.values).slice(0, 5).map((value) => presentation(set.type, value));
  const hint = `${found.length > 0 ? 'These fit' : 'It has'}: ${listed.join(' · ')}. ${advice}`;
  const what = `The ${set.type} record of ${displayName(set.name)}`;
  if (another) throw new AppError('conflict', `${what} has ${found.length} values that fit.`, { hint });
  throw new AppError('not_found', `${what} has no such value.`, { hint });
}

const refusal = ({ name, type }: RecordSet, why: string): AppError =>
  new AppError('conflict', `The ${type} record of ${displayName(name)} ${why}`);
