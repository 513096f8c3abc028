/** What the pulse detector puts before a person: stretches in which two parts of one face seem to have different pulses. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { Box } from '../../../contract/values.ts';
import { median } from '../../signal/stats.ts';
import type { ConcludeInput, FaceOutline, ObservationRow } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';
import { cornersIn, outlineOf, placedIn, REGIONS } from './regions.ts';
import type { TrackAssessment } from './track.ts';
import type { Difference, Window } from './window.ts';

interface Run {
  readonly windows: readonly Window[];
  readonly differences: readonly Difference[];
}

export function differenceFindings(
  detectorId: FindingDraft['detectorId'],
  { trackId, rows, windows }: TrackAssessment,
  faceAt: ConcludeInput['faceAt'],
): FindingDraft[] {
  return runs(windows).map((run) => {
    const fromUs = run.windows[0]?.fromUs ?? 0;
    const toUs = run.windows.at(-1)?.toUs ?? fromUs;
    const inside = rows.filter((row) => row.ptsUs >= fromUs && row.ptsUs <= toUs);
    const key = inside[inside.length >> 1];
    const pair = mostFrequentPair(run.differences);
    const of = run.differences.filter(({ regions }) => regions[0] === pair[0] && regions[1] === pair[1]);
    const [one, other] = pair.map((region) => REGIONS[region]?.title ?? '');
    const rates = [0, 1].map((which) => median(of.map((difference) => difference.rates[which] ?? 0)).toFixed(0));
    const byRate = of.filter(({ phase }) => phase === null).length * 2 > of.length;
    const phase = median(of.flatMap((difference) => difference.phase ?? []));
    const value = Math.round(byRate ? median(of.map(({ rate }) => rate)) : phase);
    return {
      detectorId,
      kind: 'pulses-differ',
      title: byRate ? 'Two parts of the face show different pulse rates' : 'Two parts of the face show the pulse at different moments',
      trackId,
      firstFrame: inside[0]?.frame ?? null,
      lastFrame: inside.at(-1)?.frame ?? null,
      keyFrame: key?.frame ?? null,
      startUs: Math.round(fromUs),
      endUs: Math.round(toUs),
      region: key === undefined ? null : regionBox(faceAt(key.frame, trackId), key, pair),
      measure: byRate
        ? { name: 'difference between the rates', value, unit: '/min' }
        : { name: 'difference between the phases', value, unit: 'degrees' },
      weight: 'anomaly',
      explanation:
        `In ${run.windows.length} successive windows of ${PARAMETERS.windowS.value} s the colour of at least two regions changes with a clear period, but not together: ` +
        `${one ?? ''} ${rates[0] ?? ''} /min, ${other ?? ''} ${rates[1] ?? ''} /min` +
        (byRate ? '. ' : `, ${value} degrees apart. `) +
        'One heart drives all skin at one rate and within a small part of a beat. A lamp, a screen or a shadow that plays on one side of the face does this too.',
      check:
        'Look at the two outlined regions through the stretch: does light of a screen, a moving shadow or hair play on one of them? ' +
        'Does the compression refresh one part of the face at a regular beat?',
    };
  });
}

function runs(windows: readonly Window[]): Run[] {
  const found: { windows: Window[]; differences: Difference[] }[] = [];
  let current: { windows: Window[]; differences: Difference[] } = { windows: [], differences: [] };
  for (const window of windows) {
    if (window.difference?.disagree === true) {
      if (current.windows.length === 0) found.push(current);
      current.windows.push(window);
      current.differences.push(window.difference);
    } else current = { windows: [], differences: [] };
  }
  return found.filter((run) => run.windows.length >= PARAMETERS.findingWindows.value);
}

function mostFrequentPair(differences: readonly Difference[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 1];
  let most = 0;
  for (const { regions } of differences) {
    const count = differences.filter((other) => other.regions[0] === regions[0] && other.regions[1] === regions[1]).length;
    if (count > most) [best, most] = [regions, count];
  }
  return best;
}

/** Around both regions. */
function regionBox(face: FaceOutline | null, row: ObservationRow, pair: readonly [number, number]): Box | null {
  if (face === null) return null;
  const corners = cornersIn(face);
  const points = pair.flatMap((region) => {
    const ellipse = corners === null ? null : placedIn(row, region, corners);
    return ellipse === null ? [] : outlineOf(ellipse);
  });
  if (points.length === 0) return face.box;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.max(0, Math.floor(Math.min(...xs))), Math.max(0, Math.floor(Math.min(...ys)))];
  return [left, top, Math.ceil(Math.max(...xs)) - left, Math.ceil(Math.max(...ys)) - top];
}
