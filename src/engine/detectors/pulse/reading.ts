/** What one patch of skin says within one window: rate, signal-to-noise ratio and phase of its pulse, if it has one. */
import { at } from '../../../base/at.ts';
import { chrom, pos, type ColourTrace } from '../../signal/rppg.ts';
import { frequencies, periodogram } from '../../signal/spectrum.ts';
import { PARAMETERS } from './parameters.ts';

const RATE = PARAMETERS.clockHz.value;
const STRETCH = Math.round(PARAMETERS.stretchS.value * RATE);
/** A fifth of the resolution of a 10 s window. */
const STEP_HZ = 0.02;
const BAND = frequencies(PARAMETERS.fromHz.value, PARAMETERS.toHz.value, STEP_HZ);

export interface Peak {
  readonly hz: number;
  /** Power around the peak and its first harmonic over the rest of the band. */
  readonly snrDb: number;
}

export interface Reading extends Peak {
  /** The same from the other projection, CHROM. */
  readonly chromHz: number;
  /** POS over the whole window, on the even clock. */
  readonly pulse: readonly number[];
}

export function readPulse(trace: ColourTrace): Reading {
  const pulse = pos(trace, STRETCH);
  return { ...peakOf(pulse), chromHz: peakOf(chrom(trace, STRETCH)).hz, pulse };
}

/**
 * Highest peak of the band and its signal-to-noise ratio as de Haan and Jeanne 2013 define it: energy around the
 * fundamental and the first harmonic against all other energy between the ends of the band.
 */
export function peakOf(signal: readonly number[]): Peak {
  const power = periodogram(signal, RATE, BAND);
  let best = 0;
  power.forEach((p, i) => {
    if (p > at(power, best)) best = i;
  });
  const hz = at(BAND, best);
  const half = PARAMETERS.peakHalfWidthHz.value + 1e-9;
  let signalPower = 0;
  let rest = 0;
  power.forEach((p, i) => {
    const f = at(BAND, i);
    if (Math.abs(f - hz) <= half || Math.abs(f - 2 * hz) <= half) signalPower += p;
    else rest += p;
  });
  if (!(signalPower > 0)) return { hz, snrDb: Number.NEGATIVE_INFINITY };
  return { hz, snrDb: 10 * Math.log10(signalPower / Math.max(rest, 1e-12 * signalPower)) };
}
