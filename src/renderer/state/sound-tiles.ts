/** Tiles of sound: levels of spectrograms, peaks of waveforms. */
import { PEAK_BUCKETS } from '../../base/sound-grid.ts';
import { ByteTiles } from './byte-tiles.ts';
import type { Tile } from '../../base/sound-levels.ts';

/** About eight screens of tiles of the largest kind. */
const KEPT_BYTES = 96 << 20;

export class SoundTiles extends ByteTiles {
  constructor(urlOf: (path: string) => string, arrived: () => void) {
    super(urlOf, arrived, KEPT_BYTES);
  }

  spectrum(path: string): Tile | undefined {
    const bytes = this.take(path);
    return bytes === undefined ? undefined : { codes: new Uint16Array(bytes) };
  }

  /** Pairs of lowest and highest. */
  peaks(path: string): Float32Array | undefined {
    const bytes = this.take(path);
    return bytes?.byteLength === 8 * PEAK_BUCKETS ? new Float32Array(bytes) : undefined;
  }

  /** Only what is there already; asks for nothing. */
  peek(path: string): Tile | undefined {
    const bytes = this.held(path);
    return bytes === undefined ? undefined : { codes: new Uint16Array(bytes) };
  }
}
