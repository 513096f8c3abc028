/** Every command of the window, once: the keyboard, the sheet of shortcuts and the command palette all read this table. */
import type { Decision } from '../../../contract/analysis.ts';
import { SIDES, type Desk, type View } from '../../state/desk.svelte.ts';
import type { Kind } from '../../state/light-drawing.ts';
import { named } from '../../words/names.ts';

/** What a command needs from the window beside the open case. */
export interface Surface {
  help(): void;
  goTo(): void;
  palette(): void;
  /** Locks the examiner's identity, or asks for its password. */
  sitting(): void;
  /** Runs the act where the identity is unlocked; asks for its password otherwise. */
  unlocked(act: () => void): void;
  /** The method card of a detector. */
  method(detectorId: string): void;
  /** To the next (1) or previous (-1) panel. */
  panel(direction: 1 | -1): void;
  /** To the element with this id, in the side panel of findings. */
  focus(id: string): void;
}

export type Group = 'Window' | 'Frames' | 'Playing' | 'Timeline' | 'Findings' | 'Picture' | 'Light from shadows and shading';

/**
 * Where the keys hold. `bench`: in the view “Examine”; `findings`: there, while the light tool is not in hand, which stands in place of them;
 * `light`: while it is in hand; `point`: while one of its points is selected; `crosshair`: while that of the pixel read-out is in hand.
 */
export type Where = 'everywhere' | 'bench' | 'findings' | 'light' | 'point' | 'crosshair';

export interface Command {
  readonly id: string;
  readonly group: Group;
  readonly words: string;
  /** Commands with the same words here share a line of the sheet. */
  readonly sheet?: string;
  /** As `chordOf` in keyboard.ts writes them; none: reached by the palette alone. */
  readonly keys: readonly string[];
  readonly where: Where;
  /** Runs again while the key is held down. */
  readonly repeats: boolean;
  /** Where its button could not be pressed the palette does not offer it; absent: always offered. */
  readonly offered?: (desk: Desk) => boolean;
  readonly run: (desk: Desk, surface: Surface) => void;
}

type Run = Command['run'];
const command = (group: Group, where: Where, id: string, words: string, keys: string, run: Run, repeats = false): Command => ({
  id,
  group,
  words,
  keys: keys.split('  ').filter((key) => key !== ''),
  where,
  repeats,
  run,
});

const frames = (id: string, words: string, keys: string, run: Run, repeats = false) =>
  command('Frames', 'bench', id, words, keys, run, repeats);
const step = (id: string, words: string, keys: string, count: number) => frames(id, words, keys, ({ viewer }) => viewer.step(count), true);
const playing = (id: string, words: string, keys: string, run: Run) => command('Playing', 'bench', id, words, keys, run);
const findings = (id: string, words: string, keys: string, run: Run, repeats = false) =>
  command('Findings', 'findings', id, words, keys, run, repeats);
const decide = (decision: Decision, words: string, key: string) =>
  findings(`decide-${decision}`, words, key, (desk) => {
    desk.side = 'findings';
    desk.findings.decide(decision);
  });
const decideAll = (decision: Decision, words: string, key: string) =>
  findings(`decide-all-${decision}`, words, key, (desk) => {
    desk.side = 'findings';
    desk.findings.decideAll(decision);
  });
const picture = (id: string, words: string, keys: string, run: Run) => command('Picture', 'bench', id, words, keys, run, true);
const once = (id: string, words: string, keys: string, run: Run) => command('Picture', 'bench', id, words, keys, run);
const pan = (id: string, words: string, key: string, x: number, y: number): Command => ({
  ...picture(id, words, key, ({ viewer }) => viewer.panBy(x, y)),
  sheet: 'Move the enlarged picture',
});
const light = (where: Where, id: string, words: string, keys: string, run: Run, repeats = false) =>
  command('Light from shadows and shading', where, id, words, keys, run, repeats);
const draw = (kind: Kind, words: string, key: string) => light('light', `light-${kind}`, words, key, (desk) => desk.light.take(kind));
const nudge = (id: string, words: string, key: string, x: number, y: number): Command => ({
  ...light('point', id, words, key, (desk) => desk.light.nudge(x, y), true),
  sheet: Math.abs(x + y) === 1 ? 'Move the selected point' : 'Move the selected point by ten',
});

const crosshair = (id: string, words: string, key: string, x: number, y: number): Command => ({
  ...command('Picture', 'crosshair', id, words, key, ({ viewer }) => viewer.moveProbe(x, y), true),
  sheet: Math.abs(x + y) === 1 ? 'Move the crosshair' : 'Move the crosshair by ten',
});

const view = (name: View, words: string): Command =>
  command('Window', 'everywhere', `view-${name}`, `View: ${words}`, '', (desk) => (desk.view = name));

/** Commands that share one line of the sheet. */
const line = (sheet: string, ...commands: readonly Command[]): Command[] => commands.map((one) => ({ ...one, sheet }));

const timeline = (id: string, words: string, keys: string, run: Run, repeats = false) =>
  command('Timeline', 'bench', id, words, keys, run, repeats);

const PAN = 32;

/** Keys of one command stand two spaces apart. */
export const COMMANDS: readonly Command[] = [
  command('Window', 'everywhere', 'palette', 'Command palette', 'Ctrl+k', (_desk, surface) => surface.palette()),
  ...line(
    'Next, previous panel',
    command('Window', 'everywhere', 'panel-next', 'Next panel', 'F6', (_desk, surface) => surface.panel(1)),
    command('Window', 'everywhere', 'panel-back', 'Previous panel', 'Shift+F6', (_desk, surface) => surface.panel(-1)),
  ),
  ...line(
    'Previous, next exhibit',
    command('Window', 'bench', 'exhibit-back', 'Previous exhibit', 'Alt+ArrowUp', (desk) => desk.stepExhibit(-1)),
    command('Window', 'bench', 'exhibit-forward', 'Next exhibit', 'Alt+ArrowDown', (desk) => desk.stepExhibit(1)),
  ),
  view('examine', 'Examine'),
  view('custody', 'Custody'),
  view('report', 'Report'),
  view('validation', 'Validation'),
  view('info', 'Settings'),
  ...SIDES.map((side) =>
    command('Window', 'bench', `side-${side}`, `Panel: ${named(side === 'stretch' ? 'sound' : side)}`, '', (desk) => (desk.side = side)),
  ),
  command('Window', 'bench', 'examine', 'Examine this exhibit', '', (desk) => void desk.examine()),
  {
    ...command('Window', 'bench', 'repeat', 'Repeat the examination', '', (desk) => {
      desk.side = 'examination';
      if (desk.job !== null) void desk.repetitions.repeat(desk.job);
    }),
    offered: ({ job, repetitions }) => job?.state === 'finished' && repetitions.running === null,
  },
  command('Window', 'everywhere', 'verify', 'Verify the case', '', (desk) => {
    desk.view = 'custody';
    void desk.custody.verify();
  }),
  command('Window', 'everywhere', 'archive', 'Archive of the whole case', '', (desk) => (desk.view = 'custody')),
  command('Window', 'everywhere', 'sitting', 'Unlock or lock the examiner’s identity', 'Alt+l', (_desk, surface) => surface.sitting()),
  command('Window', 'everywhere', 'seal', 'Seal the head of the ledger', '', (desk, surface) => {
    desk.view = 'custody';
    surface.unlocked(() => void desk.custody.seal());
  }),
  command('Window', 'everywhere', 'help', 'Sheet of shortcuts', '?', (_desk, surface) => surface.help()),

  step('frame-back', 'One frame back', 'ArrowLeft  ,  k+j', -1),
  step('frame-forward', 'One frame forward', 'ArrowRight  .  k+l', 1),
  ...line(
    'Ten frames back, forward',
    step('frames-back', 'Ten frames back', 'Shift+ArrowLeft', -10),
    step('frames-forward', 'Ten frames forward', 'Shift+ArrowRight', 10),
  ),
  ...line(
    'Previous, next key frame',
    frames('key-frame-back', 'Previous key frame', 'Alt+ArrowLeft', ({ viewer }) => viewer.keyFrame(-1), true),
    frames('key-frame-forward', 'Next key frame', 'Alt+ArrowRight', ({ viewer }) => viewer.keyFrame(1), true),
  ),
  ...line(
    'First, last frame',
    frames('first-frame', 'First frame', 'Home', ({ viewer }) => viewer.goTo(0)),
    frames('last-frame', 'Last frame', 'End', ({ viewer }) => viewer.goTo(viewer.clock?.last ?? 0)),
  ),
  frames('go-to', 'Go to frame, timecode or PTS', 'g', (_desk, surface) => surface.goTo()),

  playing('play', 'Play, pause', 'Space', ({ viewer }) => viewer.press('space')),
  playing('play-forward', 'Play forward; again for 2x, 4x', 'l', ({ viewer }) => viewer.press('l')),
  playing('play-backward', 'Play backward; again for 2x, 4x', 'j', ({ viewer }) => viewer.press('j')),
  playing('slow-forward', 'Slowly forward, 0.25x or 0.5x', 'Shift+l', ({ viewer }) => viewer.press('slow-l')),
  playing('slow-backward', 'Slowly backward, 0.25x or 0.5x', 'Shift+j', ({ viewer }) => viewer.press('slow-j')),
  playing('loop', 'Play over and over, from in to out if marked: on, off', 'r', (desk) => (desk.looping = !desk.looping)),
  {
    ...playing('proxy', 'Make a proxy of this film', '', ({ exhibit, proxies }) => {
      if (exhibit !== null) void proxies.make(exhibit);
    }),
    offered: ({ exhibit, viewer, proxies }) => exhibit?.kind === 'video' && (!viewer.playable || viewer.silent) && proxies.making === null,
  },
  playing('stop', 'Stop', 'k', ({ viewer }) => viewer.press('k')),

  // Ctrl with plus and minus stays the window's own, for larger letters.
  timeline('time-closer', 'Look closer in time', 'Alt+=', ({ range, viewer }) => range.zoom(0.5, viewer.us), true),
  timeline('time-wider', 'Look wider in time', 'Alt+-', ({ range, viewer }) => range.zoom(2, viewer.us), true),
  timeline('time-whole', 'The whole length', 'Shift+z', ({ range }) => range.fit()),
  timeline('time-marked', 'From in to out', 'Shift+x', ({ range }) => range.fitMark()),
  timeline('time-earlier', 'A view earlier', 'Shift+PageUp', ({ range }) => range.page(-0.9), true),
  timeline('time-later', 'A view later', 'Shift+PageDown', ({ range }) => range.page(0.9), true),
  timeline('mark-in', 'Mark in', 'i', (desk) => desk.markHere('in')),
  timeline('mark-out', 'Mark out', 'o', (desk) => desk.markHere('out')),
  timeline('go-to-in', 'Go to the in mark', 'Shift+i', (desk) => desk.goToMark('in')),
  timeline('go-to-out', 'Go to the out mark', 'Shift+o', (desk) => desk.goToMark('out')),
  timeline('clear-marks', 'Clear in and out', 'x', ({ range }) => range.clearMark()),

  ...line(
    'Previous, next finding',
    findings('finding-back', 'Previous finding', 'ArrowUp', (desk) => desk.stepFinding(-1), true),
    findings('finding-forward', 'Next finding', 'ArrowDown', (desk) => desk.stepFinding(1), true),
  ),
  ...line(
    'Ten findings back, forward',
    findings('findings-back', 'Ten findings back', 'PageUp', (desk) => desk.stepFinding(-10), true),
    findings('findings-forward', 'Ten findings forward', 'PageDown', (desk) => desk.stepFinding(10), true),
  ),
  ...line(
    'Pick the previous, the next one too',
    findings('pick-back', 'Pick the previous one too', 'Shift+ArrowUp', (desk) => desk.stepFinding(-1, true), true),
    findings('pick-forward', 'Pick the next one too', 'Shift+ArrowDown', (desk) => desk.stepFinding(1, true), true),
  ),
  findings('pick-alike', 'Pick all of its detector, kind and track', 'a', (desk) => desk.findings.pickAlike()),
  decide('confirmed', 'Confirm the finding', '1'),
  decide('rejected', 'Reject the finding', '2'),
  decide('inconclusive', 'Leave the finding inconclusive', '3'),
  decideAll('confirmed', 'Confirm all that are picked, or all alike', 'Alt+1'),
  decideAll('rejected', 'Reject all that are picked, or all alike', 'Alt+2'),
  decideAll('inconclusive', 'Leave all that are picked, or all alike, inconclusive', 'Alt+3'),
  findings('note', 'Own finding on this frame', 'n', (desk) => desk.noteHere()),
  findings('advance', 'After a decision on to the next finding: on, off', '', (desk) => (desk.findings.advance = !desk.findings.advance)),
  findings('take-back', 'Take back the last decision', 'Ctrl+z', (desk) => void desk.findings.undo()),
  findings('filter-text', 'Filter the findings by words', '/', (_desk, surface) => surface.focus('finding-words')),
  findings('filter-clear', 'Clear the filter of findings', 'Backspace', (desk) => desk.findings.clearFilter()),
  findings(
    'filter-everywhere',
    'Findings of all exhibits, of this one',
    'e',
    (desk) => void desk.lookEverywhere(!desk.findings.filter.everywhere),
  ),

  picture('zoom-in', 'Zoom in', '+  =', ({ viewer }) => viewer.zoomBy(1)),
  picture('zoom-out', 'Zoom out', '-', ({ viewer }) => viewer.zoomBy(-1)),
  picture('zoom-fit', 'Fit the picture', '0', ({ viewer }) => viewer.setZoom('fit')),
  pan('pan-left', 'Look further left', 'Ctrl+ArrowLeft', PAN, 0),
  pan('pan-right', 'Look further right', 'Ctrl+ArrowRight', -PAN, 0),
  pan('pan-up', 'Look further up', 'Ctrl+ArrowUp', 0, PAN),
  pan('pan-down', 'Look further down', 'Ctrl+ArrowDown', 0, -PAN),
  once('view', 'View settings: channel, levels, histogram', 'v', ({ viewer }) => viewer.toggleDock('view')),
  once('view-reset', 'Show the frame as decoded', 'z', ({ viewer }) => viewer.resetView()),
  once('snapshot', 'Keep a snapshot of the frame in view', 'c', (desk) => desk.askSnapshot()),
  once('snapshots', 'Snapshots of this exhibit', 'Shift+c', ({ viewer }) => viewer.toggleDock('snapshots')),
  once('crosshair', 'Crosshair of the pixel read-out', 'p', ({ viewer }) => viewer.toggleProbe()),
  once('lens', 'Magnifier around the pointer or the crosshair', 'm', ({ viewer }) => (viewer.lens = !viewer.lens)),
  once('lens-power', 'Next power of the magnifier', 'Shift+m', ({ viewer }) => viewer.lensStronger()),
  once('legend', 'Legend of what is drawn over the frame', 'h', ({ viewer }) => viewer.toggleDock('legend')),
  once('overlays-fainter', 'Overlays fainter, then full again', 'Shift+h', ({ opacity }) => opacity.fainter()),
  once('compare', 'Beside a reference exhibit; only this one', 'b', ({ compare }) => compare.toggle()),
  once('compare-way', 'Next way of comparing: side by side, wipe, difference', 'Shift+b', ({ compare }) => compare.nextWay()),
  ...line(
    'Reference one frame earlier, later',
    picture('compare-earlier', 'Reference one frame earlier', 'Alt+,', ({ compare }) => compare.shift(-1)),
    picture('compare-later', 'Reference one frame later', 'Alt+.', ({ compare }) => compare.shift(1)),
  ),
  ...line(
    'Divider of the wipe to the left, to the right',
    picture('wipe-left', 'Divider of the wipe to the left', 'Alt+Shift+ArrowLeft', ({ compare }) => compare.wipeBy(-0.01)),
    picture('wipe-right', 'Divider of the wipe to the right', 'Alt+Shift+ArrowRight', ({ compare }) => compare.wipeBy(0.01)),
  ),
  command('Picture', 'crosshair', 'crosshair-away', 'Put the crosshair away', 'Escape', ({ viewer }) => viewer.toggleProbe()),
  crosshair('crosshair-left', 'Crosshair one pixel left', 'ArrowLeft', -1, 0),
  crosshair('crosshair-right', 'Crosshair one pixel right', 'ArrowRight', 1, 0),
  crosshair('crosshair-up', 'Crosshair one pixel up', 'ArrowUp', 0, -1),
  crosshair('crosshair-down', 'Crosshair one pixel down', 'ArrowDown', 0, 1),
  crosshair('crosshair-far-left', 'Crosshair ten pixels left', 'Shift+ArrowLeft', -10, 0),
  crosshair('crosshair-far-right', 'Crosshair ten pixels right', 'Shift+ArrowRight', 10, 0),
  crosshair('crosshair-far-up', 'Crosshair ten pixels up', 'Shift+ArrowUp', 0, -10),
  crosshair('crosshair-far-down', 'Crosshair ten pixels down', 'Shift+ArrowDown', 0, 10),

  light('bench', 'light', 'Into the light tool, out of it', 'w', (desk) => desk.toggleLight()),
  draw('cast', 'Draw a cast shadow', 'c'),
  draw('shading', 'Draw shading', 's'),
  light('light', 'light-place', 'Put it into the middle of the picture', 'Enter', ({ light: tool }) => {
    if (tool.pen !== null) tool.addInTheMiddle(tool.pen.kind);
  }),
  light('light', 'light-remove', 'Delete the constraint', 'Delete  Backspace', ({ light: tool }) => {
    if (tool.selected !== null) tool.remove(tool.selected.index);
  }),
  light('light', 'light-undo', 'Undo in the drawing', 'Ctrl+z', (desk) => desk.light.undo()),
  light('light', 'light-cancel', 'Give up, deselect', 'Escape', (desk) => desk.light.cancel()),
  nudge('point-left', 'Point one pixel left', 'ArrowLeft', -1, 0),
  nudge('point-right', 'Point one pixel right', 'ArrowRight', 1, 0),
  nudge('point-up', 'Point one pixel up', 'ArrowUp', 0, -1),
  nudge('point-down', 'Point one pixel down', 'ArrowDown', 0, 1),
  nudge('point-far-left', 'Point ten pixels left', 'Shift+ArrowLeft', -10, 0),
  nudge('point-far-right', 'Point ten pixels right', 'Shift+ArrowRight', 10, 0),
  nudge('point-far-up', 'Point ten pixels up', 'Shift+ArrowUp', 0, -10),
  nudge('point-far-down', 'Point ten pixels down', 'Shift+ArrowDown', 0, 10),
];
