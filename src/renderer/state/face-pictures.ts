/** Fetches the small faces along the tracks of one examination, a few at a time: the viewer's own frames come through the same door. */
import { createSubscriber } from 'svelte/reactivity';
import { FRAME_HEADER } from '../../contract/bridge.ts';

export interface FacePicture {
  /** Of an object that lives until `close`, or until many others were asked for. */
  readonly url: string;
  readonly frame: number;
}

const AT_A_TIME = 2;
const MOST_KEPT = 500;

export class FacePictures {
  readonly #urlOf: (path: string) => string;
  /** In order of arrival; `null` where there is none. */
  readonly #kept = new Map<string, FacePicture | null>();
  readonly #running = new Set<string>();
  /** By track, what is in view now: what has left it before its turn came is not fetched. */
  readonly #wanted = new Map<number, readonly string[]>();
  /** Reading a picture makes whoever reads depend on the next arrival. */
  readonly #read: () => void;
  #arrived: () => void = () => undefined;
  #closed = false;

  constructor(urlOf: (path: string) => string) {
    this.#urlOf = urlOf;
    this.#read = createSubscriber((arrived) => {
      this.#arrived = arrived;
    });
  }

  /** `undefined` until it is there. */
  at(path: string): FacePicture | null | undefined {
    this.#read();
    return this.#kept.get(path);
  }

  want(trackId: number, paths: readonly string[]): void {
    this.#wanted.set(trackId, paths);
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    for (const picture of this.#kept.values()) if (picture !== null) URL.revokeObjectURL(picture.url);
    this.#kept.clear();
  }

  #pump(): void {
    for (const path of [...this.#wanted.values()].flat()) {
      if (this.#closed || this.#running.size >= AT_A_TIME) return;
      if (this.#kept.has(path) || this.#running.has(path)) continue;
      this.#running.add(path);
      void this.#fetch(path);
    }
  }

  async #fetch(path: string): Promise<void> {
    const picture = await fetchPicture(this.#urlOf(path));
    this.#running.delete(path);
    if (this.#closed) {
      if (picture !== null) URL.revokeObjectURL(picture.url);
      return;
    }
    this.#kept.set(path, picture);
    this.#forgetOldest();
    this.#pump();
    this.#arrived();
  }

  #forgetOldest(): void {
    const seen = new Set([...this.#wanted.values()].flat());
    for (const [path, picture] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) return;
      if (seen.has(path)) continue;
      this.#kept.delete(path);
      if (picture !== null) URL.revokeObjectURL(picture.url);
    }
  }
}

async function fetchPicture(url: string): Promise<FacePicture | null> {
  try {
    const answer = await fetch(url);
    const frame = Number(answer.headers.get(FRAME_HEADER) ?? Number.NaN);
    if (!answer.ok || !Number.isInteger(frame)) return null;
    return { url: URL.createObjectURL(await answer.blob()), frame };
  } catch {
    // The way to the application is lost, and another part of the window says so.
    return null;
  }
}
