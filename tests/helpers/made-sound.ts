/** Sound that a test makes up: blocks as a detector gets them, facts that fit, and WAV files of 16-bit PCM. */
import { writeFileSync } from 'node:fs';
import type { AudioStream, MediaFacts } from '../../src/contract/exhibits.ts';
import type { SoundBlock } from '../../src/engine/sound/sound-block.ts';
import { BLOCKS_BACK } from '../../src/engine/sound/sound-block.ts';
import { FAKE_FACTS } from './fake-engine.ts';
import { waveFile } from '../../scripts/recipes/wave-file.ts';

export interface MadeSound {
  readonly sampleRate: number;
  readonly samples: number;
  /** Sample n of each channel, -1..1. */
  readonly channels: readonly ((n: number) => number)[];
}

/** Blocks of one second from time zero, the last as short as it is, each with the blocks before it. */
export function madeBlocks({ sampleRate, samples, channels }: MadeSound): SoundBlock[] {
  const alone: SoundBlock[] = [];
  for (let index = 0; index * sampleRate < samples; index += 1) {
    const firstSample = index * sampleRate;
    const length = Math.min(sampleRate, samples - firstSample);
    alone.push({
      index,
      stretch: 0,
      firstSample,
      ptsUs: index * 1_000_000,
      sampleRate,
      channels: channels.map((of) => Float32Array.from({ length }, (_, n) => of(firstSample + n))),
      previous: null,
    });
  }
  return alone.map((block, at) => ({
    ...block,
    previous: alone.slice(Math.max(0, at - BLOCKS_BACK), at).reduce<SoundBlock | null>((previous, one) => ({ ...one, previous }), null),
  }));
}

export interface MadeFacts extends Partial<Pick<AudioStream, 'codec' | 'sampleRate' | 'channels'>> {
  readonly seconds?: number;
  readonly bitRate?: number;
  readonly container?: string;
}

/** Facts of a recording without picture; by default PCM, mono, 44.1 kHz. */
export function soundFacts({ seconds = 6, bitRate, container = 'wav', ...stream }: MadeFacts = {}): MediaFacts {
  const durationUs = Math.round(seconds * 1e6);
  return {
    ...FAKE_FACTS,
    kind: 'audio',
    container,
    durationUs,
    bitRate: bitRate ?? null,
    streams: [
      {
        type: 'audio',
        index: 0,
        codec: 'pcm_s16le',
        sampleRate: 44_100,
        channels: 1,
        channelLayout: null,
        startUs: 0,
        durationUs,
        ...stream,
      },
    ],
  };
}

/** 16-bit PCM, clipped where it goes beyond full scale. */
export function writeWav(path: string, { sampleRate, samples, channels }: MadeSound): void {
  const count = channels.length;
  const data = Buffer.alloc(2 * count * samples);
  for (let n = 0; n < samples; n += 1) {
    for (const [c, of] of channels.entries())
      data.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(of(n) * 32_767))), 2 * (count * n + c));
  }
  writeFileSync(path, waveFile(data, sampleRate, count));
}
