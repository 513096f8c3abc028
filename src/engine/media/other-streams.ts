/** Which streams of a file are not examined: sentences for the facts of the exhibit. */
import { audioFacts, isCover } from './facts.ts';
import type { ProbeStream } from './ffprobe.ts';

/** `video`: the examined one; `null` where there is sound alone. */
export function otherStreams(streams: readonly ProbeStream[], video: ProbeStream | null): string[] {
  const pictures = video === null ? [] : streams.filter((stream) => stream.codec_type === 'video' && !isCover(stream));
  const sounds = streams.filter((stream) => audioFacts(stream) !== null);
  return [
    ...onlyOne(pictures, video?.index, 'video', 'shown and examined'),
    ...onlyOne(sounds, sounds[0]?.index, 'sound', 'examined; what a player plays may be another'),
  ];
}

function onlyOne({ length }: readonly ProbeStream[], index: number | undefined, of: string, what: string): string[] {
  return length < 2 || index === undefined
    ? []
    : [`It has ${String(length)} ${of} streams: the first (number ${String(index)} of the container) alone is ${what}.`];
}
