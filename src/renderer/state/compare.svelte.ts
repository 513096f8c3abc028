/** A reference exhibit that is looked at together with the selected one: a view only, nothing of it is written. */
import { matrixOf } from '../../base/luma.ts';
import { applyView, isNeutral } from '../../base/view-settings.ts';
import type { Job } from '../../contract/analysis.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import type { Transport } from '../transport/transport.ts';
import { FrameClock } from './frame-clock.ts';
import type { Messages } from './messages.svelte.ts';
import { differenceOf, type Difference, type Gain } from '../../base/picture-difference.ts';
import { OverlayCache } from './overlay-cache.svelte.ts';
import { frameAtSameTime, recordedComparison, nextWay, referenceFrame, type Matching, type Way } from './reference-frame.ts';
import { pictureSize, videoStream, type Viewer } from './viewer.svelte.ts';

/**
 * `impossible`: these two have no difference. `pending`: one of the frames is on its way. `moving`: while time runs, the pictures on
 * screen need not be the frames that belong together.
 */
export type DifferenceState =
  | { readonly kind: 'ready'; readonly difference: Difference; readonly picture: ImageData }
  | { readonly kind: 'impossible' | 'pending' | 'moving' };

export class Compare {
  open = $state(false);
  way = $state<Way>('beside');
  gain = $state<Gain>(1);
  matching = $state<Matching>('number');
  offset = $state(0);
  /** Where the wipe divides the view, of its width. */
  divider = $state(0.5);
  clock = $state.raw<FrameClock | null>(null);
  /** What the newest examination of the reference drew; `null` where there is none. */
  overlays = $state.raw<OverlayCache | null>(null);
  /** The reference's frame as decoded by ffmpeg, and its number. */
  pixels = $state.raw<ImageData | null>(null);
  shownFrame = $state<number | null>(null);
  failedFrame = $state<number | null>(null);
  failedWhy = $state<ErrorCode>('FRAME_UNDECODABLE');
  #referenceId = $state<string | null>(null);
  readonly #transport: Transport;
  readonly #messages: Messages;
  readonly #viewer: Viewer;
  readonly #exhibits: () => readonly Exhibit[];
  readonly #jobOf: (exhibitId: string) => Job | null;
  /** With a picture, and not the selected one. */
  readonly candidates = $derived.by(() => this.#exhibits().filter(({ id, kind }) => kind !== 'audio' && id !== this.#viewer.exhibit?.id));
  readonly reference = $derived.by(() => this.candidates.find(({ id }) => id === this.#referenceId) ?? null);
  /** Two pictures are on screen. */
  readonly active = $derived.by(
    () => this.open && this.reference !== null && this.#viewer.exhibit !== null && this.#viewer.exhibit.kind !== 'audio',
  );
  /** The frame of the reference that belongs to the one in view. */
  readonly frame = $derived.by(() => {
    const { clock, offset } = this;
    const own = this.#viewer.clock;
    const { frame } = this.#viewer;
    return this.matching === 'time' && clock !== null && own !== null
      ? frameAtSameTime(own, frame, offset, clock)
      : referenceFrame(frame, offset, clock?.count ?? 0);
  });
  readonly size = $derived.by(() => pictureSize(this.reference));
  readonly sameSize = $derived.by(() => this.size.width === this.#viewer.size.width && this.size.height === this.#viewer.size.height);
  /** Pixels with the view settings of the viewer, by the reference's own matrix. */
  readonly rendered = $derived.by(() => {
    const { pixels } = this;
    const { view, source } = this.#viewer;
    const own = { ...view, matrix: matrixOf(videoStream(this.reference)?.colorSpace ?? null) };
    // The exhibit's own picture cannot be given it either while the player runs.
    const shown = source === 'player' ? { ...own, contrast: 'none' as const } : own;
    if (pixels === null || isNeutral(shown)) return pixels;
    return new ImageData(applyView(pixels.data, pixels.width, pixels.height, shown), pixels.width, pixels.height);
  });
  readonly difference: DifferenceState = $derived.by(() => {
    const viewer = this.#viewer;
    if (viewer.rate !== 0) return { kind: 'moving' };
    if (!this.sameSize || this.frame === null || this.failedFrame === this.frame || viewer.failedFrame === viewer.frame)
      return { kind: 'impossible' };
    const together = viewer.shownFrame === viewer.frame && this.shownFrame === this.frame;
    if (!together || viewer.pixels === null || this.pixels === null) return { kind: 'pending' };
    const { width, height } = viewer.pixels;
    const difference = differenceOf(viewer.pixels, this.pixels, this.gain);
    if (difference === null) return { kind: 'impossible' };
    return { kind: 'ready', difference, picture: new ImageData(difference.data, width, height) };
  });
  /** Frames a second of both, where they differ: then matched numbers are not matched times. */
  readonly rates = $derived.by(() => {
    const [own, other] = [this.#viewer.exhibit, this.reference].map((exhibit) =>
      exhibit?.kind === 'video' ? (videoStream(exhibit)?.averageFrameRate ?? null) : null,
    );
    if (own === null || own === undefined || other === null || other === undefined) return null;
    const [one, two] = [own.num / own.den, other.num / other.den];
    return Math.abs(one - two) < 0.005 ? null : ([one, two] as const);
  });

  constructor(
    transport: Transport,
    messages: Messages,
    viewer: Viewer,
    of: { readonly exhibits: () => readonly Exhibit[]; readonly job: (exhibitId: string) => Job | null },
  ) {
    this.#transport = transport;
    this.#messages = messages;
    this.#viewer = viewer;
    this.#exhibits = of.exhibits;
    this.#jobOf = of.job;
  }

  toggle(): void {
    this.open = !this.open;
    const [only, ...more] = this.candidates;
    if (this.open && this.reference === null && only !== undefined && more.length === 0) void this.choose(only.id);
  }

  nextWay(): void {
    if (this.active) this.way = nextWay(this.way);
  }

  shift(by: number): void {
    if (this.active) this.offset += by;
  }

  /** `by`: of the view's width. */
  wipeBy(by: number): void {
    if (this.active && this.way === 'wipe') this.divider = Math.min(1, Math.max(0, this.divider + by));
  }

  async choose(exhibitId: string): Promise<void> {
    const exhibit = this.candidates.find(({ id }) => id === exhibitId);
    this.#referenceId = exhibit?.id ?? null;
    this.offset = 0;
    this.clock = null;
    this.overlays = null;
    this.drop();
    if (exhibit === undefined) return;
    const job = this.#jobOf(exhibit.id);
    if (job !== null)
      this.overlays = new OverlayCache(
        job.id,
        (request) => this.#transport.call('analysis.overlays', request),
        (error) => this.#messages.error('Reading the overlays of the reference', error),
      );
    const index = await this.#messages.during('Reading the frame index of the reference', () =>
      this.#transport.call('exhibits.frames', { exhibitId: exhibit.id }),
    );
    if (index !== null && this.#referenceId === exhibit.id) this.clock = new FrameClock(index);
  }

  /** No picture of the reference is at hand. */
  drop(): void {
    this.pixels = null;
    this.shownFrame = null;
    this.failedFrame = null;
  }

  /** What a snapshot says of it; `null` where nothing is compared. */
  get words(): string | null {
    const { active, reference, frame, offset, way, gain } = this;
    const own = this.#viewer.exhibit;
    if (!active || reference === null || own === null) return null;
    const matching = this.clock?.count === 1 ? null : this.matching;
    return recordedComparison({ own: own.id, reference: reference.id, frame, matching, offset, way, gain });
  }
}
