/** The frequency of mains hum over a stretch, from the line on which it stands out most. */
import type { SoundMeasures } from '../../../contract/sound.ts';
import { lineAmplitude, type Phasor } from '../../signal/hum-phase.ts';
import { humTrack, type HumPoint } from '../../signal/hum-track.ts';
import { median } from '../../signal/stats.ts';

/** Both grids of the world, fundamental and second harmonic. */
const LINES = [
  { nominalHz: 50, harmonic: 1 },
  { nominalHz: 60, harmonic: 1 },
  { nominalHz: 50, harmonic: 2 },
  { nominalHz: 60, harmonic: 2 },
] as const;

/** One amplitude each 64 ms under a window of twice that, frames of 2.048 s: those of the detector splice, whose errors were measured. */
const STEP_SECONDS = 0.064;
const FRAME = 32;
/** A new frame each quarter of one: so much the Hann window leaves to its neighbours. Our choice. */
const HOP = 8;
/** As for a tone in `mains-hum.ts`, and as in splice: below it the frequency is that of noise. */
const MARGIN_DB = 12;

type HumOverTime = SoundMeasures['humTrack'];

/** `samples` at `rate`, which must be a multiple of 125 Hz and above 250 Hz: a few hundred samples a second are enough. */
export function humOverTime(samples: Float32Array, rate: number): HumOverTime {
  const step = Math.round(STEP_SECONDS * rate);
  const least = (FRAME + 1) * step;
  if (samples.length < least)
    return { outcome: 'abstained', reason: `Shorter than ${(least / rate).toFixed(1)} s, one frame of the frequency over time.` };
  const precise = Float64Array.from(samples);
  const tracks = LINES.map((line) => ({ ...line, points: trackOf(precise, rate, line) }));
  const worth = (points: readonly HumPoint[]): number => median(points.map(({ signalToNoiseDb }) => signalToNoiseDb));
  const best = tracks.reduce((one, other) => (worth(other.points) > worth(one.points) ? other : one));
  const heard = best.points.filter(({ signalToNoiseDb }) => signalToNoiseDb >= MARGIN_DB).map(({ hz }) => hz);
  if (heard.length < LEAST_SHARE * best.points.length) return { outcome: 'abstained', reason: noHum(heard.length, best) };
  return {
    outcome: 'measured',
    nominalHz: best.nominalHz,
    harmonic: best.harmonic,
    marginDb: MARGIN_DB,
    frameSeconds: FRAME * STEP_SECONDS,
    // Amplitude k stands for the time (k + 1) steps; a frame for the middle of its own.
    points: best.points.map(({ first, hz, signalToNoiseDb }) => [
      (first + (FRAME + 1) / 2) * STEP_SECONDS,
      signalToNoiseDb < MARGIN_DB ? null : hz,
      signalToNoiseDb,
    ]),
    heardFrames: heard.length,
    medianHz: median(heard),
    lowestHz: Math.min(...heard),
    highestHz: Math.max(...heard),
  };
}

/** Below half of the frames a line is not said to be hum. */
const LEAST_SHARE = 0.5;

function noHum(
  heard: number,
  best: { readonly nominalHz: number; readonly harmonic: number; readonly points: readonly HumPoint[] },
): string {
  const where = `${String(best.nominalHz * best.harmonic)} Hz, the best line`;
  return `No hum: at ${where}, a tone stands ${String(MARGIN_DB)} dB above its surroundings in ${String(heard)} of ${String(best.points.length)} frames; half of them are asked for.`;
}

function trackOf(samples: Float64Array, rate: number, { nominalHz, harmonic }: (typeof LINES)[number]): HumPoint[] {
  const step = Math.round(STEP_SECONDS * rate);
  const lineHz = nominalHz * harmonic;
  const amplitudes: Phasor[] = [];
  for (let end = 2 * step; end <= samples.length; end += step)
    amplitudes.push(lineAmplitude(samples, { from: end - 2 * step, end }, { hz: lineHz, rate, origin: 0 }));
  return humTrack(amplitudes, { lineHz, harmonic, step: STEP_SECONDS, frame: FRAME, hop: HOP });
}
