/** What the thread of a recording and its owner say to one another: plain data. */
import type { ErrorCode } from '../../../contract/errors.ts';
import type { SoundInfo, SoundMeasures } from '../../../contract/sound.ts';
import type { WindowName } from '../../../base/sound-grid.ts';
import type { SoundSource } from './decode-sound.ts';

export interface SoundTask extends SoundSource {
  /** Where the working copy lies while it is open. */
  readonly folder: string;
}

export type SoundAsk =
  | { readonly kind: 'tile'; readonly channel: string; readonly window: WindowName; readonly level: number; readonly index: number }
  | { readonly kind: 'peaks'; readonly channel: string; readonly level: number; readonly index: number }
  | { readonly kind: 'measure'; readonly channel: string; readonly startUs: number; readonly endUs: number };

export type ToSound = { readonly kind: 'ask'; readonly id: number; readonly ask: SoundAsk } | { readonly kind: 'close' };

export type SoundState = Omit<SoundInfo, 'exhibitId'>;

export interface SoundFailure {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
}

export type FromSound =
  | { readonly kind: 'state'; readonly state: SoundState }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: ArrayBuffer }
  | { readonly kind: 'measures'; readonly id: number; readonly measures: SoundMeasures }
  | { readonly kind: 'refused'; readonly id: number; readonly failure: SoundFailure }
  /** The recording as a whole cannot be had. */
  | { readonly kind: 'failed'; readonly failure: SoundFailure };
