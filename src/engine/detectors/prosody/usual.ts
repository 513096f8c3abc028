/**
 * Where genuine recordings lie, to read a value beside; no limits. Measured by this version on the 275 genuine clips of read speech that it was built with
 * (LibriSpeech, and the recordings of the YourTTS, HiFi-GAN and Parallel WaveGAN demonstrations), at most 4.1 s each: docs/validation/audio.md.
 */
import type { Measure } from '../../../contract/analysis.ts';

interface Usual {
  /** 5th and 95th percentile. */
  readonly range: readonly [number, number];
  /** Clips that gave a value. */
  readonly clips: number;
}

const USUAL: Readonly<Record<string, Usual>> = {
  'fundamental frequency': { range: [92, 241], clips: 275 },
  'range of the melody': { range: [4.7, 22.5], clips: 212 },
  'jitter (local)': { range: [0.013, 0.038], clips: 275 },
  'shimmer (local)': { range: [0.063, 0.131], clips: 275 },
  'harmonics-to-noise ratio': { range: [5.5, 15.2], clips: 275 },
  pause: { range: [0.2, 1.4], clips: 130 },
  breath: { range: [0.14, 0.6], clips: 81 },
  'breaths against the voice': { range: [-35, -14], clips: 81 },
};

export function besideGenuine(measure: Measure): Measure {
  const usual = USUAL[measure.name];
  if (usual === undefined) return measure;
  return { ...measure, usual: [...usual.range], usualOf: `middle 90 % of ${String(usual.clips)} genuine clips` };
}
