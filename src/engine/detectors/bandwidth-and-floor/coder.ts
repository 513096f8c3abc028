/** What the way a sound is stored lets expect of its bandwidth. */
import { at } from '../../../base/at.ts';
import type { AudioStream, MediaFacts } from '../../../contract/exhibits.ts';

/** Low pass that LAME 3.100 sets by default for a total bit rate (lame.c, optimum_bandwidth): kbit/s, Hz. */
const LAME: readonly (readonly [number, number])[] = [
  [8, 2000],
  [16, 3700],
  [24, 3900],
  [32, 5500],
  [40, 7000],
  [48, 7500],
  [56, 10_000],
  [64, 11_000],
  [80, 13_500],
  [96, 15_100],
  [112, 15_600],
  [128, 17_000],
  [160, 17_500],
  [192, 18_600],
  [224, 19_400],
  [256, 19_700],
  [320, 20_500],
];

const LOSSLESS = /^(?:pcm_(?!alaw|mulaw|vidc)|flac$|alac$|wavpack$|ape$|tta$|truehd$|mlp$|shorten$)/;

/** Sample rates that recorders, telephony and coders use. */
const RATES: readonly number[] = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000];

/** How much of its rate a resampler keeps at the least. */
const KEPT = 0.85;

export const isLossless = ({ codec }: AudioStream): boolean => LOSSLESS.test(codec);

/**
 * The lowest frequency up to which sound would be expected if nothing but this file's own coding limited it, Hz; `null` where coders differ so
 * much that nothing is expected (every lossy coder but MP3, and MP3 of unknown bit rate).
 */
export function expectedHz(facts: MediaFacts, stream: AudioStream): number | null {
  const nyquist = stream.sampleRate / 2;
  if (isLossless(stream)) return nyquist;
  // The bit rate is that of the whole file: only of sound alone is it the sound's.
  if (stream.codec !== 'mp3' || facts.bitRate === null || facts.kind !== 'audio') return null;
  const kbits = facts.bitRate / 1000;
  const low = LAME.findLast(([rate]) => rate <= kbits + 1) ?? at(LAME, 0);
  return Math.min(nyquist, low[1]);
}

/** The lowest usual sample rate that can carry sound up to there, Hz; `null` when none is lower than the file's own. */
export function formerRate(wallHz: number, sampleRate: number): number | null {
  const rate = RATES.find((one) => one / 2 >= wallHz * 0.985);
  return rate !== undefined && rate < sampleRate && wallHz >= (KEPT * rate) / 2 ? rate : null;
}
