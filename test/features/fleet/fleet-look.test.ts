import { describe, expect, it } from 'vitest';
import {
  type Answers,
  type DomainHealth,
  type Problem,
  unseen,
  withAnswers,
  worstFirst,
} from '../../../src/features/fleet/fleet-look.ts';

const problem = (over: Partial<Problem> = {}): Problem => ({
  check: 'spf',
  key: 'spf-missing',
  severity: 'warning',
  text: 'There is no SPF record.',
  ...over,
});
const spf = (...problems: Problem[]): Answers => ({ spf: { problems } });
const unknown = (why: string, ...problems: Problem[]): Answers => ({ spf: { problems, unknown: why } });
const afterLooks = (...looks: Answers[]): DomainHealth =>
  looks.reduce(
    (domain, answers, index) => withAnswers(domain, answers, index + 1),
    unseen({ home: 'cloudflare', id: 'z' }),
  );
const newOnes = ({ problems, lookedAt }: DomainHealth) => problems.filter(({ newAt }) => newAt === lookedAt).length;

describe('what is new', () => {
  it('is nothing in the first look: there is nothing to compare it with', () => {
    expect(newOnes(afterLooks(spf(problem())))).toBe(0);
  });

  it('is what the look before did not find, and only in that look', () => {
    expect(newOnes(afterLooks(spf(), spf(problem())))).toBe(1);
    expect(newOnes(afterLooks(spf(), spf(problem()), spf(problem())))).toBe(0);
  });

  it('is not what has only other numbers in its text', () => {
    const days = (count: number) => spf(problem({ text: `in ${count} days` }));
    const domain = afterLooks(days(9), days(8));
    expect(newOnes(domain)).toBe(0);
    expect(domain.problems).toMatchObject([{ text: 'in 8 days', since: 1 }]);
    expect(domain.solved).toBe(0);
  });

  it('is not what could not be seen the time before', () => {
    expect(newOnes(afterLooks(spf(), unknown('refused'), spf(problem())))).toBe(0);
    expect(newOnes(afterLooks({ mx: { problems: [] } }, spf(problem())))).toBe(0);
  });

  it('is the same when the last part of a look is done once more after a crash', () => {
    const once = afterLooks(spf(), spf(problem()));
    expect(withAnswers(once, spf(problem()), once.lookedAt)).toEqual(once);
  });
});

describe('what is solved', () => {
  it('is what was there and is gone', () => {
    expect(afterLooks(spf(problem()), spf())).toMatchObject({ solved: 1, problems: [] });
    expect(afterLooks(spf(problem()), spf(), spf())).toMatchObject({ solved: 0 });
  });

  it('is not what could not be seen: that is kept, and said to be unknown', () => {
    expect(afterLooks(spf(problem()), unknown('refused'))).toMatchObject({
      solved: 0,
      problems: [{ key: 'spf-missing', since: 1 }],
      unknown: { spf: 'refused' },
    });
  });

  it('leaves the other checks as they were', () => {
    const domain = afterLooks({ mx: { problems: [problem({ check: 'mx', key: 'mx' })] } }, spf());
    expect(domain.problems).toMatchObject([{ check: 'mx' }]);
  });
});

it('puts the domain with most errors first, then most warnings, then by name', () => {
  const error = problem({ severity: 'error', key: 'a' });
  const domains = {
    'b.example': afterLooks(spf()),
    'a.example': afterLooks(spf()),
    'warned.example': afterLooks(spf(problem(), problem({ key: 'b' }))),
    'wrong.example': afterLooks(spf(error)),
  };
  expect(worstFirst({ domains }).map(({ name }) => name)).toEqual([
    'wrong.example',
    'warned.example',
    'a.example',
    'b.example',
  ]);
});
