/** Films of which the coder itself leaves, in faces too, what is looked for as a trace of an alteration (docs/validation/false-flags.md). */
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { Applicability } from './interface.ts';

/** By ffmpeg's names; ISO/IEC 13818-2 section 7.4.4: a sum that is even changes the finest coefficient of a block, which is a chequered pattern. */
const CODERS: Readonly<Record<string, string>> = {
  mpeg2video: 'MPEG-2 itself leaves a chequered pattern in its blocks (mismatch control), and moves blocks with their edges',
  vp8: 'VP8 itself leaves patterns of its blocks, and moves them with what they show',
};

/** `null` where nothing is known against it. */
export function refusedCoder({ kind, streams }: MediaFacts): Applicability | null {
  const codec = streams.find((stream) => stream.type === 'video')?.codec ?? '';
  const reason = kind === 'video' ? CODERS[codec] : undefined;
  return reason === undefined ? null : { applies: false, reason: `${reason}: genuine films so coded were flagged.` };
}
