/** Rows of each face -> the mean of its logits, weighted by how well it was seen, and why looks could not be used. Pure. */
import { byTrack } from '../detectors/by-track.ts';
import type { ObservationRow } from '../detectors/interface.ts';
import { scalarOf } from './columns.ts';
import { LEARNED } from './parameters.ts';
import { OBSTACLES, obstaclesOf, type Obstacle } from './quality.ts';

export interface Look {
  readonly frame: number;
  readonly ptsUs: number;
  readonly logit: number;
  readonly quality: number;
  /** Working pixels. */
  readonly square: number;
}

export interface Assessed {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly looks: readonly Look[];
  /** `null` with too few looks. */
  readonly mean: number | null;
  /** How many rows each obstacle stood in the way of; one row may have several. */
  readonly obstacles: Readonly<Record<Obstacle, number>>;
}

/** A picture has one look at each face, and that is enough. */
export const leastLooks = (still: boolean): number => (still ? 1 : LEARNED.leastSamples.value);

export function assess(rows: readonly ObservationRow[], still: boolean): Assessed[] {
  return byTrack(rows).map(([trackId, own]) => {
    const looks = own.flatMap(lookOf);
    return { trackId, rows: own, looks, mean: looks.length < leastLooks(still) ? null : meanOf(looks), obstacles: obstaclesIn(own) };
  });
}

function lookOf({ frame, ptsUs, values }: ObservationRow): Look[] {
  const [logit, quality, square] = [scalarOf(values, 'logit'), scalarOf(values, 'quality'), scalarOf(values, 'square')];
  return logit === null || quality === null || square === null || quality <= 0 ? [] : [{ frame, ptsUs, logit, quality, square }];
}

function meanOf(looks: readonly Look[]): number {
  const weight = looks.reduce((sum, { quality }) => sum + quality, 0);
  return looks.reduce((sum, { logit, quality }) => sum + quality * logit, 0) / weight;
}

function obstaclesIn(rows: readonly ObservationRow[]): Record<Obstacle, number> {
  const counts: Record<Obstacle, number> = { small: 0, blurred: 0, turned: 0 };
  for (const { values } of rows) {
    const fact = (name: 'square' | 'sharpness' | 'yaw' | 'pitch'): number => scalarOf(values, name) ?? Number.NaN;
    const facts = { square: fact('square'), sharpness: fact('sharpness'), yaw: fact('yaw'), pitch: fact('pitch') };
    for (const obstacle of obstaclesOf(facts)) counts[obstacle] += 1;
  }
  return counts;
}

/** In words, for the reason of an abstention. */
export function obstacleWords({ obstacles, rows }: Assessed): string {
  const words: Readonly<Record<Obstacle, string>> = {
    small: `the square around the face is under ${String(LEARNED.leastSquarePx.value)} px wide`,
    blurred: 'the face is blurred',
    turned: `the head is turned by more than ${String(LEARNED.mostYaw.value)} degrees or tilted by more than ${String(LEARNED.mostPitch.value)}`,
  };
  const told = OBSTACLES.filter((name) => obstacles[name] > 0).map((name) => `in ${String(obstacles[name])} ${words[name]}`);
  return told.length === 0 ? '' : ` Of ${String(rows.length)} sampled pictures, ${told.join(', ')}.`;
}
