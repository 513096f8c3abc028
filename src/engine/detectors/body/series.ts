/** The rows of one face as samples of head, shoulders and torso, and windows of them in which the head moves. */
import { deviation, mean, median, quantile } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { ACROSS, AT, DOWN, LEFT_SHOULDER, RIGHT_SHOULDER } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export type Place = readonly [number, number];

export interface Sample {
  readonly frame: number;
  readonly ptsUs: number;
  readonly head: Place;
  /** Full-size pixels for one inter-ocular distance. */
  readonly scale: number;
  readonly scaleWorking: number;
  readonly roll: number;
  readonly left: Place;
  readonly right: Place;
  /** The lesser of the two shoulders' confidences. */
  readonly confidence: number;
  readonly cellSide: number;
  readonly cellX: number;
  readonly cellY: number;
  readonly cells: readonly (number | null)[];
}

/** A few seconds in which head and torso can be compared. */
export interface Window {
  readonly from: Sample;
  readonly middle: Sample;
  /** How far the head moves: standard deviation of its place, inter-ocular distances. */
  readonly head: number;
  /** How much the picture of the torso changes: 90th percentile over its cells of their standard deviation in time, 8-bit counts. */
  readonly torso: number;
  /** First and last sample whose torso has the light of the window's median: a still stretch may begin or end within the window. */
  readonly firstAlike: Sample;
  readonly lastAlike: Sample;
}

export function samplesOf(rows: readonly ObservationRow[]): Sample[] {
  return rows.flatMap(({ frame, ptsUs, values }) => {
    const value = (at: number): number => values[at] ?? Number.NaN;
    const point = (k: number): Place => [value(AT.points + 3 * k), value(AT.points + 3 * k + 1)];
    const confidence = Math.min(value(AT.points + 3 * LEFT_SHOULDER + 2), value(AT.points + 3 * RIGHT_SHOULDER + 2));
    if (!(value(AT.scale) > 0) || Number.isNaN(confidence)) return [];
    return [
      {
        frame,
        ptsUs,
        head: [value(AT.originX), value(AT.originY)],
        scale: value(AT.scale),
        scaleWorking: value(AT.scaleWorking),
        roll: value(AT.roll),
        left: point(LEFT_SHOULDER),
        right: point(RIGHT_SHOULDER),
        confidence,
        cellSide: value(AT.cellSide),
        cellX: value(AT.cellX),
        cellY: value(AT.cellY),
        cells: values.slice(AT.cells, AT.cells + ACROSS * DOWN),
      },
    ];
  });
}

export const middleOf = ({ left, right }: Sample): Place => [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];

export const seen = ({ confidence }: Sample): boolean => confidence >= PARAMETERS.minimumConfidence.value;

const spread = (places: readonly Place[]): number => Math.hypot(deviation(places.map(([x]) => x)), deviation(places.map(([, y]) => y)));

/** What kept a stretch of film from being a window. */
export type Obstacle = 'shoulders' | 'torso' | 'contrast' | 'head';

/** One window beginning at each sample, as far as the material allows. `intervalUs`: time between samples. */
export function windowsOf(samples: readonly Sample[], intervalUs: number): { windows: Window[]; obstacles: Map<Obstacle, number> } {
  const windows: Window[] = [];
  const obstacles = new Map<Obstacle, number>();
  const lengthUs = PARAMETERS.windowSeconds.value * 1e6;
  let end = 0;
  samples.forEach((from, start) => {
    while (end < samples.length && (samples[end]?.ptsUs ?? 0) <= from.ptsUs + lengthUs + intervalUs / 4) end += 1;
    const inside = samples.slice(start, end);
    const last = inside.at(-1);
    if (last === undefined || last.ptsUs < from.ptsUs + lengthUs - 1.5 * intervalUs) return;
    if (inside.length < PARAMETERS.minimumSamples.value * (lengthUs / intervalUs)) return;
    const window = windowOf(inside);
    if (typeof window === 'string') obstacles.set(window, (obstacles.get(window) ?? 0) + 1);
    else windows.push(window);
  });
  return { windows, obstacles };
}

function windowOf(inside: readonly Sample[]): Window | Obstacle {
  const [from, to, middle] = [inside[0], inside.at(-1), inside[inside.length >> 1]];
  const visible = inside.filter(seen);
  if (from === undefined || to === undefined || middle === undefined || visible.length < PARAMETERS.minimumSamples.value * inside.length)
    return 'shoulders';
  const scale = median(inside.map((sample) => sample.scale));
  const cells = torsoOf(inside, visible);
  if (cells.length < PARAMETERS.minimumCells.value) return 'torso';
  if (deviation(cells.map(mean)) < PARAMETERS.minimumContrast.value) return 'contrast';
  const head = spread(inside.map((sample) => sample.head)) / scale;
  if (head < PARAMETERS.headMovement.value) return 'head';
  const torso = quantile(cells.map(deviation), 0.9);
  const usual = cells.map(median);
  const alike = inside.filter((_, at) => {
    const away = cells.map((values, cell) => Math.abs((values[at] ?? 0) - (usual[cell] ?? 0)));
    return quantile(away, 0.9) < PARAMETERS.stillLimit.value;
  });
  return { from, middle, head, torso, firstAlike: alike[0] ?? from, lastAlike: alike.at(-1) ?? to };
}

/** The light over time of each cell that lies between the shoulders and below the chin in all samples. */
function torsoOf(inside: readonly Sample[], visible: readonly Sample[]): number[][] {
  const side = Math.max(...inside.map(({ cellSide }) => cellSide));
  const full = median(inside.map(({ scale, scaleWorking }) => scale / scaleWorking));
  const ends = [median(visible.map(({ left }) => left[0])), median(visible.map(({ right }) => right[0]))].map((x) => x / full / side);
  const [first, past] = [Math.ceil(Math.min(...ends)), Math.floor(Math.max(...ends))];
  const top = Math.max(...inside.map(({ head, scale }) => (head[1] + PARAMETERS.belowEyes.value * scale) / full / side));
  const bottom = Math.max(...inside.map(({ cellY, cellSide }) => ((cellY + DOWN) * cellSide) / side));
  const out: number[][] = [];
  for (let j = Math.ceil(top); j < bottom; j += 1)
    for (let i = first; i < past; i += 1) {
      const values = inside.flatMap((sample) => lightAt(sample, i, j, side) ?? []);
      if (values.length === inside.length) out.push(values);
    }
  return out;
}

/** Mean light of a cell of the picture's grid with this side; from four cells where the sample has them half as large. */
function lightAt(sample: Sample, i: number, j: number, side: number): number | null {
  const { cellSide, cellX, cellY, cells } = sample;
  if (cellSide === side) {
    const [column, row] = [i - cellX, j - cellY];
    return column < 0 || column >= ACROSS || row < 0 || row >= DOWN ? null : (cells[row * ACROSS + column] ?? null);
  }
  if (2 * cellSide !== side) return null;
  const quarters = [0, 1, 2, 3].flatMap((k) => lightAt(sample, 2 * i + (k & 1), 2 * j + (k >> 1), cellSide) ?? []);
  return quarters.length === 4 ? mean(quarters) : null;
}
