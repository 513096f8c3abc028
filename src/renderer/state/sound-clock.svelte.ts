/** Where the sound is and whether it runs: a recording's own player, or the clock of the film that it belongs to. */
import type { Stretch } from './time-range.svelte.ts';
import type { Viewer } from './viewer.svelte.ts';

export interface PlayClock {
  readonly us: number;
  readonly playing: boolean;
  /** What the window's player cannot play: `all` of the file, or only its `sound`. */
  readonly refused: 'all' | 'sound' | null;
  goTo(us: number): void;
  /** Plays on, or only this stretch over and over. */
  play(loop: Stretch | null): void;
  stop(): void;
}

/** Nearer than this the player is where it should be: while it plays, a frame of the screen passes between its time and ours. */
const NEAR_SECONDS = 0.02;

/** The browser's player, which reads the original by Range; its time is good to some milliseconds. */
export class RecordingClock implements PlayClock {
  playing = $state(false);
  /** The player cannot play this kind of file. */
  refused = $state<'all' | null>(null);
  readonly #audio: HTMLAudioElement;
  readonly #originUs: number;
  readonly #viewer: Viewer;
  /** What is played over and over where no stretch was asked for. */
  readonly #marked: () => Stretch | null;
  #loop: Stretch | null = null;
  #tick = 0;

  constructor(audio: HTMLAudioElement, originUs: number, viewer: Viewer, marked: () => Stretch | null) {
    this.#audio = audio;
    this.#originUs = originUs;
    this.#viewer = viewer;
    this.#marked = marked;
  }

  /** The timeline and the findings stand at the same place. */
  get us(): number {
    return Math.max(this.#originUs, this.#viewer.heardUs);
  }

  goTo(us: number): void {
    this.#viewer.heardUs = Math.max(0, Math.round(us));
    this.follow();
  }

  /** Call whenever the place has changed: somebody else, such as a finding, may have moved it. */
  follow(): void {
    const seconds = Math.max(0, (this.us - this.#originUs) / 1e6);
    if (Math.abs(this.#audio.currentTime - seconds) > NEAR_SECONDS) this.#audio.currentTime = seconds;
  }

  play(loop: Stretch | null): void {
    this.#loop = loop;
    if (loop !== null) this.goTo(loop.startUs);
    this.playing = true;
    this.#audio.play().catch((error: unknown) => {
      this.playing = false;
      // play() is refused with AbortError when a stop comes first.
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.refused = 'all';
    });
    cancelAnimationFrame(this.#tick);
    this.#follow();
  }

  stop(): void {
    this.playing = false;
    this.#audio.pause();
    cancelAnimationFrame(this.#tick);
  }

  #follow(): void {
    this.#tick = requestAnimationFrame(() => {
      if (!this.playing) return;
      this.#viewer.heardUs = Math.round(this.#audio.currentTime * 1e6) + this.#originUs;
      const loop = this.#loop ?? this.#marked();
      if (loop !== null && (this.us < loop.startUs || this.us >= loop.endUs || this.#audio.ended)) {
        this.goTo(loop.startUs);
        if (this.#audio.paused) void this.#audio.play();
      } else if (this.#audio.ended) {
        this.stop();
        return;
      }
      this.#follow();
    });
  }
}

/** In step with the picture: the viewer's frame is the time. */
export class FilmClock implements PlayClock {
  readonly #viewer: Viewer;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  get us(): number {
    return this.#viewer.clock?.usAt(this.#viewer.frame) ?? 0;
  }

  get playing(): boolean {
    return this.#viewer.rate !== 0;
  }

  get refused(): 'all' | 'sound' | null {
    if (!this.#viewer.playable) return 'all';
    return this.#viewer.silent ? 'sound' : null;
  }

  goTo(us: number): void {
    const { clock } = this.#viewer;
    if (clock !== null) this.#viewer.goTo(clock.at(us));
  }

  play(loop: Stretch | null): void {
    this.#viewer.stretch = loop;
    if (loop !== null) this.goTo(loop.startUs);
    this.#viewer.rate = 1;
  }

  stop(): void {
    this.#viewer.stretch = null;
    this.#viewer.rate = 0;
  }
}
