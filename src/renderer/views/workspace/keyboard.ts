/** From a key that was pressed to the command of the table that it stands for. */
import { COMMANDS, type Command, type Where } from './commands.ts';

export interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  /** The place on the keyboard: with Alt held, some systems write another character with the same key. */
  readonly code?: string;
}

export interface Mode {
  readonly holdingK: boolean;
  readonly examining: boolean;
  /** Whether the light tool is in hand, and a point of it selected. */
  readonly light: 'away' | 'drawing' | 'point';
  /** The crosshair of the pixel read-out is in hand. */
  readonly probing: boolean;
}

/** `Ctrl+Shift+z`; Shift is not written where it only makes the character, as in `?`. */
export function chordOf(event: Pressed): string {
  const digit = event.altKey ? /^Digit(\d)$/.exec(event.code ?? '')?.[1] : undefined;
  const written = digit ?? (event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const character = written.length === 1 && !/[a-z]/.test(written);
  return [
    ...(event.ctrlKey ? ['Ctrl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey && !character ? ['Shift'] : []),
    written,
  ].join('+');
}

const tables = new Map<Where, ReadonlyMap<string, Command>>(
  (['everywhere', 'bench', 'findings', 'light', 'point', 'crosshair'] as const).map((where) => [
    where,
    new Map(COMMANDS.filter((command) => command.where === where).flatMap((command) => command.keys.map((key) => [key, command]))),
  ]),
);

/** Where keys are looked for, the nearest first. */
function places({ examining, light, probing }: Mode): readonly Where[] {
  if (!examining) return ['everywhere'];
  const tool = { away: ['findings'], drawing: ['light'], point: ['point', 'light'] } as const;
  return [...(probing ? (['crosshair'] as const) : []), ...tool[light], 'bench', 'everywhere'];
}

export function commandFor(event: Pressed, mode: Mode): Command | null {
  if (event.metaKey) return null;
  const chord = chordOf(event);
  const chords = mode.holdingK ? [`k+${chord}`, chord] : [chord];
  for (const where of places(mode)) {
    for (const one of chords) {
      const found = tables.get(where)?.get(one);
      if (found !== undefined) return found;
    }
  }
  return null;
}

/** As printed on the keys. */
const KEY_WORDS: Readonly<Record<string, string>> = {
  Ctrl: 'Ctrl',
  Alt: 'Alt',
  Shift: 'Shift',
  Space: 'Space',
  Enter: 'Enter',
  Backspace: 'Backspace',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Escape: 'Esc',
  '-': '−',
};

/** As printed on the key: `Shift + ←`, `K + J`. */
export function keyWords(chord: string): string {
  if (chord.startsWith('k+')) return `K + ${keyWords(chord.slice(2))}`;
  const parts = chord === '+' ? ['+'] : chord.split('+');
  return parts.map((part) => KEY_WORDS[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(' + ');
}

const orWord = ' or ';

/** Keys of one line; what all of them are held with is said once: `Ctrl + ← →`. */
export function keysWords(chords: readonly string[]): string {
  const words = chords.map(keyWords);
  const held = /^(?:\p{Lu}[\p{L}\d]+ \+ )+/u.exec(words[0] ?? '')?.[0] ?? '';
  if (words.length > 1 && held !== '' && words.every((one) => one.startsWith(held)))
    return held + words.map((one) => one.slice(held.length)).join(' ');
  return words.every((one) => one.length === 1) ? words.join(' ') : words.join(orWord);
}
