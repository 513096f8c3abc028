/** What one face's rows say of the body below it: its stillest window, still stretches, and how far head and shoulders go together. */
import { deviation, mean, median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';
import { middleOf, samplesOf, seen, windowsOf, type Obstacle, type Sample, type Window } from './series.ts';

/** Windows below the limit that overlap, as one. */
export interface Still {
  readonly from: Sample;
  readonly to: Sample;
  /** The one of them in which the head moves most. */
  readonly clearest: Window;
  /** The greatest change of the torso among them, 8-bit counts. */
  readonly torso: number;
}

export interface Assessment {
  readonly trackId: number;
  readonly samples: readonly Sample[];
  readonly intervalUs: number;
  readonly windows: readonly Window[];
  readonly stillest: Window | null;
  readonly stills: readonly Still[];
  /** Median of the lesser shoulder's confidence. */
  readonly confidence: number;
  /** Correlation of the sideways places of head and of the middle between the shoulders; `null` when either is too still or too rarely seen. */
  readonly coupling: number | null;
  /** Why nothing could be compared; `null` when something could. */
  readonly reason: string | null;
}

export function assess(trackId: number, rows: readonly ObservationRow[]): Assessment {
  const samples = samplesOf(rows);
  const intervalUs = median(samples.slice(1).map(({ ptsUs }, at) => ptsUs - (samples[at]?.ptsUs ?? ptsUs)));
  const confidence = median(samples.map((sample) => sample.confidence));
  const eyes = median(samples.map(({ scaleWorking }) => scaleWorking));
  const large = eyes >= PARAMETERS.minimumEyeDistancePx.value;
  const { windows, obstacles } =
    large && intervalUs > 0 ? windowsOf(samples, intervalUs) : { windows: [], obstacles: new Map<Obstacle, number>() };
  const stillest = windows.reduce<Window | null>((best, one) => (best === null || one.torso < best.torso ? one : best), null);
  return {
    trackId,
    samples,
    intervalUs,
    windows,
    stillest,
    stills: stretches(windows.filter(({ torso }) => torso < PARAMETERS.stillLimit.value)),
    confidence,
    coupling: couplingOf(samples.filter(seen)),
    reason: stillest !== null ? null : large ? reasonFor(samples, obstacles, confidence) : smallFace(eyes),
  };
}

function stretches(windows: readonly Window[]): Still[] {
  const found: Still[] = [];
  for (const window of windows) {
    const last = found.at(-1);
    if (last === undefined || window.from.ptsUs > last.to.ptsUs) {
      found.push({ from: window.firstAlike, to: window.lastAlike, clearest: window, torso: window.torso });
    } else {
      const clearest = window.head > last.clearest.head ? window : last.clearest;
      found[found.length - 1] = { from: last.from, to: window.lastAlike, clearest, torso: Math.max(last.torso, window.torso) };
    }
  }
  return found;
}

/** Fewer samples give no correlation worth a number: 10 s. */
const COUPLING_SAMPLES = 50;

function couplingOf(samples: readonly Sample[]): number | null {
  if (samples.length < COUPLING_SAMPLES) return null;
  const scale = median(samples.map((sample) => sample.scale));
  const head = samples.map((sample) => sample.head[0] / scale);
  const body = samples.map((sample) => middleOf(sample)[0] / scale);
  const [a, b] = [deviation(head), deviation(body)];
  if (a < PARAMETERS.headMovement.value || b === 0) return null;
  const [meanHead, meanBody] = [mean(head), mean(body)];
  return mean(head.map((value, at) => (value - meanHead) * ((body[at] ?? meanBody) - meanBody))) / (a * b);
}

const smallFace = (eyes: number): string =>
  `The eyes are ${eyes.toFixed(1)} pixels apart; below ${PARAMETERS.minimumEyeDistancePx.value} pixels the torso is too coarse.`;

function reasonFor(samples: readonly Sample[], obstacles: ReadonlyMap<Obstacle, number>, confidence: number): string {
  const [first, last] = [samples[0], samples.at(-1)];
  const seconds = first === undefined || last === undefined ? 0 : (last.ptsUs - first.ptsUs) / 1e6;
  const total = [...obstacles.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return `The face was followed over ${seconds.toFixed(1)} s; ${PARAMETERS.windowSeconds.value} s without a longer gap are needed.`;
  }
  const [chief = 'shoulders', count = 0] = [...obstacles].sort((a, b) => b[1] - a[1])[0] ?? [];
  const words: Readonly<Record<Obstacle, string>> = {
    shoulders: `the shoulders are not seen surely enough (median confidence ${confidence.toFixed(2)}, at least ${PARAMETERS.minimumConfidence.value} is needed)`,
    torso: `fewer than ${PARAMETERS.minimumCells.value} cells of the torso between the shoulders and below the chin lie in the picture`,
    contrast: `the torso is evenly coloured (its cells differ by less than ${PARAMETERS.minimumContrast.value} grey levels), so that no movement would show`,
    head: `the head moves by less than ${PARAMETERS.headMovement.value} inter-ocular distances, so that a still body means nothing`,
  };
  return `In ${count} of ${total} windows of ${PARAMETERS.windowSeconds.value} s ${words[chief]}; the others do not allow it either.`;
}
