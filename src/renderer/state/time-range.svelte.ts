/** In and out, microseconds; the out mark is the end of its frame, so that the frame belongs to the stretch. */
export interface Mark {
  readonly startUs: number | null;
  readonly endUs: number | null;
}

export interface Stretch {
  readonly startUs: number;
  readonly endUs: number;
}

/** The stretch of time that the timeline shows, microseconds; every lane shares it. */
export class TimeRange {
  fullStart = $state(0);
  fullEnd = $state(1);
  start = $state(0);
  end = $state(1);
  mark = $state.raw<Mark>({ startUs: null, endUs: null });
  readonly #usualLeastUs: number;
  #leastUs: number;

  constructor(leastUs = 200_000) {
    this.#usualLeastUs = leastUs;
    this.#leastUs = leastUs;
  }

  get span(): number {
    return this.end - this.start;
  }

  get zoomed(): boolean {
    return this.start > this.fullStart || this.end < this.fullEnd;
  }

  /** From in to out; where only one is set, from the start or to the end. `null`: neither is. */
  get marked(): Stretch | null {
    const { startUs, endUs } = this.mark;
    return startUs === null && endUs === null ? null : { startUs: startUs ?? this.fullStart, endUs: endUs ?? this.fullEnd };
  }

  /** A mark on the wrong side of the other takes its place: the other is cleared. */
  markIn(us: number): void {
    const { endUs } = this.mark;
    this.mark = { startUs: us, endUs: endUs !== null && endUs > us ? endUs : null };
  }

  markOut(us: number): void {
    const { startUs } = this.mark;
    this.mark = { startUs: startUs !== null && startUs < us ? startUs : null, endUs: us };
  }

  clearMark(): void {
    this.mark = { startUs: null, endUs: null };
  }

  /** From in to out, exactly. */
  fitMark(): void {
    const { marked } = this;
    if (marked === null) return;
    const span = Math.min(this.fullEnd - this.fullStart, Math.max(this.#leastUs, marked.endUs - marked.startUs));
    this.#place((marked.startUs + marked.endUs - span) / 2, span);
  }

  /** `leastUs`: a frame fills the view at most, of a film that has frames. */
  setFull(start: number, end: number, leastUs = this.#usualLeastUs): void {
    this.#leastUs = leastUs;
    this.clearMark();
    this.fullStart = start;
    this.fullEnd = Math.max(start + 1, end);
    this.fit();
  }

  fit(): void {
    this.start = this.fullStart;
    this.end = this.fullEnd;
  }

  /** Factor below 1 looks closer; `aroundUs` keeps its place. At least so much stays in view as the constructor was told (0.2 s). */
  zoom(factor: number, aroundUs: number): void {
    const full = this.fullEnd - this.fullStart;
    const span = Math.min(full, Math.max(Math.min(this.#leastUs, full), this.span * factor));
    const anchor = Math.min(this.fullEnd, Math.max(this.fullStart, aroundUs));
    const share = Math.min(1, Math.max(0, (anchor - this.start) / this.span));
    this.#place(anchor - share * span, span);
  }

  /** This stretch, with a tenth of it on either side. */
  show(startUs: number, endUs: number): void {
    const span = Math.min(this.fullEnd - this.fullStart, Math.max(this.#leastUs, (endUs - startUs) * 1.2));
    this.#place((startUs + endUs - span) / 2, span);
  }

  /** By so many widths of the view. */
  page(count: number): void {
    this.shift(count * this.span);
  }

  shift(byUs: number): void {
    this.#place(this.start + byUs, this.span);
  }

  /** Turns the page when the playhead leaves it. */
  follow(us: number): void {
    if (us < this.start || us > this.end) this.#place(us - this.span * 0.1, this.span);
  }

  share(us: number): number {
    return (us - this.start) / this.span;
  }

  #place(start: number, span: number): void {
    const from = Math.min(this.fullEnd - span, Math.max(this.fullStart, start));
    this.start = from;
    this.end = from + span;
  }
}
