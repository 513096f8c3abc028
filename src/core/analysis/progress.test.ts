import { expect, it } from 'vitest';
import { Rate } from './progress.ts';

it('knows no rate before two moments', () => {
  const rate = new Rate();
  expect(rate.perSecond).toBeNull();
  rate.add(1000, 0);
  expect(rate.perSecond).toBeNull();
  expect(rate.remainingSeconds(100)).toBeNull();
});

it('forgets what is older than its window', () => {
  const rate = new Rate();
  rate.add(0, 0);
  for (let second = 1; second <= 10; second += 1) rate.add(second * 1000, second * 10);
  expect(rate.perSecond).toBe(10);
  for (let second = 11; second <= 20; second += 1) rate.add(second * 1000, 100 + (second - 10) * 50);
  expect(rate.perSecond).toBe(50);
  expect(rate.remainingSeconds(200)).toBe(4);
});

it('does not promise an end while nothing moves', () => {
  const rate = new Rate();
  rate.add(0, 5);
  rate.add(1000, 5);
  expect(rate.remainingSeconds(10)).toBeNull();
});
