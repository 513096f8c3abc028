/** Which frames a stored warning is about. Its words are what is stored, in this case and in older ones; so they are read. */
import type { FrameWarning } from '../protocol.ts';

type Stretch = [first: number, last: number];

const MISSING = /^Frames? (\d+)(?: to (\d+))? (?:is|are) in the file's index but could not be decoded\.$/;
const CONCEALED = /^Parts of \d+ frames? are missing or damaged in the film, and ffmpeg made them of other pictures: ([\d, to]*\d)/;

export function missingWords(first: number, last: number): string {
  const which = first === last ? `Frame ${String(first)} is` : `Frames ${String(first)} to ${String(last)} are`;
  return `${which} in the file's index but could not be decoded.`;
}

/** First and last frame of each stretch, ascending; where the words name no more, the one that the warning stands at; none where it is about all. */
export function warnedFrames({ frame, words }: FrameWarning): Stretch[] {
  const missing = MISSING.exec(words);
  if (missing !== null) return [stretch(missing[1], missing[2])];
  const concealed = CONCEALED.exec(words)?.[1];
  if (concealed !== undefined)
    return concealed.split(', ').map((listed) => {
      const [first, last] = listed.split(' to ');
      return stretch(first, last);
    });
  return frame === null ? [] : [[frame, frame]];
}

const stretch = (first: string | undefined, last: string | undefined): Stretch => [Number(first), Number(last ?? first)];
