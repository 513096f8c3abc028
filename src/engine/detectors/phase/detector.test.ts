import { describe, expect, it } from 'vitest';
import { FAKE_FACTS } from '../../../../tests/helpers/fake-engine.ts';
import { madeBlocks, soundFacts } from '../../../../tests/helpers/made-sound.ts';
import type { Network } from '../../inference/networks.ts';
import type { Conclusion, ObservationRow, SoundRow } from '../interface.ts';
import { phaseDetector } from './detector.ts';
import { openPhase } from './observe.ts';

const RATE = 16_000;
/** Somebody always speaks. */
const voice: Network = {
  id: 'silero-vad',
  run: () =>
    Promise.resolve({
      output: { data: Float32Array.of(0.9), dims: [1, 1] },
      stateN: { data: new Float32Array(256), dims: [2, 1, 128] },
    }),
};

function noise(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
}

/** A hum of 120 Hz below, and above it pulses at the same pitch, or noise as loud. */
const low = (n: number): number => 0.2 * Math.sin((2 * Math.PI * 120 * n) / RATE);
const pulsed = (n: number): number => low(n) + 0.004 * noise(n) + (n % 133 === 0 ? 0.3 : 0);
const hissing = (n: number): number => low(n) + 0.08 * noise(n);

async function rowsOf(of: (n: number) => number, seconds = 3): Promise<SoundRow[]> {
  const observe = openPhase(voice);
  const rows: SoundRow[] = [];
  for (const block of madeBlocks({ sampleRate: RATE, samples: seconds * RATE, channels: [of] })) rows.push(...(await observe(block)));
  return rows;
}

function conclude(rows: readonly Pick<ObservationRow, 'ptsUs' | 'values'>[]): Conclusion {
  const all = rows.map((row, frame) => ({ frame, trackId: null, ...row }));
  const facts = soundFacts({ sampleRate: RATE });
  return phaseDetector.conclude({ facts, rows: all, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
}
const scoreOf = ({ outcome }: Conclusion): number => (outcome.status === 'measured' ? outcome.score : Number.NaN);

describe('phase', () => {
  it('finds pulses less even than noise in the high band', async () => {
    const [pulses, hiss] = [conclude(await rowsOf(pulsed)), conclude(await rowsOf(hissing))];
    expect(scoreOf(hiss)).toBeGreaterThan(scoreOf(pulses) + 2);
    expect(hiss.findings).toEqual([]);
    expect(hiss.signals.map(({ name, values }) => [name, values.length])).toEqual([['evenness', 2]]);
  });

  it('does not hear the level, and gives a row for the two seconds that end with each block', async () => {
    const [loud, soft] = [await rowsOf(hissing), await rowsOf((n) => 0.1 * hissing(n))];
    expect(loud.map(({ ptsUs }) => ptsUs)).toEqual([1_000_000, 2_000_000]);
    for (const [k, { values }] of loud.entries()) {
      expect(soft[k]!.values[0]).toBeCloseTo(values[0]!, 3);
      expect(soft[k]!.values[1]).toBeCloseTo(values[1]!, 3);
      expect(soft[k]!.values[2]).toBeCloseTo(values[2]!, 1);
    }
  });

  it('scores by both distances below the genuine median', () => {
    const row = (values: (number | null)[], frame: number) => ({ ptsUs: frame * 1e6, values });
    // (2.354 - 2.196) / 0.079 = 2 and (2.244 - 2.184) / 0.06 = 1, and the median itself.
    const { outcome, signals } = conclude([
      row([2.196, 2.184, -25, 1, -20], 0),
      row([null, null, null, 0.2, -20], 1),
      row([2.354, 2.244, -27, 1, -20], 2),
    ]);
    expect(outcome).toMatchObject({ status: 'measured', score: 0.75 });
    expect(signals[0]!.values).toEqual([1.5, null, 0]);
  });

  it('abstains with its reason', async () => {
    expect(conclude([]).outcome).toMatchObject({ status: 'abstained', reason: 'The sound is shorter than a window of 2 s.' });
    expect(conclude(await rowsOf(() => 0)).outcome).toMatchObject({ status: 'abstained', reason: 'None of 2 windows holds enough voice.' });
    expect(conclude(await rowsOf((n) => low(n) + 1e-5 * noise(n))).outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringContaining('next to nothing above 5 kHz') as string,
    });
  });

  it('applies to sound of 16 kHz and more', () => {
    expect(phaseDetector.applies(soundFacts({ sampleRate: RATE }))).toEqual({ applies: true });
    expect(phaseDetector.applies(soundFacts({ sampleRate: 8000 }))).toMatchObject({ applies: false });
    expect(phaseDetector.applies({ ...FAKE_FACTS, streams: [] })).toMatchObject({ applies: false });
  });
});
