/** What the decoder says of each frame (ffmpeg's filter showinfo): a film may become another within itself, which its header does not say. */
import { firstNotBelow } from '../../base/ascending.ts';
import type { FrameWarning } from '../protocol.ts';

/** In front of all other filters; reads no pixel. */
export const SHOW = 'showinfo=checksum=0';

const FRAME = /^\[Parsed_showinfo_0 @ 0x[0-9a-f]+\] \[info\] n: *\d+ pts: *(-?\d+) .*\bfmt:(\S+) .*\bs:(\d+x\d+) i:([PTB?]) /;
const COLOURS = /^\[Parsed_showinfo_0 @ 0x[0-9a-f]+\] \[info\] color_range:(\S+) color_space:(\S+) color_primaries:(\S+) color_trc:(\S+)/;

/** What is said of a frame, in this order. */
const PROPERTIES = ['size', 'pixel format', 'range of values', 'colour matrix', 'colour primaries', 'transfer curve'] as const;
const BROUGHT = ' All frames are brought to the size and the pixel format of the header before they are measured.';
const NOT_COMPARABLE = ' What is measured of brightness and colours before and after this cannot be compared.';

/** Written out; a film may change with every frame. */
const MOST_CHANGES = 20;

export class FrameSays {
  #ticks = 0;
  #frame: readonly string[] = [];
  #before: readonly string[] | null = null;
  readonly #changes: { readonly ticks: number; readonly words: string }[] = [];
  #changeCount = 0;
  #frames = 0;
  #interlaced = 0;
  #firstInterlaced = 0;

  readonly read = (line: string): void => {
    if (!line.startsWith('[Parsed_showinfo_0')) return;
    const frame = FRAME.exec(line);
    if (frame !== null) {
      const [, ticks, format = '', size = '', fields] = frame;
      this.#ticks = Number(ticks);
      this.#frame = [size, format];
      this.#frames += 1;
      if (fields === 'P' || fields === '?') return;
      if (this.#interlaced === 0) this.#firstInterlaced = this.#ticks;
      this.#interlaced += 1;
      return;
    }
    const colours = COLOURS.exec(line);
    if (colours !== null) this.#compare([...this.#frame, ...colours.slice(1)]);
  };

  #compare(now: readonly string[]): void {
    const ticks = this.#ticks;
    const before = this.#before ?? now;
    this.#before = now;
    const changed = PROPERTIES.filter((_, at) => now[at] !== before[at]);
    if (changed.length === 0) return;
    this.#changeCount += 1;
    if (this.#changeCount > MOST_CHANGES) return;
    const told = PROPERTIES.flatMap((name, at) =>
      now[at] === before[at] ? [] : [`${name} ${now[at] ?? ''} (before: ${before[at] ?? ''})`],
    );
    const isBrought = changed.includes('size') || changed.includes('pixel format');
    const isOther = changed.includes('range of values') || changed.includes('colour matrix');
    const meaning = `${isBrought ? BROUGHT : ''}${isOther ? NOT_COMPARABLE : ''}`;
    this.#changes.push({ ticks, words: `From here on another ${told.join(', ')}.${meaning}` });
  }

  /** With the frames' numbers, which the index gives. */
  warnings(pts: readonly number[]): FrameWarning[] {
    const numberOf = (ticks: number): number | null => {
      const frame = firstNotBelow(pts, ticks);
      return frame < pts.length ? frame : null;
    };
    const warnings: FrameWarning[] = this.#changes.map(({ ticks, words }) => ({ frame: numberOf(ticks), words }));
    if (this.#changeCount > MOST_CHANGES)
      warnings.push({ frame: null, words: `The film changes ${String(this.#changeCount - MOST_CHANGES)} more times within itself.` });
    if (this.#interlaced > 0)
      warnings.push({
        frame: numberOf(this.#firstInterlaced),
        words: `${String(this.#interlaced)} of ${String(this.#frames)} frames are interlaced, this one first: their lines are of two moments in turn, and are measured as they are.`,
      });
    return warnings;
  }
}
