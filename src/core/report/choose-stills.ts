/** Which findings are shown as pictures: every report stays readable, however many findings there are. */
import type { Finding } from '../../contract/analysis.ts';

/** Pictures in one report: three pages of them. */
export const MAX_STILLS = 12;

/** Anomalies first, in order of time; the rest of the room goes to notes spread evenly over time. Only findings with a key frame. */
export function chooseStills(findings: readonly Finding[], most = MAX_STILLS): Finding[] {
  const shown = findings
    .filter(({ keyFrame }) => keyFrame !== null)
    .toSorted((a, b) => a.exhibitId.localeCompare(b.exhibitId) || a.startUs - b.startUs);
  const anomalies = shown.filter(({ weight }) => weight === 'anomaly').slice(0, most);
  return [
    ...anomalies,
    ...spread(
      shown.filter(({ weight }) => weight === 'note'),
      most - anomalies.length,
    ),
  ];
}

function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return items.filter((_, i) => Math.floor((i * most) / items.length) !== Math.floor(((i - 1) * most) / items.length));
}
