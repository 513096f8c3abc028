/** The conditions under which a validation holds, as words: the same in the window, the report and a refusal. */
import type { Condition } from '../contract/calibration.ts';
import { figure } from './figure.ts';

export const CONDITION_WORDS: Readonly<Record<Exclude<Condition['on'], 'measure'>, string>> = {
  kind: 'kind',
  videoCodec: 'picture coding',
  audioCodec: 'sound coding',
  widthPx: 'width (px)',
  heightPx: 'height (px)',
  durationSeconds: 'length (s)',
  interocularPx: 'distance between the eyes (px)',
  sampleRateHz: 'sampling rate (Hz)',
  bitRate: 'bit rate (bit/s)',
};

export function conditionWords(condition: Condition): string {
  if ('oneOf' in condition) return `${CONDITION_WORDS[condition.on]}: ${condition.oneOf.join(', ')}`;
  const name = condition.on === 'measure' ? `${condition.name} (${condition.unit})` : CONDITION_WORDS[condition.on];
  const { least, most } = condition;
  return `${name}: ${least === most ? figure(least) : `${figure(least)} to ${figure(most)}`}`;
}
