import { expect, it } from 'vitest';
import { commandFor, type Pressed } from './keyboard.ts';

const mode = { holdingK: false, examining: true };
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
