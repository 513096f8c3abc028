/** What an examiner is about to put on record: a part of the picture in a stretch of frames, in the examiner's own words. */
import type { Box } from '../../contract/values.ts';
import type { Notes } from './notes.svelte.ts';
import type { TimeRange } from './time-range.svelte.ts';
import type { Viewer } from './viewer.svelte.ts';

type Point = readonly [number, number];

/** The rectangle between two corners, in whole pixels and inside the picture; at least one pixel large. */
export function boxBetween(one: Point, other: Point, size: { readonly width: number; readonly height: number }): Box {
  const inside = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));
  const left = Math.min(inside(Math.min(one[0], other[0]), size.width), size.width - 1);
  const top = Math.min(inside(Math.min(one[1], other[1]), size.height), size.height - 1);
  const right = inside(Math.max(one[0], other[0]), size.width);
  const bottom = inside(Math.max(one[1], other[1]), size.height);
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}

export class OwnFinding {
  /** Being written. */
  open = $state(false);
  frames = $state.raw<readonly [number, number]>([0, 0]);
  /** Its frames are those from in to out, as they were marked when it was begun. */
  marked = $state(false);
  region = $state.raw<Box | null>(null);
  kind = $state('');
  text = $state('');
  readonly #viewer: Viewer;
  readonly #notes: Notes;
  readonly #range: TimeRange;

  constructor(viewer: Viewer, notes: Notes, range: TimeRange) {
    this.#viewer = viewer;
    this.#notes = notes;
    this.#range = range;
  }

  /** On the frames from in to out where both are marked, otherwise on the frame in view; needs an exhibit with frames. */
  begin(): boolean {
    const { clock, frame } = this.#viewer;
    if (clock === null) return false;
    if (this.#viewer.rate !== 0) this.#viewer.step(0);
    const { startUs, endUs } = this.#range.mark;
    this.marked = startUs !== null && endUs !== null;
    // The out mark is the end of its frame.
    this.frames = startUs !== null && endUs !== null ? [clock.at(startUs), clock.at(endUs - 1)] : [frame, frame];
    this.region = null;
    this.open = true;
    return true;
  }

  cancel(): void {
    this.open = false;
    this.region = null;
    this.text = '';
  }

  /** The other end moves along where it would be overtaken. */
  setFirst(frame: number): void {
    const first = this.#viewer.clock?.clamp(frame) ?? 0;
    this.marked = false;
    this.frames = [first, Math.max(first, this.frames[1])];
  }
  setLast(frame: number): void {
    const last = this.#viewer.clock?.clamp(frame) ?? 0;
    this.marked = false;
    this.frames = [Math.min(last, this.frames[0]), last];
  }

  draw(one: Point, other: Point): void {
    this.region = boxBetween(one, other, this.#viewer.size);
  }

  /** The middle half of the picture: where a hand on the keyboard begins. */
  putInTheMiddle(): void {
    const { width, height } = this.#viewer.size;
    this.draw([width / 4, height / 4], [(width * 3) / 4, (height * 3) / 4]);
  }

  /** Moves it by so many pixels, or with `corner` only its lower right corner. */
  nudge(x: number, y: number, corner: boolean): void {
    if (this.region === null) return;
    const { width, height } = this.#viewer.size;
    const [left, top, wide, high] = this.region;
    if (corner) {
      this.region = [left, top, between(1, wide + x, width - left), between(1, high + y, height - top)];
      return;
    }
    this.region = [between(0, left + x, width - wide), between(0, top + y, height - high), wide, high];
  }

  get ready(): boolean {
    return this.open && this.text.trim() !== '' && !this.#notes.saving;
  }

  /** `true` when it stands in the custody ledger. */
  async keep(): Promise<boolean> {
    const { exhibit, clock } = this.#viewer;
    if (!this.ready || exhibit === null || clock === null) return false;
    const [first, last] = this.frames;
    const kept = await this.#notes.keep({
      exhibitId: exhibit.id,
      startUs: clock.usAt(first),
      endUs: clock.usAt(last),
      band: null,
      text: this.text,
      kind: this.kind.trim() === '' ? null : this.kind,
      frames: [first, last],
      region: this.region,
    });
    if (kept) this.cancel();
    return kept;
  }
}

const between = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));
