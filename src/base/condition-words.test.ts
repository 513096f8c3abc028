import { expect, it } from 'vitest';
import { conditionWords } from './condition-words.ts';

it('names lists, ranges and single values', () => {
  expect(conditionWords({ on: 'kind', oneOf: ['image', 'video'] })).toBe('kind: image, video');
  expect(conditionWords({ on: 'interocularPx', least: 60, most: 105 })).toBe('distance between the eyes (px): 60 to 105');
  expect(conditionWords({ on: 'measure', name: 'faces measured', unit: 'count', least: 1, most: 1 })).toBe('faces measured (count): 1');
});
