/** Fetches decoded stills: one at a time, the latest wish wins, the last few are kept. */
import { ErrorCodeSchema, type ErrorCode } from '../../contract/errors.ts';

/** Decoded pixels that are kept, bytes: 30 frames of 1080p, 8 of 4K. */
const KEPT_BYTES = 256 << 20;
const bytesOf = ({ width, height }: ImageBitmap): number => 4 * width * height;

export class StillLoader {
  /** In order of use, the latest last. */
  readonly #cache = new Map<string, ImageBitmap>();
  readonly #onReady: (frame: number, image: ImageBitmap) => void;
  readonly #onFailed: (frame: number, why: ErrorCode) => void;
  #wish: { frame: number; url: string } | null = null;
  #busy = false;
  #closed = false;
  #bytes = 0;
  #decodedAnew = 0;

  /** `onReady` must not keep the image. */
  constructor(onReady: (frame: number, image: ImageBitmap) => void, onFailed: (frame: number, why: ErrorCode) => void) {
    this.#onReady = onReady;
    this.#onFailed = onFailed;
  }

  /** `decodedAnew`: where it is another number than before, what is kept is asked for again. */
  want(frame: number, url: string, decodedAnew: number): void {
    if (decodedAnew !== this.#decodedAnew) {
      this.#decodedAnew = decodedAnew;
      this.#forget();
    }
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
    if (typeof image !== 'string') this.#keep(url, image);
    this.#busy = false;
    if (this.#wish !== null) void this.#run();
  }

  #forget(): void {
    for (const image of this.#cache.values()) image.close();
    this.#cache.clear();
    this.#bytes = 0;
  }

  close(): void {
    this.#closed = true;
    this.#wish = null;
    this.#forget();
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

  #deliver(wish: { frame: number; url: string }, image: ImageBitmap | ErrorCode): void {
    if (this.#closed) {
      if (typeof image !== 'string') image.close();
      return;
    }
    if (typeof image === 'string') {
      this.#onFailed(wish.frame, image);
      return;
    }
    this.#keep(wish.url, image);
    this.#onReady(wish.frame, image);
  }

  #keep(url: string, image: ImageBitmap): void {
    if (this.#closed) {
      image.close();
      return;
    }
    const before = this.#cache.get(url);
    if (before !== undefined) {
      this.#cache.delete(url);
      this.#bytes -= bytesOf(before);
      if (before !== image) before.close();
    }
    this.#cache.set(url, image);
    this.#bytes += bytesOf(image);
    for (const [oldest, old] of this.#cache) {
      if (this.#bytes <= KEPT_BYTES || oldest === url) break;
      this.#cache.delete(oldest);
      this.#bytes -= bytesOf(old);
      old.close();
    }
  }
}

/** The picture, or why there is none. */
async function fetchImage(url: string): Promise<ImageBitmap | ErrorCode> {
  let bytes: Blob;
  try {
    const answer = await fetch(url);
    if (!answer.ok) return ErrorCodeSchema.catch('FRAME_UNDECODABLE').parse(answer.headers.get('x-penumbra-error'));
    bytes = await answer.blob();
  } catch {
    // The browser gives no reason that says more.
    return 'APP_UNREACHABLE';
  }
  try {
    // A PNG may carry a gamma or a colour space; the values are wanted as ffmpeg decoded them.
    return await createImageBitmap(bytes, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  } catch {
    return 'FRAME_UNDECODABLE';
  }
}
