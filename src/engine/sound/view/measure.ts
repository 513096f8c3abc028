/** Measures of one stretch of one channel, as an examiner asks for them. */
import type { SoundMeasures } from '../../../contract/sound.ts';
import { FORMANT_RATE_HZ, formantTrack } from '../../signal/formants.ts';
import { mainsHum } from '../../signal/mains-hum.ts';
import { perturbation } from '../../signal/periods.ts';
import { harmonicityDb, pitchTrack, USUAL_PITCH } from '../../signal/pitch.ts';
import { bandwidth, frameLevels, level, longTermSpectrum, noiseFloorDb, valueHistogram } from '../../signal/sound-level.ts';
import { median } from '../../signal/stats.ts';
import { resample } from '../resampler.ts';
import { humOverTime } from './hum-over-time.ts';

/** Longer stretches have no one value for a voice, and take long: about a third of a second of work for each second. Our choice. */
const VOICE_AT_MOST_SECONDS = 30;
/** Longest stretch that is measured at all; about 8 s of work at 48 kHz. */
export const AT_MOST_SECONDS = 600;
const HISTOGRAM_BINS = 64;
/** Below this a median of voiced frames says little. Our choice: 50 ms of voice. */
const LEAST_VOICED_FRAMES = 5;
const FORMANTS = 4;
/** Enough for the second harmonic of 60 Hz. Our choice. */
const HUM_RATE_HZ = 1000;

export function measureSound(samples: Float32Array, sampleRate: number): SoundMeasures {
  const spectrum = longTermSpectrum(samples, sampleRate);
  const slow = resample(samples, sampleRate, HUM_RATE_HZ);
  return {
    samples: samples.length,
    sampleRate,
    ...level(samples),
    noiseFloorDb: noiseFloorDb(frameLevels(samples, sampleRate)),
    histogram: valueHistogram(samples, HISTOGRAM_BINS),
    spectrum:
      spectrum === null ? null : { ...spectrum, ...bandwidth(spectrum), meanDb: [...spectrum.meanDb], quietDb: [...spectrum.quietDb] },
    hum: mainsHum(samples, sampleRate),
    humTrack: humOverTime(slow, HUM_RATE_HZ),
    voice: measureVoice(samples, sampleRate),
  };
}

function measureVoice(samples: Float32Array, rate: number): SoundMeasures['voice'] {
  const abstained = (reason: string) => ({ outcome: 'abstained', reason }) as const;
  if (samples.length > VOICE_AT_MOST_SECONDS * rate)
    return abstained(`Longer than ${String(VOICE_AT_MOST_SECONDS)} s: select less for a voice.`);
  if (rate < 2 * USUAL_PITCH.ceilingHz)
    return abstained(
      `The sound has ${String(rate)} samples a second; voices up to ${String(USUAL_PITCH.ceilingHz)} Hz need twice that number.`,
    );
  const track = pitchTrack(samples, rate);
  if (track.length === 0) return abstained('Shorter than 40 ms, one frame of the fundamental.');
  const voiced = track.flatMap(({ seconds, hz, strength }) => (hz === null ? [] : [{ seconds, hz, strength }]));
  if (voiced.length < LEAST_VOICED_FRAMES) return abstained('No voice: fewer than five frames have a fundamental between 75 and 600 Hz.');
  const near = new Set(voiced.map(({ seconds }) => Math.round(seconds * 100)));
  const frames = formantTrack(resample(samples, rate, FORMANT_RATE_HZ), (seconds) => near.has(Math.round(seconds * 100)));
  const formants = Array.from({ length: FORMANTS }, (_, k) => {
    const found = frames.flatMap((frame) => frame.formants[k] ?? []);
    if (found.length < LEAST_VOICED_FRAMES) return null;
    return { hz: median(found.map(({ hz }) => hz)), bandwidthHz: median(found.map(({ bandwidthHz }) => bandwidthHz)) };
  });
  return {
    outcome: 'measured',
    pitch: track.map(({ seconds, hz }) => [seconds, hz]),
    voicedShare: voiced.length / track.length,
    medianHz: median(voiced.map(({ hz }) => hz)),
    harmonicityDb: median(voiced.map(({ strength }) => harmonicityDb(strength))),
    ...perturbation(samples, rate, track),
    // Below this rate the upper formants lie beyond what was recorded, and the predictor would invent them.
    formants: rate < FORMANT_RATE_HZ ? formants.map((one) => (one !== null && one.hz < 0.45 * rate ? one : null)) : formants,
  };
}
