import { expect, it } from 'vitest';
import { COMMANDS } from './commands.ts';
import { commandFor, keysWords, keyWords, type Mode, type Pressed } from './keyboard.ts';

const mode: Mode = { holdingK: false, examining: true, light: 'away', probing: false };
const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});
const idOf = (pressed: Pressed, at: Partial<Mode> = {}) => commandFor(pressed, { ...mode, ...at })?.id ?? null;
const shift = { shiftKey: true };

it('follows the conventions of editing rooms', () => {
  const found = {
    play: idOf(press(' ')),
    l: idOf(press('l')),
    capsLock: idOf(press('L')),
    j: idOf(press('j')),
    k: idOf(press('k')),
    'Shift+L': idOf(press('L', shift)),
    'Shift+J': idOf(press('J', shift)),
    'K+L': idOf(press('l'), { holdingK: true }),
    'K+J': idOf(press('j'), { holdingK: true }),
    right: idOf(press('ArrowRight')),
    comma: idOf(press(',')),
    dot: idOf(press('.')),
    'Shift+Left': idOf(press('ArrowLeft', shift)),
    'Alt+Right': idOf(press('ArrowRight', { altKey: true })),
    'Ctrl+Up': idOf(press('ArrowUp', { ctrlKey: true })),
    up: idOf(press('ArrowUp')),
    g: idOf(press('g')),
    '?': idOf(press('?', shift)),
    '123': ['1', '2', '3'].map((key) => idOf(press(key))),
  };
  expect(found).toEqual({
    play: 'play',
    l: 'play-forward',
    capsLock: 'play-forward',
    j: 'play-backward',
    k: 'stop',
    'Shift+L': 'slow-forward',
    'Shift+J': 'slow-backward',
    'K+L': 'frame-forward',
    'K+J': 'frame-back',
    right: 'frame-forward',
    comma: 'frame-back',
    dot: 'frame-forward',
    'Shift+Left': 'frames-back',
    'Alt+Right': 'key-frame-forward',
    'Ctrl+Up': 'pan-up',
    up: 'finding-back',
    g: 'go-to',
    '?': 'help',
    '123': ['decide-confirmed', 'decide-rejected', 'decide-inconclusive'],
  });
});

it('leaves the keys of the browser and of other views alone', () => {
  expect(idOf(press('l', { ctrlKey: true }))).toBeNull();
  expect(idOf(press('g', { metaKey: true }))).toBeNull();
  expect(idOf(press('ArrowRight'), { examining: false })).toBeNull();
  expect(idOf(press('?', shift), { examining: false })).toBe('help');
});

it('gives the light tool its keys while it is in hand, and the arrows while one of its points is selected', () => {
  const drawing = { light: 'drawing' } as const;
  const point = { light: 'point' } as const;
  expect(idOf(press('w'))).toBe('light');
  expect(idOf(press('C'), drawing)).toBe('light-cast');
  expect(idOf(press('s'), drawing)).toBe('light-shading');
  expect(idOf(press('z', { ctrlKey: true }), drawing)).toBe('light-undo');
  expect(idOf(press('Delete'), point)).toBe('light-remove');
  expect(idOf(press('ArrowLeft'), drawing)).toBe('frame-back');
  expect(idOf(press('ArrowLeft'), point)).toBe('point-left');
  expect(idOf(press('ArrowDown', shift), point)).toBe('point-far-down');
  expect(idOf(press('.'), point)).toBe('frame-forward');
  // What it stands in place of stays away, and what it does not need works as ever.
  expect([idOf(press('1'), drawing), idOf(press('ArrowUp'), drawing)]).toEqual([null, null]);
  expect(idOf(press('ArrowUp', { ctrlKey: true }), point)).toBe('pan-up');
});

it('has no key twice in one place and no command twice', () => {
  const keys = COMMANDS.flatMap(({ where, keys: own }) => own.map((key) => `${where} ${key}`));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  const ids = COMMANDS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('names keys as they are printed', () => {
  expect(['Shift+ArrowLeft', 'k+l', '+', '-', 'Ctrl+z', 'Space'].map(keyWords)).toEqual([
    'Shift + ←',
    'K + L',
    '+',
    '−',
    'Ctrl + Z',
    'Space',
  ]);
  expect([['Ctrl+ArrowUp', 'Ctrl+ArrowDown'], ['ArrowLeft', ',', 'k+j'], ['+', '='], ['Shift+l']].map(keysWords)).toEqual([
    'Ctrl + ↑ ↓',
    '← or , or K + J',
    '+ =',
    'Shift + L',
  ]);
});

it('gives the arrows to the crosshair while it is in hand', () => {
  const probing = { probing: true };
  expect(idOf(press('p'))).toBe('crosshair');
  expect([idOf(press('ArrowLeft'), probing), idOf(press('ArrowLeft'))]).toEqual(['crosshair-left', 'frame-back']);
  expect(idOf(press('ArrowDown', shift), probing)).toBe('crosshair-far-down');
  expect(idOf(press('ArrowRight', { altKey: true }), probing)).toBe('key-frame-forward');
  expect([idOf(press('.'), probing), idOf(press('Escape'), probing)]).toEqual(['frame-forward', 'crosshair-away']);
});
