/** An exhibit's sound as detectors of sound see it: second after second at the file's own rate, all channels, each with the seconds before it. */
import { must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import type { Rational } from '../../contract/values.ts';
import { readAudio, type AudioDecoding, type AudioEnd, type AudioRequest } from '../media/audio.ts';
import type { AudioBlock } from '../media/blocks.ts';

/** A block: long enough for the mean spectrum of a syllable, short enough for a checkpoint. Written into the plan. Our choice. */
export const SOUND_BLOCK_SECONDS = 1;
const BLOCK: Rational = { num: SOUND_BLOCK_SECONDS, den: 1 };

/** How many blocks before its own a detector may look back: windows of four seconds end with their block. */
export const BLOCKS_BACK = 3;

/** The last block of an unbroken stretch is as short as it is, down to one sample. */
export interface SoundBlock extends AudioBlock {
  /** Up to BLOCKS_BACK of them, one behind the other; `null` at the start and after a jump of the sound's clock. */
  readonly previous: SoundBlock | null;
}

export interface SoundDecoding extends AsyncIterable<SoundBlock> {
  /** As of AudioDecoding. */
  readonly ended: Promise<AudioEnd>;
}

/** The mean of all channels; the channel itself where there is one. */
export function mono(channels: readonly Float32Array[]): Float32Array {
  const first = must(channels[0], 'sound has a channel');
  if (channels.length === 1) return first;
  return first.map((_, n) => channels.reduce((sum, channel) => sum + at(channel, n), 0) / channels.length);
}

/** All sound of the first stream with sound, from its start; iterate once. Throws as readAudio does. */
export function soundBlocks(request: Omit<AudioRequest, 'blockSeconds' | 'sampleRate' | 'mono'>): SoundDecoding {
  const decoding: AudioDecoding = readAudio({ ...request, blockSeconds: BLOCK });
  return Object.assign(withPrevious(decoding), { ended: decoding.ended });
}

/** Exported for tests, which make their own blocks. */
export async function* withPrevious(blocks: AsyncIterable<AudioBlock>): AsyncGenerator<SoundBlock, void, undefined> {
  let kept: AudioBlock[] = [];
  for await (const block of blocks) {
    if (kept.at(-1)?.stretch !== block.stretch) kept = [];
    yield { ...block, previous: kept.reduce<SoundBlock | null>((previous, one) => ({ ...one, previous }), null) };
    kept.push(block);
    if (kept.length > BLOCKS_BACK) kept.shift();
  }
}
