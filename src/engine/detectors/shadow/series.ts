/** Stored rows of one face as what the tests of its shadows work on. */
import type { ObservationRow } from '../interface.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface Sample {
  readonly frame: number;
  readonly ptsUs: number;
  readonly trackId: number;
  readonly pose: readonly [number, number, number];
  /** Lateral light in the head's axes that the skin outside the shadows tells of, and the one that the shadows do; `null` where no direction can be told. */
  readonly directed: { readonly shading: number; readonly error: number; readonly shadows: number } | null;
  /** In the order of SIDES and of DEPTHS with the neck. */
  readonly sides: readonly (number | null)[];
  readonly depths: readonly (number | null)[];
  readonly cells: readonly (number | null)[];
}

/** Only rows in which the pose fits and the face is large and frontal enough. */
export function samplesOf(rows: readonly ObservationRow[]): Sample[] {
  return rows.flatMap((row) => sampleOf(row) ?? []);
}

function sampleOf({ frame, ptsUs, trackId, values }: ObservationRow): Sample | null {
  const [yaw, pitch, roll, eyes, residual] = values;
  if (trackId === null || yaw == null || pitch == null || roll == null || eyes == null || residual == null) return null;
  const { maximumResidual, maximumYaw, minimumEyes } = PARAMETERS;
  if (residual > maximumResidual.value || Math.abs(yaw) > maximumYaw.value || eyes < minimumEyes.value) return null;
  return {
    ...{ frame, ptsUs, trackId, pose: [yaw, pitch, roll] },
    directed: directedOf(values),
    sides: values.slice(AT.sides, AT.depths),
    depths: values.slice(AT.depths, AT.lightY),
    cells: values.slice(AT.cells),
  };
}

/** Light falls from one side strongly enough, the fit describes the face well enough, and all three asymmetries can be read. */
function directedOf(values: ObservationRow['values']): Sample['directed'] {
  const [shading, error, strength, fit] = values.slice(AT.lightX, AT.patches);
  const { minimumStrength, minimumFit, maximumError } = PARAMETERS;
  if (shading == null || error == null || strength == null || fit == null) return null;
  if (strength < minimumStrength.value || fit < minimumFit.value || error > maximumError.value) return null;
  const shadows = lightOfShadows(values.slice(AT.sides, AT.depths));
  return shadows === null ? null : { shading, error, shadows };
}

/** Lateral light that the asymmetries beside nose and mouth go with on genuine faces. */
export function lightOfShadows([side, cheek, lip]: readonly (number | null)[]): number | null {
  if (side == null || cheek == null || lip == null) return null;
  const most = PARAMETERS.mostAsymmetry.value;
  const cut = (value: number): number => Math.max(-most, Math.min(most, value));
  const { weightNoseSide, weightNoseCheek, weightUpperLip } = PARAMETERS;
  return weightNoseSide.value * cut(side) + weightNoseCheek.value * cut(cheek) + weightUpperLip.value * cut(lip);
}
