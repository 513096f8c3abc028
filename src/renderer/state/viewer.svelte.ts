/** What the viewer shows: which frame, at which rate, how large, with which overlays. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { Exhibit, Proxy, VideoStream } from '../../contract/exhibits.ts';
import { matrixOf } from '../../base/luma.ts';
import { applyView, isNeutral, NEUTRAL } from '../../base/view-settings.ts';
import type { Snapshot } from '../../contract/snapshots.ts';
import type { ViewSettings } from '../../contract/view.ts';
import { FrameClock } from './frame-clock.ts';
import { USUAL_LAYERS } from './layers.ts';
import { nextPower, type LensPower } from './lens.ts';
import { shuttle, type Rate, type ShuttleKey } from './shuttle.ts';
import type { Stretch } from './time-range.svelte.ts';
import { parsePlace, type TimecodeBase } from '../../base/timecode.ts';

/** Where keys and wheel stop, pixels of the screen for one of the picture: powers of two, so that from 100 % on each pixel is a whole square. */
export const ZOOM_STEPS = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16] as const;
export const LEAST_ZOOM = ZOOM_STEPS[0];
export const MOST_ZOOM = 16;
export type Zoom = 'fit' | number;

export type Dock = 'view' | 'snapshots' | 'legend';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const videoStream = (exhibit: Exhibit | null): VideoStream | null =>
  exhibit?.facts.streams.find((stream) => stream.type === 'video') ?? null;

/** Size of a full-size frame after display rotation, pixels. */
export function pictureSize(exhibit: Exhibit | null): { width: number; height: number } {
  const stream = videoStream(exhibit);
  if (stream === null) return { width: 1, height: 1 };
  const turned = stream.rotation === 90 || stream.rotation === 270;
  return turned ? { width: stream.height, height: stream.width } : { width: stream.width, height: stream.height };
}

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
  failedWhy = $state<ErrorCode>('FRAME_UNDECODABLE');
  /** Where a recording without picture stands, microseconds; whoever sets it moves the player. */
  heardUs = $state(0);
  rate = $state<Rate>(0);
  /** Counts the jumps that time makes while it runs: the player begins anew at each. */
  jumps = $state(0);
  /** Asked for by the sound: played over and over in place of what is marked. */
  stretch = $state.raw<Stretch | null>(null);
  zoom = $state<Zoom>('fit');
  /** Pixels of the picture per pixel of the screen, as drawn now. */
  scale = $state(1);
  pan = $state.raw({ x: 0, y: 0 });
  /** The pixel that is read out, by the pointer or by the crosshair; `null` when neither is on the picture. */
  probe = $state.raw<Point | null>(null);
  /** The crosshair is in hand: keys move it, and the pointer does not. */
  probing = $state(false);
  lens = $state(false);
  lensPower = $state<LensPower>(8);
  /** The last pixel that was pointed at. */
  #pointed = $state.raw<Point | null>(null);
  /** The frame on screen as decoded by ffmpeg, nothing applied to it; `null` while the player runs. */
  pixels = $state.raw<ImageData | null>(null);
  /** How the frame is looked at; stays when another exhibit is selected, and is always said on screen. */
  view = $state.raw<ViewSettings>(NEUTRAL);
  /** The pixels with the view settings applied. */
  readonly rendered = $derived.by(() => {
    const { pixels, view } = this;
    if (pixels === null || isNeutral(view)) return pixels;
    return new ImageData(applyView(pixels.data, pixels.width, pixels.height, view), pixels.width, pixels.height);
  });
  /** The part of the picture that is on screen: left, top, width, height in whole pixels. */
  visible = $state.raw<readonly [number, number, number, number]>([0, 0, 1, 1]);
  /** What stands beside the picture. */
  dock = $state<Dock | null>(null);
  layers = $state.raw(USUAL_LAYERS);
  /** What the player is given instead of an original that it refused; stopped frames are never its. */
  proxy = $state.raw<Proxy | null>(null);
  /** Set when the player refused the file: playing is then done by decoded stills. */
  playable = $state(true);
  /** Set when the player runs the picture and cannot decode the sound beside it. */
  silent = $state(false);

  readonly #marked: () => Stretch | null;

  /** `marked`: what is played over and over, if anything is. */
  constructor(marked: () => Stretch | null = () => null) {
    this.#marked = marked;
  }

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
    return pictureSize(this.exhibit);
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
    this.stretch = null;
    this.zoom = 'fit';
    this.pan = { x: 0, y: 0 };
    this.probe = null;
    this.probing = false;
    this.#pointed = null;
    this.pixels = null;
    this.look({});
    this.playable = exhibit?.kind === 'video';
    this.silent = false;
    this.proxy = null;
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
    this.stretch = null;
    const loop = this.#loop;
    if (next !== 0 && loop !== null && (this.frame < loop.first || this.frame > loop.last)) this.frame = next > 0 ? loop.first : loop.last;
    this.rate = next;
  }

  /** Called for each picture while time runs; the end in either direction stops. */
  passed(frame: number): void {
    if (this.clock === null) return;
    this.frame = this.clock.clamp(frame);
    if (this.#turn(this.clock)) return;
    if (this.rate > 0 && this.frame >= this.clock.last) this.rate = 0;
    if (this.rate < 0 && this.frame === 0) this.rate = 0;
  }

  /** First and last frame of what is played over and over. */
  get #loop(): { readonly first: number; readonly last: number } | null {
    const { clock } = this;
    const loop = this.stretch ?? this.#marked();
    if (clock === null || loop === null) return null;
    const first = clock.at(loop.startUs);
    return { first, last: Math.max(first, clock.at(loop.endUs - 1)) };
  }

  /** Behind one end of the loop, or at that of the film, time goes on at the other. */
  #turn(clock: FrameClock): boolean {
    const { rate, frame } = this;
    const loop = this.#loop;
    if (loop === null || rate === 0) return false;
    const within = frame >= loop.first && frame <= loop.last;
    if (within && frame !== (rate > 0 ? clock.last : 0)) return false;
    this.frame = rate > 0 ? loop.first : loop.last;
    this.jumps += 1;
    return true;
  }

  /** The frame that was typed as a number, timecode or time; `null` when this exhibit has no such place. */
  placeTyped(text: string): number | null {
    const place = parsePlace(text, this.base);
    return place === null ? null : (this.clock?.resolve(place) ?? null);
  }

  /** `false` when what was typed is not a place in this exhibit. */
  goToTyped(text: string): boolean {
    const frame = this.placeTyped(text);
    if (frame === null) return false;
    this.goTo(frame);
    return true;
  }

  /** Luma is always that of the exhibit's own matrix. */
  look(changed: Partial<ViewSettings>): void {
    this.view = { ...this.view, ...changed, matrix: matrixOf(videoStream(this.exhibit)?.colorSpace ?? null) };
  }

  resetView(): void {
    this.look(NEUTRAL);
  }

  /** To the frame of a snapshot, looked at in the same way. */
  restore({ frame, view, zoom, region }: Pick<Snapshot, 'frame' | 'view' | 'zoom' | 'region'>): void {
    this.goTo(frame);
    this.look(view);
    const [left, top, width, height] = region;
    if (width >= this.size.width && height >= this.size.height) {
      this.setZoom('fit');
      return;
    }
    this.setZoom(zoom);
    const cssScale = zoom / (globalThis.devicePixelRatio || 1);
    this.pan = {
      x: Math.round((this.size.width / 2 - left - width / 2) * cssScale),
      y: Math.round((this.size.height / 2 - top - height / 2) * cssScale),
    };
  }

  toggleDock(dock: Dock): void {
    this.dock = this.dock === dock ? null : dock;
  }

  /** `about`: the place that stays where it is, in CSS pixels from the middle of the stage. */
  setZoom(zoom: Zoom, about: Point = { x: 0, y: 0 }): void {
    if (zoom === 'fit') {
      this.zoom = 'fit';
      this.pan = { x: 0, y: 0 };
      return;
    }
    const next = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
    const ratio = next / this.scale;
    this.pan = { x: about.x - (about.x - this.pan.x) * ratio, y: about.y - (about.y - this.pan.y) * ratio };
    this.zoom = next;
    // The stage says the same as soon as it has drawn; another step may come before.
    this.scale = next;
  }

  zoomBy(direction: 1 | -1, about?: Point): void {
    const next =
      direction === 1 ? ZOOM_STEPS.find((step) => step > this.scale * 1.001) : ZOOM_STEPS.findLast((step) => step < this.scale * 0.999);
    if (next !== undefined) this.setZoom(next, about);
  }

  /** `false` when what was typed is not a percentage that can be shown. */
  zoomToTyped(text: string): boolean {
    const percent = Number(text.replace('%', '').replace(',', '.').trim());
    if (text.trim() === '' || !(percent >= LEAST_ZOOM * 100 && percent <= MOST_ZOOM * 100)) return false;
    this.setZoom(percent / 100);
    return true;
  }

  panBy(x: number, y: number): void {
    if (this.zoom !== 'fit') this.pan = { x: this.pan.x + x, y: this.pan.y + y };
  }

  /** What the magnifier shows: where the pointer or the crosshair is, or was; the middle of the picture before either was anywhere. */
  get lensAt(): Point {
    return this.probe ?? this.#pointed ?? this.#middle;
  }

  get #middle(): Point {
    return { x: Math.floor(this.size.width / 2), y: Math.floor(this.size.height / 2) };
  }

  /** To the next power; from the strongest to the weakest. */
  lensStronger(): void {
    this.lens = true;
    this.lensPower = nextPower(this.lensPower);
  }

  /** Into the crosshair, where the pointer was or in the middle of the picture, and out of it. */
  toggleProbe(): void {
    this.probing = !this.probing;
    if (this.probing) this.probe ??= this.lens ? this.lensAt : this.#middle;
    else this.probe = null;
  }

  moveProbe(x: number, y: number): void {
    if (this.probe === null) return;
    const within = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
    this.probe = { x: within(this.probe.x + x, this.size.width), y: within(this.probe.y + y, this.size.height) };
    this.#pointed = this.probe;
  }

  /** The pointer is over this place of the picture; `null` when it has left. */
  pointAt(place: Point | null): void {
    if (this.probing) return;
    const inside = place !== null && place.x >= 0 && place.y >= 0 && place.x < this.size.width && place.y < this.size.height;
    this.probe = inside ? { x: Math.floor(place.x), y: Math.floor(place.y) } : null;
    if (this.probe !== null) this.#pointed = this.probe;
  }
}
