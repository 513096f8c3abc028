/** Which findings are shown as pictures: every report stays readable, however many findings there are. */
import type { Finding } from '../../contract/analysis.ts';

/** Pictures in one report: three pages of them. */
export const MAX_STILLS = 12;

/**
 * Anomalies first, in order of time; the rest of the room is shared by the detectors that have notes, each spread evenly over time. Only
 * findings with a key frame.
 */
export function chooseStills(findings: readonly Finding[], most = MAX_STILLS): Finding[] {
  const shown = findings
    .filter(({ keyFrame }) => keyFrame !== null)
    .toSorted((a, b) => a.exhibitId.localeCompare(b.exhibitId) || a.startUs - b.startUs);
  const anomalies = shown.filter(({ weight }) => weight === 'anomaly').slice(0, most);
  const notes = [
    ...Map.groupBy(
      shown.filter(({ weight }) => weight === 'note'),
      ({ detectorId }) => detectorId,
    ).values(),
  ];
  const chosen = [...anomalies];
  // Those with the fewest first, so that what they leave goes to the others.
  for (const [at, own] of notes.toSorted((a, b) => a.length - b.length).entries())
    chosen.push(...spread(own, Math.floor((most - chosen.length) / (notes.length - at))));
  return chosen;
}

function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return items.filter((_, i) => Math.floor((i * most) / items.length) !== Math.floor(((i - 1) * most) / items.length));
}
