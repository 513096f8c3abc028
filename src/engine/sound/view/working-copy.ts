/** All samples of one recording as 32-bit floats in a temporary file without a name, so that any stretch is one read away. */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder } from '../../../base/node/make-folder.ts';
import { Failure } from '../../../base/failure.ts';

/** Which samples to take of interleaved ones: weights of a first and a second channel. */
interface Mix {
  readonly first: number;
  readonly second: number;
  readonly weight: number;
}

export class WorkingCopy {
  readonly channels: number;
  readonly #fd: number;
  readonly #path: string | null;

  /** The file lies in `folder` (made if needed, for this user only). Throws DISK_FULL or the system's error. */
  constructor(folder: string, channels: number) {
    this.channels = channels;
    makeFolder(folder, 0o700);
    const path = join(folder, `sound-${randomBytes(8).toString('hex')}.f32`);
    this.#fd = openSync(path, 'wx+', 0o600);
    // A file that is open needs no name: nothing is left of it even when this program is killed. Windows keeps the name until it is closed.
    if (process.platform !== 'win32') rmSync(path);
    this.#path = process.platform === 'win32' ? path : null;
  }

  /** Interleaved samples at a place; what is skipped reads as zeros. */
  write(place: number, interleaved: Float32Array): void {
    const bytes = new Uint8Array(interleaved.buffer, interleaved.byteOffset, interleaved.byteLength);
    try {
      for (let done = 0; done < bytes.length;)
        done += writeSync(this.#fd, bytes, done, bytes.length - done, place * this.channels * 4 + done);
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')
        throw new Failure('DISK_FULL', 'working copy of the sound', { cause });
      throw cause;
    }
  }

  /** `count` samples of a channel from `place` on; zeros before the first and after the last. */
  read(place: number, count: number, channel: string): Float32Array {
    const mix = mixOf(channel, this.channels);
    const out = new Float32Array(count);
    const from = Math.max(0, place);
    const wanted = place + count - from;
    if (wanted <= 0) return out;
    const raw = new Float32Array(wanted * this.channels);
    const bytes = new Uint8Array(raw.buffer);
    let got = 0;
    while (got < bytes.length) {
      const now = readSync(this.#fd, bytes, got, bytes.length - got, from * this.channels * 4 + got);
      if (now === 0) break;
      got += now;
    }
    const [width, shift] = [this.channels, from - place];
    if (mix.weight === 0) for (let n = 0; n < wanted; n += 1) out[n + shift] = raw[n * width + mix.first] ?? 0;
    else for (let n = 0; n < wanted; n += 1) out[n + shift] = ((raw[n * width] ?? 0) + mix.weight * (raw[n * width + mix.second] ?? 0)) / 2;
    return out;
  }

  close(): void {
    closeSync(this.#fd);
    if (this.#path !== null) rmSync(this.#path, { force: true });
  }
}

/** Throws APP_BAD_REQUEST for a channel that the recording does not have. */
function mixOf(channel: string, channels: number): Mix {
  if (channel === 'mid' || channel === 'side') {
    if (channels !== 2) throw new Failure('APP_BAD_REQUEST', 'mid and side need two channels');
    return { first: 0, second: 1, weight: channel === 'mid' ? 1 : -1 };
  }
  const first = Number(channel);
  if (!Number.isInteger(first) || first < 0 || first >= channels) throw new Failure('APP_BAD_REQUEST', 'there is no such channel');
  return { first, second: 0, weight: 0 };
}
