/** From rows to peaks of up-sampling in the spectrum of a face: pure, so that it can be repeated from the case file alone. */
import type { FindingDraft, Measure, Signal } from '../../../contract/analysis.ts';
import { median } from '../../signal/stats.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { FIRST_PEAK } from './observe.ts';
import { PARAMETERS, PEAKS } from './parameters.ts';
import { largest } from '../../signal/extremes.ts';

interface Peak {
  readonly name: string;
  /** Decades over what lies around it; the median of the samples, or the one of an image. */
  readonly height: number;
  readonly limit: number;
}

interface Face {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly samples: readonly ObservationRow[];
  readonly peaks: readonly Peak[];
  /** The highest peak for its limit. */
  readonly strongest: Peak;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function concludeSpectrum(detectorId: Signal['detectorId'], { rows, faceAt }: ConcludeInput): Conclusion {
  const faces = byTrack(rows).flatMap(([trackId, own]): Face[] => faceOf(trackId, own));
  const worst = faces.reduce<Face | null>((best, face) => (best === null || ratio(face) > ratio(best) ? face : best), null);
  if (worst === null) return { outcome: { status: 'abstained', reason: reasonOf(rows), measures: [] }, signals: [], findings: [] };
  const over = faces.filter((face) => ratio(face) >= 1);
  const { strongest, samples } = worst;
  return {
    outcome: {
      status: 'measured',
      score: rounded(ratio(worst)),
      measures: measuresOf(worst, faces),
      statement:
        `The highest peak where up-sampling leaves them (${strongest.name}) stands ${strongest.height.toFixed(2)} decades over its surroundings, limit ${strongest.limit.toFixed(2)}, ` +
        `in ${samples.length === 1 ? 'one sample' : `the median of ${String(samples.length)} samples`} of face ${String(worst.trackId)}.`,
    },
    signals: faces.flatMap((face) => signalsOf(detectorId, face)),
    findings: over.map((face) => findingOf(detectorId, face, faceAt)),
  };
}

const ratio = ({ strongest }: Face): number => strongest.height / strongest.limit;

function faceOf(trackId: number, rows: readonly ObservationRow[]): Face[] {
  const samples = rows.filter(({ values }) => values[1] !== null);
  if (samples.length === 0) return [];
  const film = samples.length >= PARAMETERS.leastSamples.value;
  const peaks = PEAKS.map(({ name, diagonal }, k): Peak => {
    const heights = samples.map(({ values }) => values[FIRST_PEAK + k] ?? 0);
    const { filmAxisLimit, filmDiagonalLimit, axisLimit, diagonalLimit } = PARAMETERS;
    const limit = film ? (diagonal ? filmDiagonalLimit : filmAxisLimit) : diagonal ? diagonalLimit : axisLimit;
    return { name, height: film ? median(heights) : Math.max(...heights), limit: limit.value };
  });
  const strongest = peaks.reduce((best, peak) => (peak.height / peak.limit > best.height / best.limit ? peak : best));
  return [{ trackId, rows, samples, peaks, strongest }];
}

function reasonOf(rows: readonly ObservationRow[]): string {
  if (rows.length === 0) return 'No face was sampled.';
  if (rows.every(({ values }) => values[0] === null)) {
    return 'The picture was scaled down before it was measured: its spectrum would be that of the scaling.';
  }
  const widest = largest(rows.map(({ values }) => values[0] ?? 0));
  return `The largest face has ${String(widest)} px; at least ${String(PARAMETERS.smallWindow.value)} are needed.`;
}

function measuresOf({ samples, peaks }: Face, faces: readonly Face[]): Measure[] {
  const middle = (column: number): number => rounded(median(samples.map(({ values }) => values[column] ?? 0)));
  return [
    { name: 'faces measured', value: faces.length, unit: '1' },
    { name: 'samples', value: samples.length, unit: '1' },
    { name: 'window', value: middle(0), unit: 'px' },
    { name: 'slope of the middle of the spectrum', value: middle(1), unit: 'decades of power for one of frequency' },
    { name: 'high band over that slope', value: middle(2), unit: 'decades' },
    ...peaks.map(({ name, height }) => ({ name: `peak ${name}`, value: rounded(height), unit: 'decades' })),
  ];
}

function signalsOf(detectorId: Signal['detectorId'], { trackId, samples }: Face): Signal[] {
  const common = { detectorId, trackId, frames: samples.map(({ frame }) => frame), ptsUs: samples.map(({ ptsUs }) => ptsUs) };
  const limitOf = (k: number): number => (PEAKS[k]?.diagonal === true ? PARAMETERS.diagonalLimit.value : PARAMETERS.axisLimit.value);
  return [
    {
      ...common,
      name: 'peak',
      title: 'Highest peak of up-sampling, over its limit in one image',
      unit: '1',
      values: samples.map(({ values }) => rounded(Math.max(...PEAKS.map((_, k) => (values[FIRST_PEAK + k] ?? 0) / limitOf(k))))),
      levels: [{ name: 'limit', value: 1 }],
    },
    {
      ...common,
      name: 'tail',
      title: 'High band over the slope of the middle',
      unit: 'decades',
      values: samples.map(({ values }) => values[2] ?? null),
      levels: [],
    },
  ];
}

function findingOf(detectorId: Signal['detectorId'], { trackId, samples, strongest }: Face, faceAt: ConcludeInput['faceAt']): FindingDraft {
  const column = FIRST_PEAK + PEAKS.findIndex(({ name }) => name === strongest.name);
  const key = samples.reduce((best, row) => ((row.values[column] ?? 0) > (best.values[column] ?? 0) ? row : best));
  const [first, last] = [samples[0] ?? key, samples.at(-1) ?? key];
  return {
    detectorId,
    kind: 'upsampling-peak',
    title: `A peak of up-sampling in the face's spectrum: ${strongest.name}`,
    trackId,
    firstFrame: first.frame,
    lastFrame: last.frame,
    keyFrame: key.frame,
    startUs: first.ptsUs,
    endUs: last.ptsUs,
    region: faceAt(key.frame, trackId)?.box ?? null,
    measure: { name: 'height over its surroundings', value: rounded(strongest.height), unit: 'decades' },
    weight: 'anomaly',
    explanation:
      `At ${strongest.name} of the sampling rate the power of the face stands ${strongest.height.toFixed(2)} decades over that of neighbouring frequencies (limit ${strongest.limit.toFixed(2)}). ` +
      'Networks that enlarge by two, and some scalers, leave such a grid; so do halftone prints, screens that were filmed, fine cloth, interlacing and sharpening.',
    check:
      'Enlarge the face to single pixels: is there an even grid or chequered pattern on the skin that the rest of the picture does not have?',
  };
}
