/** Frames in shared memory between the thread that reads the decoder and the thread that looks at them; whoever is early waits. */
import { assert } from '../../base/assert.ts';

/** Plain data that crosses to the other thread. */
export interface RingMemory {
  readonly buffer: SharedArrayBuffer;
  readonly slots: number;
  readonly frameBytes: number;
}

// Places in the control block. The counters only grow; a bell is rung whenever its listener has something to look at.
const WRITTEN = 0;
const RELEASED = 1;
const ENDED = 2;
const READER_BELL = 3;
const WRITER_BELL = 4;
const CONTROL_BYTES = 64;

/** More than this is not held, whatever the size of a frame (but always what the reader holds, and two frames). */
const MOST_BYTES = 256 << 20;

/** `held`: frames that the reader keeps beside the one that it looks at. */
export function allocateRing(frameBytes: number, wantedSlots: number, held = 0): RingMemory {
  const slots = held + Math.max(2, Math.min(wantedSlots, Math.floor(MOST_BYTES / frameBytes) - held));
  return { buffer: new SharedArrayBuffer(CONTROL_BYTES + slots * 8 + slots * frameBytes), slots, frameBytes };
}

export class FrameRing {
  readonly #control: Int32Array;
  readonly #numbers: Float64Array;
  readonly #memory: RingMemory;

  constructor(memory: RingMemory) {
    this.#memory = memory;
    this.#control = new Int32Array(memory.buffer, 0, CONTROL_BYTES / 4);
    this.#numbers = new Float64Array(memory.buffer, CONTROL_BYTES, memory.slots);
  }

  #bytes(count: number): Uint8Array {
    const { buffer, slots, frameBytes } = this.#memory;
    return new Uint8Array(buffer, CONTROL_BYTES + slots * 8 + (count % slots) * frameBytes, frameBytes);
  }

  #ring(bell: number): void {
    Atomics.add(this.#control, bell, 1);
    Atomics.notify(this.#control, bell);
  }

  /** Writer: the memory of the next frame, as soon as a slot is free; null after end(). Again before publish(): the same memory. */
  async room(): Promise<Uint8Array | null> {
    for (;;) {
      const bell = Atomics.load(this.#control, WRITER_BELL);
      if (Atomics.load(this.#control, ENDED) === 1) return null;
      const written = Atomics.load(this.#control, WRITTEN);
      if (written - Atomics.load(this.#control, RELEASED) < this.#memory.slots) return this.#bytes(written);
      await Atomics.waitAsync(this.#control, WRITER_BELL, bell).value;
    }
  }

  hasRoom(): boolean {
    return Atomics.load(this.#control, WRITTEN) - Atomics.load(this.#control, RELEASED) < this.#memory.slots;
  }

  /** Writer: the memory that room() gave now holds this frame. */
  publish(frame: number): void {
    const written = Atomics.load(this.#control, WRITTEN);
    this.#numbers[written % this.#memory.slots] = frame;
    Atomics.store(this.#control, WRITTEN, written + 1);
    this.#ring(READER_BELL);
  }

  /** Either side: nothing more will come. */
  end(): void {
    Atomics.store(this.#control, ENDED, 1);
    this.#ring(READER_BELL);
    this.#ring(WRITER_BELL);
  }

  /** Reader: the frame behind the `held` ones that were taken and not released, or null after the last one. It stays as it is until it is released. */
  async take(held = 0): Promise<{ readonly frame: number; readonly bytes: Uint8Array } | null> {
    for (;;) {
      const bell = Atomics.load(this.#control, READER_BELL);
      // Looked at before the counter: what was published before the end is still seen.
      const ended = Atomics.load(this.#control, ENDED) === 1;
      const next = Atomics.load(this.#control, RELEASED) + held;
      if (Atomics.load(this.#control, WRITTEN) > next) {
        return { frame: this.#numbers[next % this.#memory.slots] ?? 0, bytes: this.#bytes(next) };
      }
      if (ended) return null;
      await Atomics.waitAsync(this.#control, READER_BELL, bell).value;
    }
  }

  /** Reader: the oldest frame that take() gave may be overwritten. */
  release(): void {
    assert(Atomics.load(this.#control, WRITTEN) > Atomics.load(this.#control, RELEASED), 'only a frame that was taken can be released');
    Atomics.add(this.#control, RELEASED, 1);
    this.#ring(WRITER_BELL);
  }
}
