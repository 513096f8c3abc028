/** Keys and what they do; conventions of editing rooms, see the sheet of shortcuts. */
import type { Decision } from '../../../contract/analysis.ts';
import type { Kind } from '../../state/light-drawing.ts';
import type { Desk } from '../../state/desk.svelte.ts';

export type Command =
  | 'help'
  | 'go-to'
  | 'play'
  | 'j'
  | 'k'
  | 'l'
  | 'first'
  | 'last'
  | 'key-back'
  | 'key-forward'
  | 'finding-back'
  | 'finding-forward'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-fit'
  | 'light'
  | 'light-undo'
  | 'light-remove'
  | 'light-cancel'
  | 'light-place'
  | { readonly draw: Kind }
  | { readonly nudge: readonly [number, number] }
  | { readonly step: number }
  | { readonly pan: readonly [number, number] }
  | { readonly decide: Decision };

export interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const PAN = 32;
const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [PAN, 0],
  ArrowRight: [-PAN, 0],
  ArrowUp: [0, PAN],
  ArrowDown: [0, -PAN],
};

const PLAIN: Readonly<Record<string, Command>> = {
  '?': 'help',
  g: 'go-to',
  w: 'light',
  ' ': 'play',
  j: 'j',
  k: 'k',
  l: 'l',
  Home: 'first',
  End: 'last',
  ArrowUp: 'finding-back',
  ArrowDown: 'finding-forward',
  ArrowLeft: { step: -1 },
  ArrowRight: { step: 1 },
  ',': { step: -1 },
  '.': { step: 1 },
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '0': 'zoom-fit',
  '1': { decide: 'confirmed' },
  '2': { decide: 'rejected' },
  '3': { decide: 'inconclusive' },
};

/** Keys that the light tool has for itself; the arrows only while one of its points is selected. */
const LIGHT: Readonly<Record<string, Command>> = {
  c: { draw: 'cast' },
  s: { draw: 'shading' },
  Enter: 'light-place',
  Escape: 'light-cancel',
  Delete: 'light-remove',
  Backspace: 'light-remove',
};
/** Keys that lead to the findings, which the light tool stands in place of. */
const OF_FINDINGS = ['1', '2', '3', 'ArrowUp', 'ArrowDown'];
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Mode {
  readonly holdingK: boolean;
  readonly examining: boolean;
  /** Whether the light tool is in hand, and a point of it selected. */
  readonly light: 'away' | 'drawing' | 'point';
}

function lightCommand(event: Pressed, key: string, light: Mode['light']): Command | null {
  if (event.ctrlKey) return key === 'z' && !event.shiftKey && !event.altKey ? 'light-undo' : null;
  if (event.altKey) return null;
  const arrow = light === 'point' ? ARROWS[key] : undefined;
  if (arrow !== undefined) return { nudge: event.shiftKey ? [10 * arrow[0], 10 * arrow[1]] : arrow };
  return event.shiftKey ? null : (LIGHT[key] ?? null);
}

export function commandFor(event: Pressed, mode: Mode): Command | null {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!mode.examining) return key === '?' ? 'help' : null;
  if (event.metaKey) return null;
  if (mode.light !== 'away') {
    const command = lightCommand(event, key, mode.light);
    if (command !== null) return command;
    if (!event.ctrlKey && OF_FINDINGS.includes(key)) return null;
  }
  if (event.ctrlKey) {
    const pan = event.altKey || event.shiftKey ? undefined : PANS[key];
    return pan === undefined ? null : { pan };
  }
  if (event.altKey) return key === 'ArrowLeft' ? 'key-back' : key === 'ArrowRight' ? 'key-forward' : null;
  if (event.shiftKey && key === 'ArrowLeft') return { step: -10 };
  if (event.shiftKey && key === 'ArrowRight') return { step: 10 };
  if (mode.holdingK && key === 'j') return { step: -1 };
  if (mode.holdingK && key === 'l') return { step: 1 };
  return PLAIN[key] ?? null;
}

export function act(desk: Desk, command: Exclude<Command, 'help' | 'go-to'>): void {
  const { viewer, light } = desk;
  if (typeof command === 'object') {
    if ('step' in command) viewer.step(command.step);
    else if ('draw' in command) light.take(command.draw);
    else if ('nudge' in command) light.nudge(...command.nudge);
    else if ('pan' in command) viewer.panBy(...command.pan);
    else {
      desk.side = 'findings';
      desk.findings.decide(command.decide);
    }
    return;
  }
  switch (command) {
    case 'play':
      viewer.press('space');
      break;
    case 'j':
    case 'k':
    case 'l':
      viewer.press(command);
      break;
    case 'first':
      viewer.goTo(0);
      break;
    case 'last':
      viewer.goTo(viewer.clock?.last ?? 0);
      break;
    case 'key-back':
      viewer.keyFrame(-1);
      break;
    case 'key-forward':
      viewer.keyFrame(1);
      break;
    case 'finding-back':
      desk.stepFinding(-1);
      break;
    case 'finding-forward':
      desk.stepFinding(1);
      break;
    case 'light':
      desk.toggleLight();
      break;
    case 'light-undo':
      light.undo();
      break;
    case 'light-remove':
      if (light.selected !== null) light.remove(light.selected.index);
      break;
    case 'light-cancel':
      light.cancel();
      break;
    case 'light-place':
      if (light.pen !== null) light.addInTheMiddle(light.pen.kind);
      break;
    case 'zoom-in':
      viewer.zoomBy(1);
      break;
    case 'zoom-out':
      viewer.zoomBy(-1);
      break;
    case 'zoom-fit':
      viewer.setZoom('fit');
      break;
  }
}
