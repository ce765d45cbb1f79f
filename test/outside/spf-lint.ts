import { lint } from '../../src/domain/dns/lint/lint.ts';
import { type Answer, zoneView } from '../../src/domain/dns/lint/zone-view.ts';
import { spfLimits } from '../../src/domain/dns/mail/mail-status.ts';
import { parseSpf, spfCost } from '../../src/domain/dns/mail/spf.ts';
import { isBelow } from '../../src/domain/dns/model/name.ts';
import { keyOf } from '../../src/domain/dns/model/normalise.ts';
import { isSpf } from '../../src/domain/dns/model/purpose.ts';
import type { RecordSet, Resolve } from '../../src/domain/dns/model/record.ts';

const types = ['TXT', 'A', 'AAAA', 'MX'];
/** What each of these says is that receivers give up (permerror). */
const fatal = new Set(['spf-duplicate', 'spf-syntax', 'spf-lookups', 'spf-void-lookups', 'spf-mx-hosts']);

/** What the lint says of a name, and what its record costs, the name being a zone with those of the names that are below it. */
export async function spfLint(name: string, names: readonly string[], resolve: Resolve) {
  const sets: RecordSet[] = [];
  for (const owner of names.filter((one) => isBelow(one, name)))
    for (const type of types) {
      const answer = await resolve(owner, type);
      if (answer.kind === 'found') sets.push({ name: owner, type, values: answer.values });
    }
  const answers = new Map<string, Answer>();
  const ask = async (questions: Iterable<{ name: string; type: string }>) => {
    for (const question of questions) {
      const answer = await resolve(question.name, question.type);
      if (answer.kind === 'missing') answers.set(keyOf(question), answer.exists ? [] : 'no such name');
      if (answer.kind === 'found')
        answers.set(
          keyOf(question),
          answer.values.map(({ content = '' }) => content),
        );
    }
  };
  for (let asked = -1; ; ) {
    const view = zoneView(name, sets, { answers });
    const errors = lint(view).filter(({ rule, severity, text, name: at }) => {
      return severity === 'error' && fatal.has(rule) && at === name && !text.includes('was meant as SPF');
    });
    await ask(view.questions.values());
    if (answers.size > asked) {
      asked = answers.size;
      continue;
    }
    const record = view.at(name, 'TXT')?.values.find(({ content = '' }) => isSpf(content))?.content;
    const cost = record === undefined ? undefined : spfCost(name, parseSpf(record), view.resolve);
    return {
      errors: errors.map(({ rule, text }) => `${rule}: ${text}`),
      cost,
      over: (cost?.lookups ?? 0) > spfLimits.lookups,
    };
  }
}
