/** Marks of frames on the timeline. */
import { firstNotBelow } from '../../base/ascending.ts';
import type { FrameClock } from './frame-clock.ts';

/** Boundaries are drawn from this distance on, pixels. */
const APART_PX = 6;
const MOST = 4000;

interface View {
  readonly start: number;
  readonly end: number;
}

/** Where a frame begins within the view; nothing while frames stand too near to one another. */
export function frameBoundaries(clock: FrameClock, { start, end }: View, widthPx: number): readonly number[] {
  const first = clock.at(start);
  const count = clock.at(end) - first + 1;
  if (count * APART_PX > widthPx || count > MOST) return [];
  return Array.from({ length: count }, (_, k) => clock.usAt(first + k)).filter((us) => us >= start);
}

/** Columns of pixels with a key frame, each once: a film that has nothing but key frames costs no more than the lane is wide. */
export function keyFramePixels(clock: FrameClock, { start, end }: View, widthPx: number): number[] {
  const found: number[] = [];
  const pixelUs = (end - start) / Math.max(1, widthPx);
  const { keyFrames } = clock;
  for (let at = firstFrom(clock, start); at < keyFrames.length;) {
    const us = clock.usAt(keyFrames[at] ?? 0);
    if (us > end) break;
    const x = Math.floor((us - start) / pixelUs);
    found.push(x);
    at = Math.max(at + 1, firstFrom(clock, start + (x + 1) * pixelUs));
  }
  return found;
}

/** Left and right edges of stretches of frames (first and last) within the view, in pixels; what falls on the pixels of the one before is left out. */
export function stretchPixels(
  clock: FrameClock,
  stretches: readonly (readonly [number, number])[],
  { start, end }: View,
  widthPx: number,
): (readonly [left: number, right: number])[] {
  const place = (us: number): number => ((us - start) / (end - start)) * widthPx;
  const found: (readonly [number, number])[] = [];
  for (const [first, last] of stretches) {
    const from = clock.usAt(first);
    const to = last >= clock.last ? clock.endUs : clock.usAt(last + 1);
    if (to <= start || from >= end) continue;
    const [left, right] = [Math.max(0, Math.floor(place(from))), Math.min(widthPx, Math.ceil(place(to)))];
    const before = found.at(-1);
    if (before === undefined || left < before[0] || right > before[1]) found.push([left, right]);
  }
  return found;
}

/** Index of the first key frame that is not before `us`. */
function firstFrom(clock: FrameClock, us: number): number {
  return firstNotBelow(clock.keyFrames, firstNotBelow(clock.ptsUs, us));
}
