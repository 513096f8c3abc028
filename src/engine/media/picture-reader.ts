/** Pictures of one size, one after the other out of a program's stdout, each read straight into the memory that it stays in. */
import { largeMemory } from './large-memory.ts';

const BMP_HEAD_BYTES = 54;

export interface PictureTaker {
  take(picture: Uint8Array): void;
  /** It is not what was announced; those that follow would be shifted. */
  isOther(): void;
}

export class PictureReader {
  readonly #pictureBytes: number;
  #taker: PictureTaker | null = null;
  #picture: Buffer;
  #filled = 0;

  /** BMP of so many pixels at 24 bits. */
  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.#pictureBytes = BMP_HEAD_BYTES + 4 * Math.ceil((3 * width) / 4) * height;
    this.#picture = this.#memory();
  }

  /** Before the program is started. */
  giveTo(taker: PictureTaker): void {
    this.#taker = taker;
  }

  /** Before a picture comes: the system gives memory only when it is first written to, which takes 1.3 ms for 720p, better while its decoder works. */
  makeReady(): void {
    if (this.#filled === 0) this.#picture.fill(0);
  }

  /** Where the next bytes belong. */
  readonly room = (): Uint8Array => this.#picture.subarray(this.#filled);

  /** So many bytes have come into the room. */
  readonly filled = (bytes: number): void => {
    this.#filled += bytes;
    if (this.#filled < this.#pictureBytes) return;
    const picture = this.#picture;
    this.#picture = this.#memory();
    this.#filled = 0;
    // What the file says of its own size.
    if (picture.toString('latin1', 0, 2) === 'BM' && picture.readUInt32LE(2) === this.#pictureBytes) this.#taker?.take(picture);
    else this.#taker?.isOther();
  };

  /** As room and filled, where bytes have been read already. */
  copy(piece: Uint8Array): void {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + this.#pictureBytes - this.#filled);
      this.#picture.set(part, this.#filled);
      at += part.length;
      this.filled(part.length);
    }
  }

  #memory(): Buffer {
    return largeMemory(this.#pictureBytes);
  }
}
