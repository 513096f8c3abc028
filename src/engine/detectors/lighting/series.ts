/** Stored rows of one face as what the tests over time work on. */
import { rotationOf } from '../../faces/normals.ts';
import { type Quaternion, rotate, type Point } from '../../signal/rotation.ts';
import type { ObservationRow } from '../interface.ts';
import { AT, COLUMNS } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { PATCHES } from '../../faces/skin-patches.ts';

export interface Sample {
  readonly frame: number;
  readonly ptsUs: number;
  readonly trackId: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly eyes: number;
  readonly light: Point;
  readonly error: readonly [number, number];
  readonly from: number;
  readonly fromError: number;
  readonly strength: number;
  readonly r2: number;
  readonly rotation: Quaternion;
  readonly row: ObservationRow;
}

/** What of a sample is large: read where it is needed, so that hours of samples take little. NaN where there is no measure. */
export interface Detail {
  /** Log of linear light per patch, and the patches' normals in the picture's axes: x, y, z one after the other. */
  readonly skin: Float64Array;
  readonly normals: Float64Array;
  readonly cells: Float64Array;
}

export function detailOf({ row, rotation }: Sample): Detail {
  const { values } = row;
  const read = (from: number, to: number): Float64Array => Float64Array.from(values.slice(from, to), (value) => value ?? Number.NaN);
  const normals = new Float64Array(3 * PATCHES.length);
  for (const [k, { normal }] of PATCHES.entries()) normals.set(rotate(rotation, normal), 3 * k);
  return { skin: read(AT.skin, COLUMNS.length), normals, cells: read(AT.cells, AT.skin) };
}

/** Only rows in which the pose fits, the face is large enough and enough skin can be read. */
export function samplesOf(rows: readonly ObservationRow[]): Sample[] {
  return rows.flatMap((row) => sampleOf(row) ?? []);
}

function sampleOf(row: ObservationRow): Sample | null {
  const { frame, ptsUs, trackId, values } = row;
  const [yaw, pitch, roll, eyes, residual, from, fromError, strength, r2] = values;
  const [x, y, z, ex, ey] = values.slice(AT.light, AT.ball);
  if (trackId === null || yaw == null || pitch == null || roll == null || eyes == null || residual == null) return null;
  if (from == null || fromError == null || strength == null || r2 == null) return null;
  if (x == null || y == null || z == null || ex == null || ey == null) return null;
  const { maximumResidual, maximumYaw, minimumEyes } = PARAMETERS;
  if (residual > maximumResidual.value || Math.abs(yaw) > maximumYaw.value || eyes < minimumEyes.value) return null;
  return {
    ...{ frame, ptsUs, trackId, yaw, pitch, roll, eyes, from, fromError, strength, r2 },
    light: [x, y, z],
    error: [ex, ey],
    rotation: rotationOf(yaw, pitch, roll),
    row,
  };
}

/** The light falls from one side strongly enough, and the fit describes the face well enough, for a direction to be told. */
export const isDirected = ({ strength, r2, fromError }: Sample): boolean =>
  strength >= PARAMETERS.minimumStrength.value && r2 >= PARAMETERS.minimumFit.value && fromError <= PARAMETERS.maximumFromError.value;

export const meanOf = (samples: readonly Sample[], value: (sample: Sample) => number): number =>
  samples.reduce((sum, sample) => sum + value(sample), 0) / Math.max(1, samples.length);
