/** Keys and what they do; conventions of editing rooms, see the sheet of shortcuts. */
import type { Decision } from '../../../contract/analysis.ts';
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

export function commandFor(event: Pressed, mode: { holdingK: boolean; examining: boolean }): Command | null {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!mode.examining) return key === '?' ? 'help' : null;
  if (event.metaKey) return null;
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
  const { viewer } = desk;
  if (typeof command === 'object') {
    if ('step' in command) viewer.step(command.step);
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
