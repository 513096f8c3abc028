/** Stored rows of one face as what the tests over time work on. */
import { rotationOf } from '../../faces/normals.ts';
import { rotate, type Point } from '../../signal/rotation.ts';
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
  /** Log of linear light per patch, and the patches' normals in the picture's axes. */
  readonly skin: readonly (number | null)[];
  readonly normals: readonly Point[];
  readonly cells: readonly (number | null)[];
}

/** Only rows in which the pose fits, the face is large enough and enough skin can be read. */
export function samplesOf(rows: readonly ObservationRow[]): Sample[] {
  return rows.flatMap((row) => sampleOf(row) ?? []);
}

function sampleOf({ frame, ptsUs, trackId, values }: ObservationRow): Sample | null {
  const [yaw, pitch, roll, eyes, residual, from, fromError, strength, r2] = values;
  const [x, y, z, ex, ey] = values.slice(AT.light, AT.ball);
  if (trackId === null || yaw == null || pitch == null || roll == null || eyes == null || residual == null) return null;
  if (from == null || fromError == null || strength == null || r2 == null) return null;
  if (x == null || y == null || z == null || ex == null || ey == null) return null;
  const { maximumResidual, maximumYaw, minimumEyes } = PARAMETERS;
  if (residual > maximumResidual.value || Math.abs(yaw) > maximumYaw.value || eyes < minimumEyes.value) return null;
  const rotation = rotationOf(yaw, pitch, roll);
  return {
    ...{ frame, ptsUs, trackId, yaw, pitch, roll, eyes, from, fromError, strength, r2 },
    light: [x, y, z],
    error: [ex, ey],
    skin: values.slice(AT.skin, COLUMNS.length),
    normals: PATCHES.map(({ normal }) => rotate(rotation, normal)),
    cells: values.slice(AT.cells, AT.skin),
  };
}

/** The light falls from one side strongly enough, and the fit describes the face well enough, for a direction to be told. */
export const isDirected = ({ strength, r2, fromError }: Sample): boolean =>
  strength >= PARAMETERS.minimumStrength.value && r2 >= PARAMETERS.minimumFit.value && fromError <= PARAMETERS.maximumFromError.value;

export const meanOf = (samples: readonly Sample[], value: (sample: Sample) => number): number =>
  samples.reduce((sum, sample) => sum + value(sample), 0) / Math.max(1, samples.length);
