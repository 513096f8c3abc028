/** The rows of one head as poses in time: steps between frames, and what the picture beside the face did meanwhile. */
import { angleBetween, compose, inverse, turn, type Point, type Quaternion } from '../../signal/rotation.ts';
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { AT, CELLS } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface Sample {
  readonly trackId: number;
  readonly frame: number;
  readonly ptsUs: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** False where the fit or the angle does not allow a statement. */
  readonly usable: boolean;
  readonly rotation: Quaternion;
  /** From the pose of the outline to that of the inner face. */
  readonly inner: Quaternion;
  readonly cells: readonly (number | null)[];
}

/** Between a sample and the one before it. */
export interface Step {
  readonly to: number;
  /** Degrees. */
  readonly angle: number;
  readonly us: number;
}

/** One head: a face track, and those that take over from it at the same place in the very next frame. */
export interface Series {
  readonly samples: readonly Sample[];
  /** Only between usable samples of neighbouring frames, `null` elsewhere; entry i leads to sample i. */
  readonly steps: readonly (Step | null)[];
  readonly intervalUs: number;
  readonly eyeDistancePx: number;
  readonly usableUs: number;
}

const X: Point = [1, 0, 0];
const Y: Point = [0, 1, 0];
const Z: Point = [0, 0, 1];

/** The rotation whose angles src/engine/faces/pose.ts gives. */
const rotationOf = (yaw: number, pitch: number, roll: number): Quaternion =>
  compose(turn(Y, -yaw), compose(turn(X, -pitch), turn(Z, roll)));

/**
 * The rows of each head. A head that jumps makes the tracker begin a new track: a track that begins in the frame after another ended, with the
 * point between the eyes no farther away than the limit, goes on with that head.
 */
export function heads(rows: readonly ObservationRow[]): ObservationRow[][] {
  const found: ObservationRow[][] = [];
  const ofTrack = new Map<number, ObservationRow[]>();
  for (const row of rows) {
    if (row.trackId === null) continue;
    let head = ofTrack.get(row.trackId);
    if (head === undefined) {
      head = found.find((other) => goesOn(other.at(-1), row));
      if (head === undefined) found.push((head = []));
      ofTrack.set(row.trackId, head);
    }
    head.push(row);
  }
  return found;
}

function goesOn(last: ObservationRow | undefined, row: ObservationRow): boolean {
  if (last?.frame !== row.frame - 1) return false;
  const value = (of: ObservationRow, at: number): number => of.values[at] ?? Number.NaN;
  const away = Math.hypot(value(row, AT.originX) - value(last, AT.originX), value(row, AT.originY) - value(last, AT.originY));
  const [before, after] = [value(last, AT.scale), value(row, AT.scale)];
  const { handoverDistance, handoverScale } = PARAMETERS;
  return away < handoverDistance.value * before && Math.abs(Math.log(after / before)) < Math.log(handoverScale.value);
}

/** Rows of one head in order of frame. */
export function seriesOf(rows: readonly ObservationRow[]): Series {
  const samples = rows.flatMap((row) => sampleOf(row) ?? []);
  const intervalUs = median(samples.slice(1).map((sample, at) => sample.ptsUs - (samples[at]?.ptsUs ?? sample.ptsUs)));
  const steps = samples.map((sample, at) => stepBetween(samples[at - 1], sample, at, intervalUs));
  return {
    samples,
    steps,
    intervalUs,
    eyeDistancePx: median(rows.flatMap((row) => row.values[AT.scaleWorking] ?? [])),
    usableUs: steps.reduce((sum, step) => sum + (step?.us ?? 0), 0),
  };
}

function sampleOf(row: ObservationRow): Sample | null {
  const [yaw, pitch, roll] = row.values;
  const residual = row.values[AT.residual];
  if (row.trackId === null || yaw == null || pitch == null || roll == null || residual == null) return null;
  const three = (at: number): Quaternion => rotationOf(row.values[at] ?? 0, row.values[at + 1] ?? 0, row.values[at + 2] ?? 0);
  return {
    trackId: row.trackId,
    frame: row.frame,
    ptsUs: row.ptsUs,
    yaw,
    pitch,
    roll,
    usable: residual <= PARAMETERS.maximumResidual.value && Math.abs(yaw) <= PARAMETERS.maximumYaw.value,
    rotation: rotationOf(yaw, pitch, roll),
    inner: compose(inverse(three(AT.outline)), three(AT.inner)),
    cells: row.values.slice(AT.cells, AT.cells + CELLS),
  };
}

/**
 * Frames are neighbours when no other lies between them, or when no more than one and a half of the usual intervals does (every nth frame is
 * examined); and never beyond the longest step: the face was away, or frames are missing.
 */
function stepBetween(before: Sample | undefined, sample: Sample, to: number, intervalUs: number): Step | null {
  if (before === undefined || !before.usable || !sample.usable) return null;
  const us = sample.ptsUs - before.ptsUs;
  const next = sample.frame === before.frame + 1 || us <= 1.5 * intervalUs;
  if (!next || us <= 0 || us > PARAMETERS.longestStepMs.value * 1000) return null;
  return { to, angle: angleBetween(before.rotation, sample.rotation), us };
}

/** Share of the cells that changed by more than the limit between two samples; `null` where no cell can be compared. */
export function backgroundChange(before: Sample, sample: Sample): number | null {
  let compared = 0;
  let changed = 0;
  for (const [cell, value] of sample.cells.entries()) {
    const earlier = before.cells[cell];
    if (value == null || earlier == null) continue;
    compared += 1;
    if (Math.abs(value - earlier) > PARAMETERS.backgroundStep.value) changed += 1;
  }
  return compared === 0 ? null : changed / compared;
}
