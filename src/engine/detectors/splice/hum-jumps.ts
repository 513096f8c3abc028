/** Whether the phase of mains hum jumps, and the hum's frequency over time, from stored amplitudes. */
import { at } from '../../../base/at.ts';
import { phaseStep, type Phasor } from '../../signal/hum-phase.ts';
import { humTrack } from '../../signal/hum-track.ts';
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { HUM_LINES_HZ, humLagRows } from './hum-lines.ts';
import { VALUE } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface HumJump {
  readonly atUs: number;
  readonly lineHz: number;
  readonly degrees: number;
  readonly gain: number;
  readonly ratioDb: number;
}

export interface Hum {
  readonly jumps: readonly HumJump[];
  /** Places that could be judged: hum stands out on both sides of them on a line. */
  readonly judged: number;
  /** Of the grid whose hum stands out most; empty where none does. */
  readonly track: readonly { readonly ptsUs: number; readonly hz: number | null; readonly signalToNoiseDb: number }[];
}

interface Amplitudes {
  /** Middle of the time that each stands for. */
  readonly ptsUs: readonly number[];
  readonly lines: readonly (readonly Phasor[])[];
}

const STEP_SECONDS = PARAMETERS.humStep.value * PARAMETERS.hopSeconds.value;
const SIDE = Math.round(PARAMETERS.humSideSeconds.value / STEP_SECONDS);

export function humOfRows(rows: readonly ObservationRow[]): Hum {
  const jumps: HumJump[] = [];
  const judged = new Set<number>();
  let track: Hum['track'] = [];
  for (const stretch of stretches(rows)) {
    jumps.push(...jumpsOf(stretch, judged));
    track = [...track, ...trackOf(stretch)];
  }
  return { jumps: jumps.sort((a, b) => a.atUs - b.atUs), judged: judged.size, track };
}

/** Unbroken series of amplitudes: the clock jumps between them, and phase with it. */
function stretches(rows: readonly ObservationRow[]): Amplitudes[] {
  const made: { ptsUs: number[]; lines: Phasor[][] }[] = [];
  const lag = humLagRows() * PARAMETERS.hopSeconds.value * 1e6;
  for (const row of rows) {
    const values = row.values.slice(VALUE.hum);
    if (values.length === 0 || values.includes(null)) continue;
    const ptsUs = Math.round(row.ptsUs - lag);
    let last = made.at(-1);
    if (last === undefined || Math.abs(ptsUs - (last.ptsUs.at(-1) ?? 0) - STEP_SECONDS * 1e6) > 0.1 * STEP_SECONDS * 1e6) {
      last = { ptsUs: [], lines: HUM_LINES_HZ.map(() => []) };
      made.push(last);
    }
    last.ptsUs.push(ptsUs);
    for (const [k, line] of last.lines.entries()) line.push([(values[2 * k] ?? 0) / 1e6, (values[2 * k + 1] ?? 0) / 1e6]);
  }
  return made;
}

function jumpsOf({ ptsUs, lines }: Amplitudes, judged: Set<number>): HumJump[] {
  const found: HumJump[] = [];
  for (const [k, line] of lines.entries()) {
    const lineHz = at(HUM_LINES_HZ, k);
    const reachHz = PARAMETERS.humReach.value * (lineHz >= 100 ? 2 : 1);
    for (let place = SIDE; place <= line.length - SIDE; place += 1) {
      const step = phaseStep(line.slice(place - SIDE, place), line.slice(place, place + SIDE), STEP_SECONDS, reachHz);
      const ratioDb = 10 * Math.log10(Math.max(1e-9, step.ratio));
      if (ratioDb < PARAMETERS.humMargin.value) continue;
      // Halfway between the last amplitude before and the first behind.
      const atUs = Math.round((at(ptsUs, place - 1) + at(ptsUs, Math.min(place, ptsUs.length - 1))) / 2);
      judged.add(atUs);
      const degrees = (180 / Math.PI) * step.jump;
      if (Math.abs(degrees) < PARAMETERS.humJump.value || step.gain < PARAMETERS.humGain.value) continue;
      found.push({ atUs, lineHz, degrees, gain: step.gain, ratioDb });
    }
  }
  return strongest(found);
}

/** Of jumps nearer than one side, on whatever line, the one that explains most. */
function strongest(found: readonly HumJump[]): HumJump[] {
  const kept: HumJump[] = [];
  for (const one of found.toSorted((a, b) => b.gain - a.gain))
    if (!kept.some((other) => Math.abs(other.atUs - one.atUs) < PARAMETERS.humSideSeconds.value * 1e6)) kept.push(one);
  return kept;
}

function trackOf({ ptsUs, lines }: Amplitudes): Hum['track'] {
  const frame = Math.round(PARAMETERS.trackSeconds.value / STEP_SECONDS);
  const plan = { step: STEP_SECONDS, frame, hop: Math.round(frame / 2) };
  const tracks = lines.map((line, k) => {
    const lineHz = at(HUM_LINES_HZ, k);
    return humTrack(line, { ...plan, lineHz, harmonic: lineHz >= 100 ? 2 : 1 });
  });
  const worth = (points: (typeof tracks)[number]): number => median(points.map(({ signalToNoiseDb }) => signalToNoiseDb));
  const best = tracks.toSorted((a, b) => worth(b) - worth(a))[0] ?? [];
  return best.map(({ first, hz, signalToNoiseDb }) => ({
    ptsUs: at(ptsUs, first + Math.floor(frame / 2)),
    hz: signalToNoiseDb < PARAMETERS.trackMargin.value ? null : Math.round(hz * 1000) / 1000,
    signalToNoiseDb: Math.round(signalToNoiseDb * 10) / 10,
  }));
}
