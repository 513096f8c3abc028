import { expect, it } from 'vitest';
import { commandFor, type Mode, type Pressed } from './keyboard.ts';

const mode: Mode = { holdingK: false, examining: true, light: 'away' };
const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});

it('steps by one, ten and key frames', () => {
  expect(commandFor(press('ArrowRight'), mode)).toEqual({ step: 1 });
  expect(commandFor(press(','), mode)).toEqual({ step: -1 });
  expect(commandFor(press('ArrowLeft', { shiftKey: true }), mode)).toEqual({ step: -10 });
  expect(commandFor(press('ArrowRight', { altKey: true }), mode)).toBe('key-forward');
  expect(commandFor(press('ArrowUp', { ctrlKey: true }), mode)).toEqual({ pan: [0, 32] });
});

it('steps with J and L while K is held', () => {
  expect(commandFor(press('l'), mode)).toBe('l');
  expect(commandFor(press('L'), { ...mode, holdingK: true })).toEqual({ step: 1 });
  expect(commandFor(press('j'), { ...mode, holdingK: true })).toEqual({ step: -1 });
});

it('decides with digits', () => {
  expect([commandFor(press('1'), mode), commandFor(press('2'), mode), commandFor(press('3'), mode)]).toEqual([
    { decide: 'confirmed' },
    { decide: 'rejected' },
    { decide: 'inconclusive' },
  ]);
});

it('leaves the keys of the browser and other views alone', () => {
  expect(commandFor(press('l', { ctrlKey: true }), mode)).toBeNull();
  expect(commandFor(press('g', { metaKey: true }), mode)).toBeNull();
  expect(commandFor(press('ArrowRight'), { ...mode, examining: false })).toBeNull();
  expect(commandFor(press('?', { shiftKey: true }), { ...mode, examining: false })).toBe('help');
});

it('gives the light tool its keys while it is in hand, and the arrows while one of its points is selected', () => {
  const drawing: Mode = { ...mode, light: 'drawing' };
  const point: Mode = { ...mode, light: 'point' };
  expect(commandFor(press('w'), mode)).toBe('light');
  expect(commandFor(press('C'), drawing)).toEqual({ draw: 'cast' });
  expect(commandFor(press('s'), drawing)).toEqual({ draw: 'shading' });
  expect(commandFor(press('z', { ctrlKey: true }), drawing)).toBe('light-undo');
  expect(commandFor(press('Delete'), point)).toBe('light-remove');
  expect(commandFor(press('ArrowLeft'), drawing)).toEqual({ step: -1 });
  expect(commandFor(press('ArrowLeft'), point)).toEqual({ nudge: [-1, 0] });
  expect(commandFor(press('ArrowDown', { shiftKey: true }), point)).toEqual({ nudge: [0, 10] });
  expect(commandFor(press('.'), point)).toEqual({ step: 1 });
  // What it stands in place of stays away, and what it does not need works as ever.
  expect([commandFor(press('1'), drawing), commandFor(press('ArrowUp'), drawing)]).toEqual([null, null]);
  expect(commandFor(press('ArrowUp', { ctrlKey: true }), point)).toEqual({ pan: [0, 32] });
  expect([commandFor(press('c'), mode), commandFor(press('z', { ctrlKey: true }), mode)]).toEqual([null, null]);
});
