/** Keys in the picture of the sound. */
import type { FrequencyAxis } from '../../state/sound-axis.ts';
import type { PlayClock } from '../../state/sound-clock.svelte.ts';
import type { Sound } from '../../state/sound.svelte.ts';
import type { TimeRange } from '../../state/time-range.svelte.ts';

interface Stage {
  readonly sound: Sound;
  readonly range: TimeRange;
  readonly clock: PlayClock | null;
  readonly axis: FrequencyAxis;
  readonly widthPx: number;
  readonly selected: () => void;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** With Ctrl held. */
const FASTER = 10;

/** Of two edges in any order; null where they are the same. To a tenth of a hertz, which is finer than a pixel. */
export function bandOf(oneHz: number, otherHz: number): { lowHz: number; highHz: number } | null {
  const [lowHz, highHz] = [Math.min(oneHz, otherHz), Math.max(oneHz, otherHz)].map((hz) => Math.round(10 * hz) / 10) as [number, number];
  return lowHz < highHz ? { lowHz, highHz } : null;
}

/** Whether the key was one of ours. */
export function stageKey(event: KeyboardEvent, stage: Stage): boolean {
  if (event.altKey || event.metaKey) return false;
  const { sound, range, clock } = stage;
  const step = STEPS[event.key];
  if (step !== undefined) {
    moveCursor(stage, step, event.ctrlKey ? FASTER : 1, event.shiftKey);
    return true;
  }
  const here = sound.cursor?.us ?? clock?.us ?? range.start;
  switch (event.key) {
    case ' ':
      if (clock?.playing === true) clock.stop();
      else clock?.play(sound.looped ? sound.selection : null);
      return true;
    case 'Enter':
      clock?.goTo(here);
      return true;
    case '+':
    case '=':
      range.zoom(0.5, here);
      return true;
    case '-':
      range.zoom(2, here);
      return true;
    case '0':
      range.fit();
      return true;
    case 'Home':
      clock?.goTo(range.fullStart);
      range.follow(range.fullStart);
      return true;
    case 'End':
      range.shift(range.fullEnd - range.fullStart);
      return true;
    case 'Escape':
      sound.select(null);
      return true;
    default:
      return false;
  }
}

function moveCursor(
  { sound, range, axis, widthPx, selected }: Stage,
  [x, y]: readonly [number, number],
  by: number,
  select: boolean,
): void {
  const cursor = sound.cursor ?? { us: Math.round(range.start + range.span / 2), hz: axis.hzAt(axis.heightPx / 2) };
  const us = Math.round(cursor.us + (x * by * range.span) / Math.max(1, widthPx));
  const moved = {
    us: Math.min(range.fullEnd, Math.max(range.fullStart, us)),
    hz: axis.hzAt(Math.min(axis.heightPx, Math.max(0, axis.yAt(cursor.hz) + y * by))),
  };
  sound.cursor = moved;
  range.follow(moved.us);
  if (!select) return;
  if (x === 0) {
    if (sound.selection === null) return;
    // As with the stretch: the edge that the cursor was at moves, the other stays.
    const band = sound.band;
    const anchorHz =
      band === null ? cursor.hz : Math.abs(band.lowHz - cursor.hz) < Math.abs(band.highHz - cursor.hz) ? band.highHz : band.lowHz;
    sound.band = bandOf(anchorHz, moved.hz);
    return;
  }
  const kept = sound.selection;
  // The end that the cursor was at moves, the other stays.
  const anchor = kept === null ? cursor.us : kept.startUs === cursor.us ? kept.endUs : kept.startUs;
  sound.select({ startUs: Math.min(anchor, moved.us), endUs: Math.max(anchor, moved.us) });
  if (anchor !== moved.us) selected();
}
