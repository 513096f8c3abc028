/** Numbers and facts as words. */
import { figure, inUnit } from '../../base/figure.ts';
import { formatTimecode, type TimecodeBase } from '../../base/timecode.ts';
import type { Job, Measure, Outcome } from '../../contract/analysis.ts';
import type { Exhibit } from '../../contract/exhibits.ts';

export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${units[unit] ?? 'B'}`;
}

export function duration(us: number | null): string {
  if (us === null) return 'unknown length';
  const seconds = us / 1e6;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${rest} s`;
}

/** A forecast is not worth more than whole seconds. */
export function timeLeft(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole < 60 ? `${whole} s` : duration(whole * 1e6);
}

export function measureWords(measure: Measure): string {
  return inUnit(figure(measure.value), measure.unit);
}

/** For a line of a list: without what a level refers to. */
export const shortMeasure = (measure: Measure): string => measureWords(measure).replace(/ dB re .*$/, ' dB');

export function intervalWords(measure: Measure): string | null {
  if (measure.interval === undefined) return null;
  const kind = measure.intervalKind === undefined ? '' : ` (${measure.intervalKind})`;
  return `${figure(measure.interval[0])} to ${figure(measure.interval[1])}${kind}`;
}

/** Where genuine recordings lie. */
export function usualWords(measure: Measure): string | null {
  if (measure.usual === undefined) return null;
  const of = measure.usualOf === undefined ? '' : ` (${measure.usualOf})`;
  return `${figure(measure.usual[0])} to ${figure(measure.usual[1])}${of}`;
}

export const shortHash = (hash: string) => `${hash.slice(0, 8)}…${hash.slice(-4)}`;

/** Local wall-clock time; the UTC value stands in the tooltip and in the ledger. */
export function clockTime(atUtc: string): string {
  const at = new Date(atUtc);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

export const utc = (atUtc: string) =>
  atUtc
    .replace('T', ' ')
    .replace('Z', ' UTC')
    .replace(/\.\d{3}/, '');

export const JOB_WORDS: Readonly<Record<Job['state'], string>> = {
  running: 'running',
  finished: 'finished',
  cancelled: 'cancelled',
  failed: 'failed',
  interrupted: 'interrupted',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome['status'], string>> = {
  measured: 'measured',
  abstained: 'abstained',
  notApplicable: 'not applicable',
  failed: 'failed',
};

export const OUTCOME_GLYPH: Readonly<Record<Outcome['status'], string>> = {
  measured: '■',
  abstained: '▨',
  notApplicable: '–',
  failed: '!',
};

export const KIND_WORDS: Readonly<Record<Exhibit['kind'], string>> = { video: 'Video', image: 'Image', audio: 'Sound' };

/** One line under the name: size of picture, rate, codec, length. */
export function exhibitLine(exhibit: Exhibit): string {
  const { facts } = exhibit;
  const video = facts.streams.find((stream) => stream.type === 'video');
  const audio = facts.streams.find((stream) => stream.type === 'audio');
  if (exhibit.kind === 'audio')
    return `${duration(facts.durationUs)} · ${audio?.codec ?? 'unknown codec'} · ${(audio?.sampleRate ?? 0) / 1000} kHz`;
  if (video === undefined) return facts.container;
  const size = `${video.width}×${video.height}`;
  if (exhibit.kind === 'image') return `${size} · ${video.codec}`;
  return `${duration(facts.durationUs)} · ${size} · ${rate(video.averageFrameRate, video.variableFrameRate)} · ${video.codec}`;
}

export function rate(value: { num: number; den: number } | null, variable: boolean): string {
  if (value === null || value.num === 0) return 'rate unknown';
  return `${variable ? '~' : ''}${Number((value.num / value.den).toFixed(variable ? 2 : 3))} fps${variable ? ' variable' : ''}`;
}

/** A moment of any exhibit; the viewer knows exactly where the one that it shows begins. */
export function timecodeAt(us: number, exhibit: Exhibit, shown: { readonly base: TimecodeBase; readonly originUs: number } | null): string {
  const video = exhibit.facts.streams.find((stream) => stream.type === 'video');
  if (shown !== null) return formatTimecode(us, shown.base, shown.originUs);
  const base = { rate: video?.averageFrameRate ?? null, variable: video?.variableFrameRate ?? true };
  return formatTimecode(us, base, video?.startUs ?? 0);
}
