import { expect, it } from 'vitest';
import { findingAt } from './finding-marks.ts';

const mark = (id: string, startUs: number, endUs: number, weight: 'anomaly' | 'note' = 'note') => ({ id, startUs, endUs, weight }) as never;
const all = [mark('F1', 1000, 2000), mark('F2', 1500, 1600, 'anomaly'), mark('F3', 9000, 9000)];
const at = (us: number, selected: string | null = null): string | undefined =>
  (findingAt(all, us, 10, selected) as { id: string } | null)?.id;

it('finds the mark under the pointer, the selected one first, then the anomaly', () => {
  expect(at(1100)).toBe('F1');
  expect(at(1550)).toBe('F2');
  expect(at(1550, 'F1')).toBe('F1');
  expect(at(5000)).toBeUndefined();
});

it('gives a mark that is thinner than a few pixels its reach', () => {
  expect(at(9025)).toBe('F3');
  expect(at(8975)).toBe('F3');
  expect(at(9100)).toBeUndefined();
});
