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
