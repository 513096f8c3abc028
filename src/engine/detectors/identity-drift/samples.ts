/** Stored rows of one track as samples, and how two samples are compared. */
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface Sample {
  readonly frame: number;
  readonly ptsUs: number;
  /** Unit vector. */
  readonly description: readonly number[];
  readonly yaw: number;
  readonly pitch: number;
  readonly interocularPx: number;
  readonly sharpness: number;
}

export interface TrackSamples {
  readonly trackId: number;
  /** All sampled rows, also those that cannot be used. */
  readonly rows: readonly ObservationRow[];
  readonly samples: readonly Sample[];
  readonly tooSmall: number;
  readonly tooTurned: number;
}

/** `null` for a row without a description. Neither size nor pose is judged here. */
export function sampleOf({ frame, ptsUs, values }: ObservationRow): Sample | null {
  const description = values.slice(0, AT.description);
  const [yaw, pitch, interocularPx, sharpness] = [AT.yaw, AT.pitch, AT.interocular, AT.sharpness].map((k) => values[k]);
  if (yaw == null || pitch == null || interocularPx == null || sharpness == null) return null;
  const known = description.filter((value) => value !== null);
  const length = Math.hypot(...known);
  if (known.length !== AT.description || !(length > 0)) return null;
  return { frame, ptsUs, description: known.map((value) => value / length), yaw, pitch, interocularPx, sharpness };
}

export function tracksOf(rows: readonly ObservationRow[]): TrackSamples[] {
  const groups = new Map<number, ObservationRow[]>();
  for (const row of rows) {
    if (row.trackId === null) continue;
    const group = groups.get(row.trackId);
    if (group === undefined) groups.set(row.trackId, [row]);
    else group.push(row);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([trackId, own]) => trackOf(trackId, own));
}

function trackOf(trackId: number, rows: readonly ObservationRow[]): TrackSamples {
  const all = rows.map(sampleOf).filter((sample) => sample !== null);
  const large = all.filter(({ interocularPx }) => interocularPx >= PARAMETERS.minimumInterocularPx.value);
  const samples = large.filter(({ yaw }) => Math.abs(yaw) <= PARAMETERS.maximumYaw.value);
  return { trackId, rows, samples, tooSmall: all.length - large.length, tooTurned: large.length - samples.length };
}

/** Cosine distance: 0 for one direction, 1 for unrelated faces, up to 2. */
export function distance(a: Sample, b: Sample): number {
  let dot = 0;
  for (let k = 0; k < a.description.length; k += 1) dot += (a.description[k] ?? 0) * (b.description[k] ?? 0);
  return 1 - dot;
}

export const likePose = (a: Sample, b: Sample): boolean => Math.hypot(a.yaw - b.yaw, a.pitch - b.pitch) < PARAMETERS.likePose.value;

/** Median distance of each sample to the track's others at like pose (a spread of them in a long film); `null` with fewer than five. */
export function ownDistances(samples: readonly Sample[]): (number | null)[] {
  const every = Math.max(1, samples.length / PARAMETERS.references.value);
  const references = Array.from({ length: Math.ceil(samples.length / every) }, (_, k) => samples[Math.floor(k * every)]);
  return samples.map((sample) => {
    const distances: number[] = [];
    for (const other of references) {
      if (other !== undefined && other !== sample && likePose(sample, other)) distances.push(distance(sample, other));
    }
    return distances.length < 5 ? null : median(distances);
  });
}
