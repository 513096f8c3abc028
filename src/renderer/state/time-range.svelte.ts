/** The stretch of time that the timeline shows, microseconds; every lane shares it. */
export class TimeRange {
  fullStart = $state(0);
  fullEnd = $state(1);
  start = $state(0);
  end = $state(1);
  readonly #leastUs: number;

  constructor(leastUs = 200_000) {
    this.#leastUs = leastUs;
  }

  get span(): number {
    return this.end - this.start;
  }

  get zoomed(): boolean {
    return this.start > this.fullStart || this.end < this.fullEnd;
  }

  setFull(start: number, end: number): void {
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
