/** How strongly everything is drawn over the picture, per cent; remembered by the browser. */
export const LEAST_OPACITY = 10;
const KEY = 'penumbra.overlay-opacity';
const STEPS = [100, 75, 50, 25] as const;

export class OverlayOpacity {
  value = $state(100);
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined) {
    this.#storage = storage;
    const kept = Number(storage?.getItem(KEY) ?? Number.NaN);
    if (Number.isFinite(kept)) this.value = within(kept);
  }

  set(value: number): void {
    this.value = within(value);
    this.#storage?.setItem(KEY, String(this.value));
  }

  /** To the next fainter step; from the faintest to full. */
  fainter(): void {
    this.set(STEPS.find((step) => step < this.value) ?? 100);
  }
}

/** Nothing that is drawn can be made to vanish by this: that is what the menu's choices are for. */
const within = (value: number): number => Math.round(Math.min(100, Math.max(LEAST_OPACITY, value)));
