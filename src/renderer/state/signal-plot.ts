/** Plots of signals as the timeline shows them. */
import type { SignalPlot } from '../../contract/plots.ts';

/** Titles without the words that all of them begin with: "left eye" and "right eye" of "Openness of the left eye". */
export function distinctTitles(titles: readonly string[]): string[] {
  if (titles.length < 2) return [...titles];
  const words = titles.map((title) => title.split(' '));
  const shortest = Math.min(...words.map((list) => list.length));
  let shared = 0;
  while (shared < shortest - 1 && words.every((list) => list[shared] === words[0]?.[shared])) shared += 1;
  return words.map((list) => list.slice(shared).join(' '));
}

/** Lowest and highest that the axis must show; `measured` holds NaN where nothing was measured. */
export function limitsOf(measured: { readonly low: number; readonly high: number }, levels: SignalPlot['levels']): [number, number] {
  const all = [measured.low, measured.high, ...levels.map(({ value }) => value)].filter((value) => !Number.isNaN(value));
  if (all.length === 0) return [0, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 && low < high / 2 ? 0 : low - room, high + room];
}

/** Round numbers on the axis, two or three where it has room for them: in steps of 1, 2 or 5 times a power of ten. */
export function axisTicks([low, high]: readonly [number, number], heightPx: number): number[] {
  const most = heightPx < 90 ? 2 : 3;
  for (let power = Math.floor(Math.log10(high - low)) - 1; ; power += 1) {
    for (const factor of [1, 2, 5]) {
      const step = factor * 10 ** power;
      const first = Math.ceil(low / step);
      const count = Math.floor(high / step) - first + 1;
      // Divided by its inverse where it is small: 3 x 0.1 is 0.30000000000000004.
      const at = (k: number): number => (power < 0 ? ((first + k) * factor) / 10 ** -power : (first + k) * step);
      if (count <= most) return Array.from({ length: count }, (_, k) => at(k));
    }
  }
}
