/** Where along a track its face is shown: at its start, and again wherever the zoom leaves room. */
import type { Track } from '../../contract/analysis.ts';
import type { FrameClock } from './frame-clock.ts';

/** The picture is of the first frame of this stretch that has the face. */
export interface Place {
  readonly firstFrame: number;
  readonly lastFrame: number;
}

interface View {
  readonly start: number;
  readonly end: number;
  readonly widthPx: number;
}

/** From picture to picture at least so many widths of one: between them the span itself is seen. */
const APART = 4;

/** Frames from place to place: a power of two, so that moving along in time asks for the same pictures. */
export function placeStep(clock: FrameClock, { start, end, widthPx }: View, sidePx: number): number {
  const frames = (APART * sidePx * (end - start)) / Math.max(1, widthPx) / clock.frameUs;
  return 2 ** Math.max(0, Math.ceil(Math.log2(frames)));
}

/** In view only; none where the span is narrower than a picture. */
export function placesOf({ firstFrame, lastFrame }: Track, clock: FrameClock, view: View, sidePx: number): Place[] {
  const { start, end, widthPx } = view;
  const sideUs = (sidePx * (end - start)) / Math.max(1, widthPx);
  const endUs = lastFrame >= clock.last ? clock.endUs : clock.usAt(lastFrame + 1);
  const fits = (frame: number) => clock.usAt(frame) + sideUs <= endUs;
  const seen = (frame: number) => clock.usAt(frame) + sideUs > start && clock.usAt(frame) < end;
  const step = placeStep(clock, view, sidePx);
  const until = (next: number) => Math.min(lastFrame, next - 1);
  // Beside the first picture stands the track's name.
  const second = Math.ceil((firstFrame + step * 0.6) / step) * step;
  const places = fits(firstFrame) && seen(firstFrame) ? [{ firstFrame, lastFrame: until(second) }] : [];
  const from = Math.max(second, Math.floor(clock.at(start - sideUs) / step) * step);
  for (let frame = from; frame <= lastFrame && clock.usAt(frame) < end && fits(frame); frame += step)
    if (seen(frame)) places.push({ firstFrame: frame, lastFrame: until(frame + step) });
  return places;
}
