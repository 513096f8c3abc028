/** Fetches decoded stills: one at a time, the latest wish wins, the last few are kept. */
const KEPT = 24;

export class StillLoader {
  readonly #cache = new Map<string, HTMLImageElement>();
  readonly #onReady: (frame: number, image: HTMLImageElement) => void;
  readonly #onFailed: (frame: number) => void;
  #wish: { frame: number; url: string } | null = null;
  #busy = false;
  #closed = false;

  constructor(onReady: (frame: number, image: HTMLImageElement) => void, onFailed: (frame: number) => void) {
    this.#onReady = onReady;
    this.#onFailed = onFailed;
  }

  want(frame: number, url: string): void {
    const held = this.#cache.get(url);
    if (held !== undefined) {
      this.#wish = null;
      this.#onReady(frame, held);
      return;
    }
    this.#wish = { frame, url };
    if (!this.#busy) void this.#run();
  }

  /** Makes a likely next frame ready, if nothing else is being fetched. */
  async foresee(url: string): Promise<void> {
    if (this.#busy || this.#cache.has(url)) return;
    this.#busy = true;
    const image = await fetchImage(url);
    if (image !== null) this.#keep(url, image);
    this.#busy = false;
    if (this.#wish !== null) void this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#wish = null;
    this.#cache.clear();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    for (let wish = this.#take(); wish !== null; wish = this.#take()) {
      const image = this.#cache.get(wish.url) ?? (await fetchImage(wish.url));
      // A newer wish may have come meanwhile; this picture is shown all the same, so that dragging shows what it passes.
      this.#deliver(wish, image);
    }
    this.#busy = false;
  }

  #take(): { frame: number; url: string } | null {
    const wish = this.#wish;
    this.#wish = null;
    return wish;
  }

  #deliver(wish: { frame: number; url: string }, image: HTMLImageElement | null): void {
    if (this.#closed) return;
    if (image === null) {
      this.#onFailed(wish.frame);
      return;
    }
    this.#keep(wish.url, image);
    this.#onReady(wish.frame, image);
  }

  #keep(url: string, image: HTMLImageElement): void {
    this.#cache.delete(url);
    this.#cache.set(url, image);
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= KEPT) break;
      this.#cache.delete(oldest);
    }
  }
}

async function fetchImage(url: string): Promise<HTMLImageElement | null> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    // decode() gives no reason; the caller reports FRAME_UNDECODABLE for this frame.
    return null;
  }
}
