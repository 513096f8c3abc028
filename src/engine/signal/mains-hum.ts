/** The hum of an electric grid in a recording: the strongest tone near 50 or 60 Hz. */
import { resample } from '../sound/resampler.ts';
import { phasor } from './spectrum.ts';
import { median } from './stats.ts';

export interface Hum {
  readonly nominalHz: 50 | 60;
  readonly hz: number;
  /** One over the length: two tones that are nearer than this are not told apart. */
  readonly resolutionHz: number;
  /** 0 dB is a full-scale sine. */
  readonly levelDb: number;
  /** Above the median of the band from 45 to 65 Hz. */
  readonly prominenceDb: number;
  readonly stands: boolean;
}

/** Far above the 65 Hz up to which is looked. In less than a second a tone is wider than REACH_HZ. Our choice. */
const RATE_HZ = 1000;
const LEAST_SECONDS = 1;
/** Grids keep within a fifth of a hertz in normal operation; one hertz on either side leaves room for recorders' clocks. */
const REACH_HZ = 1;

/**
 * A tone stands out from this prominence. In white noise power is exponentially distributed, so the strongest of n independent frequencies exceeds
 * x medians with probability 1 - (1 - 2^-x)^n: at 12 dB (x = 15.8) below 1 % for stretches of up to four minutes (n = 480). Speech is no white noise.
 */
const STANDS_DB = 12;

/** One answer for each nominal frequency; empty below one second of sound. The tone is found in steps of a tenth of the resolution. */
export function mainsHum(samples: Float32Array, rate: number): Hum[] {
  if (samples.length < LEAST_SECONDS * rate) return [];
  const slow = Array.from(resample(samples, rate, RATE_HZ));
  const resolutionHz = rate / samples.length;
  const power = (hz: number): number => {
    const [re, im] = phasor(slow, RATE_HZ, hz);
    return re * re + im * im;
  };
  // Independent frequencies of the whole band, at most 200 of them, for what stands around a tone.
  const spacing = Math.max(2 * resolutionHz, 0.1);
  const around = median(Array.from({ length: Math.floor(20 / spacing) + 1 }, (_, k) => power(45 + k * spacing)));
  return ([50, 60] as const).map((nominalHz) => {
    let [best, most] = [nominalHz as number, -1];
    const look = (from: number, to: number, step: number): void => {
      for (let hz = from; hz <= to + 1e-9; hz += step) {
        const here = power(hz);
        if (here > most) [best, most] = [hz, here];
      }
    };
    const coarse = Math.min(0.1, resolutionHz / 2);
    look(nominalHz - REACH_HZ, nominalHz + REACH_HZ, coarse);
    look(best - coarse, best + coarse, coarse / 5);
    const db = (value: number): number => 10 * Math.log10(Math.max(1e-20, value));
    const prominenceDb = db(most) - db(around);
    return { nominalHz, hz: best, resolutionHz, levelDb: db(most), prominenceDb, stands: prominenceDb >= STANDS_DB };
  });
}
