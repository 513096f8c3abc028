import { expect, it } from 'vitest';
import { DetectorId } from '../../contract/values.ts';
import { DetectorChoice } from './detector-choice.svelte.ts';

const cards = ['blink', 'pulse', 'pack:one', 'pack:two'].map((id) => ({ id: DetectorId.parse(id) }));
const [blink, , one] = cards;

it('asks every detector of the program and no model pack until a person says otherwise', () => {
  const choice = new DetectorChoice();
  expect(choice.of(cards)).toEqual(['blink', 'pulse']);
  expect(choice.inWords(cards)).toBe('all 2 of the program');
  choice.set([one!], true);
  choice.set([blink!], false);
  expect(choice.of(cards)).toEqual(['pulse', 'pack:one']);
  expect(choice.inWords(cards)).toBe('1 of 2 of the program, 1 model pack');
  choice.set(cards, false);
  expect(choice.of(cards)).toEqual([]);
  choice.set(cards, true);
  expect(choice.inWords(cards)).toBe('all 2 of the program, 2 model packs');
  choice.reset();
  expect(choice.of(cards)).toEqual(['blink', 'pulse']);
});
