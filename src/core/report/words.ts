/** Times, numbers and states as the report writes them. */
import { inUnit } from '../../base/figure.ts';
import type { Decision, Finding, Measure } from '../../contract/analysis.ts';
import type { Exhibit, VideoStream } from '../../contract/exhibits.ts';
import type { ReportData } from './report-data.ts';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `2026-03-04 05:06:07 UTC` */
export function utc(atUtc: string): string {
  return `${atUtc.slice(0, 10)} ${atUtc.slice(11, 19)} UTC`;
}

/** Seconds with six digits: microseconds, the unit in which everything is stored. */
export function seconds(us: number): string {
  const whole = Math.abs(us);
  return `${us < 0 ? '-' : ''}${String(Math.floor(whole / 1e6))}.${pad(whole % 1e6, 6)} s`;
}

/** `mm:ss`, or `h:mm:ss` from an hour on: for the axis of a plot. */
export function clock(us: number): string {
  const total = Math.round(us / 1e6);
  const rest = `${pad(Math.floor(total / 60) % 60, 2)}:${pad(total % 60, 2)}`;
  return total >= 3600 ? `${String(Math.floor(total / 3600))}:${rest}` : rest;
}

/** Of a detector, as its method sheet has it. */
export const titleOf = ({ methods }: Pick<ReportData, 'methods'>, detectorId: string): string =>
  methods.find(({ id }) => id === detectorId)?.title ?? detectorId;

/** Frames, bytes and entries, in groups of three. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `1 frame`, `2 frames` */
export function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** At most four significant figures, and never fewer digits before the point than there are. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return count(value);
  return Math.abs(value) >= 1000 ? count(Math.round(value)) : String(Number(value.toPrecision(4)));
}

export function measureWords(measure: Measure): string {
  return `${valueWords(measure)}${usualWords(measure)}`;
}

/** Where genuine recordings lie, beside the value. */
function usualWords({ usual, usualOf }: Measure): string {
  if (usual === undefined) return '';
  return `; usual: ${figure(usual[0])} to ${figure(usual[1])}${usualOf === undefined ? '' : `, ${usualOf}`}`;
}

function valueWords(measure: Measure): string {
  const value = inUnit(figure(measure.value), measure.unit);
  if (measure.interval === undefined) return value;
  return `${value} (${figure(measure.interval[0])} to ${figure(measure.interval[1])}${measure.intervalKind === undefined ? '' : `, ${measure.intervalKind}`})`;
}

export function videoOf(exhibit: Exhibit): VideoStream | null {
  return exhibit.facts.streams.find((stream) => stream.type === 'video') ?? null;
}

export const DECISION_WORDS: Readonly<Record<Decision, string>> = {
  confirmed: 'Confirmed',
  rejected: 'Rejected',
  inconclusive: 'Inconclusive',
};

export function reviewWords(finding: Finding): string {
  return finding.review === null ? 'Not reviewed' : DECISION_WORDS[finding.review.decision];
}

export function frameWords(finding: Finding): string {
  if (finding.firstFrame === null || finding.lastFrame === null) return 'no frames';
  return finding.firstFrame === finding.lastFrame
    ? `frame ${String(finding.firstFrame)}`
    : `frames ${String(finding.firstFrame)} to ${String(finding.lastFrame)}`;
}
