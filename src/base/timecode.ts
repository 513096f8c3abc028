/** Timecode is derived from presentation time, never counted in the window. */
import type { Rational } from '../contract/values.ts';

/** How frames of one exhibit are labelled: `null` rate means that no constant rate is known. */
export interface TimecodeBase {
  readonly rate: Rational | null;
  readonly variable: boolean;
}

export function countsFrames(base: TimecodeBase): base is { rate: Rational; variable: false } {
  return !base.variable && base.rate !== null && base.rate.num > 0;
}

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** Frames in one second of timecode: 30 for 29.97, since the count is non-drop. */
function nominal(rate: Rational): number {
  return Math.max(1, Math.round(rate.num / rate.den));
}

/** HH:MM:SS:FF, non-drop, at a constant rate; HH:MM:SS.mmm where intervals vary. Time counts from `originUs`, the first frame. */
export function formatTimecode(ptsUs: number, base: TimecodeBase, originUs = 0): string {
  const us = ptsUs - originUs;
  const sign = us < 0 ? '-' : '';
  if (!countsFrames(base)) return sign + formatMillis(Math.round(Math.abs(us) / 1000));
  const perSecond = nominal(base.rate);
  const frames = Math.round((Math.abs(us) * base.rate.num) / (base.rate.den * 1e6));
  const width = String(perSecond - 1).length;
  return `${sign}${clock(Math.floor(frames / perSecond))}:${pad(frames % perSecond, Math.max(2, width))}`;
}

export function describeTimecode(base: TimecodeBase): string {
  if (!countsFrames(base)) return 'HH:MM:SS.mmm from PTS (variable rate)';
  return `HH:MM:SS:FF from PTS, non-drop, ${nominal(base.rate)} frames per second of timecode`;
}

/** Seconds with six digits: microseconds, the unit in which everything is stored. */
export function formatSeconds(us: number): string {
  const sign = us < 0 ? '-' : '';
  const whole = Math.abs(us);
  return `${sign}${Math.floor(whole / 1e6)}.${pad(whole % 1e6, 6)}`;
}

function clock(seconds: number): string {
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
}

function formatMillis(ms: number): string {
  return `${clock(Math.floor(ms / 1000))}.${pad(ms % 1000, 3)}`;
}

export type Place =
  | { readonly kind: 'frame'; readonly frame: number }
  /** Relative to the first frame, as timecode is. */
  | { readonly kind: 'timecode'; readonly us: number }
  | { readonly kind: 'pts'; readonly us: number }
  | { readonly kind: 'ticks'; readonly ticks: number };

/** What may be typed to go somewhere: `1204`, `00:00:50:05`, `00:00:50.208`, `50.208333 s`, `t616960`. */
export function parsePlace(text: string, base: TimecodeBase): Place | null {
  const typed = text.trim().toLowerCase();
  const frame = /^f?\s*(\d{1,9})$/.exec(typed);
  if (frame?.[1] !== undefined) return { kind: 'frame', frame: Number(frame[1]) };
  const ticks = /^t\s*(-?\d{1,15})$/.exec(typed);
  if (ticks?.[1] !== undefined) return { kind: 'ticks', ticks: Number(ticks[1]) };
  const seconds = /^(-?\d{1,7}(?:\.\d{1,6})?)\s*s$/.exec(typed) ?? /^(-?\d{1,7}\.\d{1,6})$/.exec(typed);
  if (seconds?.[1] !== undefined) return { kind: 'pts', us: Math.round(Number(seconds[1]) * 1e6) };
  const code = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:([:.])(\d{1,3}))?$/.exec(typed);
  if (code === null) return null;
  const [hours, minutes, whole] = [Number(code[1] ?? 0), Number(code[2]), Number(code[3])];
  if (minutes > 59 || whole > 59) return null;
  const total = hours * 3600 + minutes * 60 + whole;
  if (code[5] === undefined) return { kind: 'timecode', us: timecodeUs(total, 0, base) };
  if (code[4] === '.') return { kind: 'timecode', us: total * 1e6 + Number(code[5].padEnd(3, '0')) * 1000 };
  if (!countsFrames(base) || Number(code[5]) >= nominal(base.rate)) return null;
  return { kind: 'timecode', us: timecodeUs(total, Number(code[5]), base) };
}

function timecodeUs(seconds: number, frames: number, base: TimecodeBase): number {
  if (!countsFrames(base)) return seconds * 1e6;
  const count = seconds * nominal(base.rate) + frames;
  return Math.round((count * base.rate.den * 1e6) / base.rate.num);
}
