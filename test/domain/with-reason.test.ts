import { expect, it } from 'vitest';
import { withReason } from '../../src/domain/proposal.ts';

it('says first why something ended before its time, and never that it was simply applied', () => {
  const text = '2 zones: 2 changed but not read back.';
  const why = 'Something went wrong on our side.';
  expect(withReason({ status: 'applied', text }, why)).toEqual({
    status: 'failed',
    text: `${why} ${text}`,
    reason: why,
  });
  expect(withReason({ status: 'refused', text }, why)).toMatchObject({ status: 'refused' });
  expect(withReason({ status: 'applied', text }, undefined)).toEqual({ status: 'applied', text });
});
