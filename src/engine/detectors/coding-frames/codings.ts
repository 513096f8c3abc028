/** The two kinds of coding whose frames are sought, and where a row keeps what was found of each. */
import { PARAMETERS } from './parameters.ts';

export interface Coding {
  /** As ffprobe names it. */
  readonly codec: 'aac' | 'mp3';
  readonly name: string;
  /** Offsets are told in samples of so many. */
  readonly frameSamples: number;
  readonly clearLead: number;
  /** Places of the values in a row. */
  readonly at: { readonly offset: number; readonly contrast: number; readonly rivalOffset: number; readonly rival: number };
}

export const AAC: Coding = {
  codec: 'aac',
  name: 'AAC',
  frameSamples: PARAMETERS.frameSamples.value,
  clearLead: PARAMETERS.clearLead.value,
  at: { offset: 0, contrast: 1, rivalOffset: 2, rival: 3 },
};
export const MP3: Coding = {
  codec: 'mp3',
  name: 'MP3',
  frameSamples: PARAMETERS.granuleSamples.value,
  clearLead: PARAMETERS.clearLeadMp3.value,
  at: { offset: 7, contrast: 8, rivalOffset: 9, rival: 10 },
};
export const CODINGS: readonly Coding[] = [AAC, MP3];
/** Length of the second that a row is of. */
export const SECONDS_AT = 6;
