/** What the viewer shows: which frame, at which rate, how large, with which overlays. */
import type { Exhibit, VideoStream } from '../../contract/exhibits.ts';
import { FrameClock } from './frame-clock.ts';
import { USUAL_LAYERS } from './layers.ts';
import { shuttle, type Rate, type ShuttleKey } from './shuttle.ts';
import { parsePlace, type TimecodeBase } from '../../base/timecode.ts';

export const ZOOMS = ['fit', 1, 2, 4] as const;
export type Zoom = (typeof ZOOMS)[number];

export const videoStream = (exhibit: Exhibit | null): VideoStream | null =>
  exhibit?.facts.streams.find((stream) => stream.type === 'video') ?? null;

export class Viewer {
  exhibit = $state.raw<Exhibit | null>(null);
  clock = $state.raw<FrameClock | null>(null);
  /** The frame that is wanted; what is on screen may still be the one before while it is being decoded. */
  frame = $state(0);
  shownFrame = $state<number | null>(null);
  /** Who made the picture on screen: ffmpeg (exact) or the player (only while playing). */
  source = $state<'decoded' | 'player' | 'none'>('none');
  /** Set when ffmpeg could not give the wanted frame; nothing else is shown in its place. */
  failedFrame = $state<number | null>(null);
  /** Where a recording without picture stands, microseconds; whoever sets it moves the player. */
  heardUs = $state(0);
  rate = $state<Rate>(0);
  zoom = $state<Zoom>('fit');
  /** Pixels of the picture per pixel of the screen, as drawn now. */
  scale = $state(1);
  pan = $state.raw({ x: 0, y: 0 });
  layers = $state.raw(USUAL_LAYERS);
  /** Set when the player refused the file: playing is then done by decoded stills. */
  playable = $state(true);
  /** Set when the player runs the picture and cannot decode the sound beside it. */
  silent = $state(false);

  get base(): TimecodeBase {
    const stream = videoStream(this.exhibit);
    return { rate: stream?.averageFrameRate ?? null, variable: stream?.variableFrameRate ?? true };
  }

  get originUs(): number {
    return this.clock?.usAt(0) ?? 0;
  }

  /** There is a time to move in: that of frames, or that of a recording without picture. */
  get timed(): boolean {
    return this.clock !== null || this.exhibit?.kind === 'audio';
  }

  /** Where the examiner is. */
  get us(): number {
    return this.clock?.usAt(this.frame) ?? this.heardUs;
  }

  /** Size of a full-size frame after display rotation, pixels. */
  get size(): { width: number; height: number } {
    const stream = videoStream(this.exhibit);
    if (stream === null) return { width: 1, height: 1 };
    const turned = stream.rotation === 90 || stream.rotation === 270;
    return turned ? { width: stream.height, height: stream.width } : { width: stream.width, height: stream.height };
  }

  show(exhibit: Exhibit | null): void {
    this.exhibit = exhibit;
    this.clock = null;
    this.frame = 0;
    this.heardUs = 0;
    this.shownFrame = null;
    this.source = 'none';
    this.failedFrame = null;
    this.rate = 0;
    this.zoom = 'fit';
    this.pan = { x: 0, y: 0 };
    this.playable = exhibit?.kind === 'video';
    this.silent = false;
  }

  setClock(clock: FrameClock): void {
    this.clock = clock;
  }

  /** Stops, and goes exactly there. */
  goTo(frame: number): void {
    if (this.clock === null) return;
    this.rate = 0;
    this.frame = this.clock.clamp(frame);
  }

  goToUs(us: number): void {
    if (this.clock === null) this.heardUs = Math.max(0, Math.round(us));
    else this.goTo(this.clock.at(us));
  }

  step(count: number): void {
    this.goTo((this.rate === 0 ? this.frame : (this.shownFrame ?? this.frame)) + count);
  }

  keyFrame(direction: 1 | -1): void {
    if (this.clock === null) return;
    this.goTo(direction === 1 ? this.clock.nextKey(this.frame) : this.clock.previousKey(this.frame));
  }

  press(key: ShuttleKey): void {
    if (this.exhibit?.kind !== 'video' || this.clock === null) return;
    const next = shuttle(this.rate, key);
    if (next > 0 && this.frame >= this.clock.last) this.frame = 0;
    this.rate = next;
  }

  /** Called for each picture while time runs; the end in either direction stops. */
  passed(frame: number): void {
    if (this.clock === null) return;
    this.frame = this.clock.clamp(frame);
    if (this.rate > 0 && this.frame >= this.clock.last) this.rate = 0;
    if (this.rate < 0 && this.frame === 0) this.rate = 0;
  }

  /** `false` when what was typed is not a place in this exhibit. */
  goToTyped(text: string): boolean {
    const place = parsePlace(text, this.base);
    const frame = place === null ? null : (this.clock?.resolve(place) ?? null);
    if (frame === null) return false;
    this.goTo(frame);
    return true;
  }

  setZoom(zoom: Zoom): void {
    this.zoom = zoom;
    if (zoom === 'fit') this.pan = { x: 0, y: 0 };
  }

  zoomBy(direction: 1 | -1): void {
    const at = ZOOMS.indexOf(this.zoom) + direction;
    this.setZoom(ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at))] ?? 'fit');
  }

  panBy(x: number, y: number): void {
    if (this.zoom !== 'fit') this.pan = { x: this.pan.x + x, y: this.pan.y + y };
  }
}
