import { describe, expect, it } from 'vitest';
import { FAKE_FACTS } from '../../../../tests/helpers/fake-engine.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { Network, Tensor } from '../../inference/networks.ts';
import type { SoundBlock } from '../../sound/sound-block.ts';
import type { Conclusion, ObservationRow, SoundRow } from '../interface.ts';
import { vocoderDetector } from './detector.ts';
import { observeBlock, WINDOW_SAMPLES } from './observe.ts';

/** Somebody speaks where the sound is louder than a tenth; the logit is the mean of the window. */
const voice: Network = {
  id: 'silero-vad',
  run: ({ input }) => {
    const loud = Math.max(...(input as Tensor).data) > 0.1 ? 0.9 : 0.1;
    return Promise.resolve({
      output: { data: Float32Array.of(loud), dims: [1, 1] },
      stateN: { data: new Float32Array(256), dims: [2, 1, 128] },
    });
  },
};
const vocoder: Network = {
  id: 'vocoder',
  run: ({ samples }) => {
    const { data } = samples as Tensor;
    expect(data.length).toBe(WINDOW_SAMPLES);
    return Promise.resolve({ logit: { data: Float32Array.of(data.reduce((sum, v) => sum + v, 0) / data.length), dims: [1] } });
  },
};

/** Blocks of one second, each of one value; the last as long as is said. */
function blocks(values: readonly number[], rate = 16_000, lastSeconds = 1): SoundBlock[] {
  const all: SoundBlock[] = [];
  for (const [index, value] of values.entries()) {
    const length = Math.round(rate * (index === values.length - 1 ? lastSeconds : 1));
    const previous = all.at(-1) ?? null;
    all.push({
      index,
      stretch: 0,
      firstSample: index * rate,
      ptsUs: index * 1e6,
      sampleRate: rate,
      channels: [new Float32Array(length).fill(value)],
      previous,
    });
  }
  return all;
}
const last = async (values: readonly number[], rate?: number, lastSeconds?: number): Promise<SoundRow[]> =>
  observeBlock(blocks(values, rate, lastSeconds).at(-1)!, { voice, vocoder });

describe('observe', () => {
  it('gives one row for the two seconds that end with the block, at their middle', async () => {
    expect(await last([0.2])).toEqual([]);
    expect(await last([0.2, 0.4])).toEqual([{ ptsUs: 1_000_000, values: [0.3, 1, -10] }]);
    // The last block is a quarter of a second long: three quarters come from the block before the previous one.
    expect(await last([0.2, 0.4, 0.8], 16_000, 0.25)).toEqual([{ ptsUs: 1_250_000, values: [0.375, 1, -7.6] }]);
    expect(await last([0.2, 0.4], 16_000, 0.5)).toEqual([]);
  });

  it('asks the network only where there is speech, and neither where it is silent', async () => {
    expect(await last([0.2, 0.05])).toMatchObject([{ values: [expect.closeTo(0.125, 3), 0.52, expect.any(Number)] }]);
    expect(await last([0.05, 0.05])).toMatchObject([{ values: [null, 0, -26] }]);
    expect(await last([0, 0])).toMatchObject([{ values: [null, 0, -120] }]);
  });

  it('brings other rates to 16 kHz and takes the mean of the channels', async () => {
    const [row] = await last([0.4, 0.4], 48_000);
    expect(row!.values[0]).toBeCloseTo(0.4, 2);
    const stereo = blocks([0.4, 0.4]).map((block) => ({ ...block, channels: [...block.channels, new Float32Array(16_000)] }));
    const [second] = await observeBlock({ ...stereo[1]!, previous: stereo[0]! }, { voice, vocoder });
    expect(second!.values[0]).toBeCloseTo(0.2, 3);
  });
});

function concluded(values: readonly ObservationRow['values'][]): Conclusion {
  const rows = values.map((row, frame): ObservationRow => ({ frame, ptsUs: frame * 1e6, trackId: null, values: row }));
  return vocoderDetector.conclude({ facts: FAKE_FACTS, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
}

describe('conclude', () => {
  it('weighs each window by its share of speech', () => {
    const { outcome, signals, findings } = concluded([
      [1, 1, -20],
      [null, 0.2, -20],
      [-1, 0.5, -20],
      [3, 0.5, -20],
    ]);
    expect(outcome).toMatchObject({
      status: 'measured',
      score: 1,
      measures: expect.arrayContaining([{ name: 'median logit', value: 1, unit: 'logit' }]) as unknown,
    });
    expect(signals.map(({ name, frames, values }) => [name, frames, values])).toEqual([
      ['logit', null, [1, null, -1, 3]],
      ['speech', null, [1, 0.2, 0.5, 0.5]],
    ]);
    expect(findings).toEqual([]);
  });

  it('abstains with its reason', () => {
    expect(concluded([]).outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringContaining('shorter than a window') as string,
    });
    expect(
      concluded([
        [1, 1, -20],
        [2, 1, -20],
        [null, 0, -90],
      ]).outcome,
    ).toMatchObject({ status: 'abstained', reason: '2 of 3 windows hold enough speech; 3 are needed.' });
  });
});

describe('applies', () => {
  const sound = (sampleRate: number): MediaFacts => ({
    ...FAKE_FACTS,
    kind: 'audio',
    streams: [
      { type: 'audio', index: 0, codec: 'pcm_s16le', sampleRate, channels: 1, channelLayout: null, startUs: 0, durationUs: 3_000_000 },
    ],
  });

  it('to sound of 16 kHz and more', () => {
    expect(vocoderDetector.applies(sound(16_000))).toEqual({ applies: true });
    expect(vocoderDetector.applies(sound(8000))).toMatchObject({ applies: false, reason: expect.stringContaining('8000') as string });
    expect(vocoderDetector.applies({ ...FAKE_FACTS, streams: [] })).toEqual({ applies: false, reason: 'There is no sound in it.' });
  });
});
