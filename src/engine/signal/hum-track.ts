/** The frequency of mains hum over time, from the fundamental or its second harmonic. */
import { at } from '../../base/at.ts';
import { must } from '../../base/assert.ts';
import { hann } from './fft.ts';
import { phasorSum, type Phasor } from './hum-phase.ts';
import { median } from './stats.ts';

export interface HumPoint {
  /** Number of the first amplitude of the frame. */
  readonly first: number;
  /** Of the fundamental, also where the harmonic was measured. */
  readonly hz: number;
  /** Peak over the median of the surroundings, dB. */
  readonly signalToNoiseDb: number;
}

interface Plan {
  readonly lineHz: number;
  /** 1 for the fundamental, 2 for the second harmonic. */
  readonly harmonic: 1 | 2;
  /** Seconds between two amplitudes. */
  readonly step: number;
  /** Amplitudes in a frame, and from one frame to the next. */
  readonly frame: number;
  readonly hop: number;
}

/** Hz of the fundamental on either side of nominal: grids keep within 0.2 Hz, the rest is for recorders' clocks. Our choice. */
const REACH_HZ = 0.6;
/** Where the surroundings are measured, Hz off the line. Beyond them the next amplitudes fold back. Our choice. */
const AROUND_HZ: readonly [number, number] = [2.5, 5];

/** Short-time spectra of the amplitudes under a Hann window; the peak by a parabola through three points in dB. Frames with a missing amplitude are left out. */
export function humTrack(amplitudes: readonly (Phasor | null)[], plan: Plan): HumPoint[] {
  const { step, frame, hop, harmonic } = plan;
  const weights = hann(frame);
  const spacing = 1 / (4 * step * frame);
  const points: HumPoint[] = [];
  for (let first = 0; first + frame <= amplitudes.length; first += hop) {
    const part = amplitudes.slice(first, first + frame);
    if (part.includes(null)) continue;
    const weighted = part.map((one, k): Phasor => {
      const [re, im] = must(one, 'no gap');
      return [re * at(weights, k), im * at(weights, k)];
    });
    const decibels = (hz: number): number => {
      const [re, im] = phasorSum(weighted, hz, step, 0);
      return 10 * Math.log10(re * re + im * im + 1e-20);
    };
    const count = Math.round((REACH_HZ * harmonic) / spacing);
    const near = Array.from({ length: 2 * count + 1 }, (_, k) => decibels((k - count) * spacing));
    let peak = 1;
    for (let k = 1; k < near.length - 1; k += 1) if (at(near, k) > at(near, peak)) peak = k;
    const [left, top, right] = [at(near, peak - 1), at(near, peak), at(near, peak + 1)];
    const bend = left - 2 * top + right;
    const shift = bend < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend))) : 0;
    const around: number[] = [];
    for (let hz = AROUND_HZ[0]; hz <= AROUND_HZ[1]; hz += 2 * spacing) around.push(decibels(hz), decibels(-hz));
    points.push({
      first,
      hz: (plan.lineHz + (peak - count + shift) * spacing) / harmonic,
      signalToNoiseDb: top - median(around),
    });
  }
  return points;
}
