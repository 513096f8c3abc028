import { expect, it } from 'vitest';
import { isDue, lastVerified } from './last-verified.ts';

const NOW = new Date('2026-03-10T12:00:00.000Z');
const on = (atUtc: string) => ({ ok: true, atUtc, problems: 0 });

it.each([
  [7, on('2026-03-03T12:00:00.000Z'), false],
  [7, on('2026-03-03T11:59:59.999Z'), true],
  [1, on('2026-03-09T11:00:00.000Z'), true],
  [30, on('2026-03-03T11:00:00.000Z'), false],
  [0, on('2020-01-01T00:00:00.000Z'), false],
  [7, null, true],
] as const)('with a reminder after %i days, verified %j: due %j', (days, verified, due) => {
  expect(isDue(verified, '2026-03-01T00:00:00.000Z', days, NOW)).toBe(due);
});

it('reads what the entry of the last verification states', () => {
  const entry = { seq: 3, prevHash: '', atUtc: '2026-03-03T12:00:00.000Z', actor: 'a', subject: 's', hash: '' };
  const payload = { ok: false, problems: [{}, {}], headHash: null };
  expect(lastVerified({ lastEntry: (action) => ({ ...entry, action, payload }) })).toEqual({
    ok: false,
    atUtc: '2026-03-03T12:00:00.000Z',
    problems: 2,
  });
  expect(lastVerified({ lastEntry: () => null })).toBeNull();
});
