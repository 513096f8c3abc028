/** How the sound round a finding, or round an examiner's note, is shown: window, frequencies, how much of the time before and after, and what is marked. */
import type { WindowName } from '../../../base/sound-grid.ts';
import type { Finding } from '../../../contract/analysis.ts';
import type { Note } from '../../../contract/notes.ts';

/** What is drawn over a picture of sound. Times are the exhibit's. */
export type SoundMark =
  | { readonly kind: 'stretch'; readonly startUs: number; readonly endUs: number; readonly words: string }
  | { readonly kind: 'moment'; readonly atUs: number; readonly words: string }
  | { readonly kind: 'frequency'; readonly hz: number }
  | { readonly kind: 'band'; readonly lowHz: number; readonly highHz: number }
  /** A stored series of the same detector, in Hz. */
  | { readonly kind: 'series'; readonly name: string };

export interface SoundView {
  readonly window: WindowName;
  /** `null`: all up to half of the sample rate. */
  readonly highHz: number | null;
  readonly marks: readonly SoundMark[];
  /** One beside the other. */
  readonly panels: readonly { readonly channel: number; readonly startUs: number; readonly endUs: number }[];
  /** Whether the panels show all that the finding is about. */
  readonly whole: boolean;
}

/** Of one picture: a syllable of a fifth of a second is still two millimetres wide on paper. Our choice. */
const MOST_SECONDS = 30;
/** Shorter ones would have fewer columns than points on paper, at one a millisecond. */
const LEAST_SECONDS = 0.4;

type Stretch = Pick<Finding, 'startUs' | 'endUs'>;

interface Way {
  readonly window: WindowName;
  /** Before and after. */
  readonly contextSeconds: number;
  readonly highHz?: number;
  readonly bothChannels?: true;
  readonly series?: string;
}

/** A joint of two samples and the edge of a pause need times told apart; harmonics, walls of the spectrum and rooms need frequencies told apart. */
const WAYS: Readonly<Record<string, Way>> = {
  'waveform-break': { window: 'broad', contextSeconds: 0.2 },
  'digital-silence': { window: 'broad', contextSeconds: 0.5 },
  'abrupt-pause': { window: 'broad', contextSeconds: 0.5 },
  'hum-phase-jump': { window: 'narrow', contextSeconds: 2, highHz: 500 },
  'room-step': { window: 'narrow', contextSeconds: 2 },
  'repeated-segment': { window: 'narrow', contextSeconds: 0.5 },
  'bandwidth-step': { window: 'narrow', contextSeconds: 2 },
  // Harmonics of a voice show its melody best where they are few.
  'flat-melody': { window: 'narrow', contextSeconds: 0.5, highHz: 1500, series: 'fundamental' },
  clipping: { window: 'broad', contextSeconds: 0.5 },
  'channels-identical': { window: 'narrow', contextSeconds: 1, bothChannels: true },
  'channels-copied': { window: 'narrow', contextSeconds: 1, bothChannels: true },
  'channels-inverted': { window: 'narrow', contextSeconds: 1, bothChannels: true },
  'channels-delayed': { window: 'narrow', contextSeconds: 1, bothChannels: true },
  'channel-silent': { window: 'narrow', contextSeconds: 1, bothChannels: true },
  'channels-differ': { window: 'narrow', contextSeconds: 1, bothChannels: true },
};
const OTHERS: Way = { window: 'narrow', contextSeconds: 1 };

export function viewOfFinding(finding: Finding, channels: number): SoundView {
  const way = WAYS[finding.kind] ?? OTHERS;
  const { startUs, endUs, measure } = finding;
  const source = finding.copyOf ?? null;
  const shown = source === null ? null : pair(source, finding, way);
  const single = stretch(startUs, endUs, way.contextSeconds);
  const panels = shown?.panels ?? [{ channel: 0, startUs: single.startUs, endUs: single.endUs }];
  return {
    window: way.window,
    highHz: way.highHz ?? null,
    marks: [
      ...(source === null ? [] : [{ kind: 'stretch' as const, ...source, words: 'first' }]),
      startUs === endUs
        ? { kind: 'moment', atUs: startUs, words: finding.id }
        : { kind: 'stretch', startUs, endUs, words: source === null ? finding.id : 'again' },
      ...(measure.name === 'cut-off' && measure.unit === 'Hz' ? [{ kind: 'frequency' as const, hz: measure.value }] : []),
      ...(way.series === undefined ? [] : [{ kind: 'series' as const, name: way.series }]),
    ],
    panels: way.bothChannels === true && channels > 1 ? panels.flatMap((panel) => [panel, { ...panel, channel: 1 }]) : panels,
    whole: shown?.whole ?? single.whole,
  };
}

export function viewOfNote({ id, startUs, endUs, band }: Note): SoundView {
  const { whole, ...panel } = stretch(startUs, endUs, OTHERS.contextSeconds);
  return {
    window: 'narrow',
    highHz: null,
    marks: [
      startUs === endUs ? { kind: 'moment', atUs: startUs, words: id } : { kind: 'stretch', startUs, endUs, words: id },
      ...(band === null ? [] : [{ kind: 'band' as const, ...band }]),
    ],
    panels: [{ channel: 0, ...panel }],
    whole,
  };
}

/** With what comes before and after; of a long one its beginning. */
function stretch(startUs: number, endUs: number, contextSeconds: number, most = MOST_SECONDS) {
  const around = Math.max(contextSeconds * 1e6, (LEAST_SECONDS * 1e6 - (endUs - startUs)) / 2);
  const from = Math.round(Math.max(0, startUs - around));
  const to = Math.round(Math.min(endUs + around, from + most * 1e6));
  return { startUs: from, endUs: to, whole: to >= endUs };
}

/** Both places in one picture where they lie near enough to one another, otherwise one beside the other. */
function pair(source: Stretch, again: Stretch, { contextSeconds }: Way): Pick<SoundView, 'panels' | 'whole'> {
  const { whole, ...both } = stretch(source.startUs, again.endUs, contextSeconds);
  if (whole) return { panels: [{ channel: 0, ...both }], whole };
  const two = [source, again].map((one) => stretch(one.startUs, one.endUs, contextSeconds, MOST_SECONDS / 2));
  return { panels: two.map((one) => ({ channel: 0, startUs: one.startUs, endUs: one.endUs })), whole: two.every((one) => one.whole) };
}
