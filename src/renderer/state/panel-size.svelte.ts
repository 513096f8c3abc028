/** A panel's size in pixels, remembered by the browser. */
export class PanelSize {
  value = $state(0);
  readonly least: number;
  readonly most: number;
  readonly usual: number;
  readonly #key: string;

  constructor(name: string, usual: number, least: number, most: number) {
    this.#key = `penumbra.panel.${name}`;
    this.usual = usual;
    this.least = least;
    this.most = most;
    const kept = Number(globalThis.localStorage.getItem(this.#key) ?? Number.NaN);
    this.value = Number.isFinite(kept) && kept > 0 ? this.#within(kept) : usual;
  }

  set(value: number): void {
    this.value = this.#within(value);
    globalThis.localStorage.setItem(this.#key, String(this.value));
  }

  /** As before anybody changed it. */
  reset(): void {
    this.value = this.usual;
    globalThis.localStorage.removeItem(this.#key);
  }

  #within(value: number): number {
    return Math.round(Math.min(this.most, Math.max(this.least, value)));
  }
}
