/** Which findings are shown as pictures: every report stays readable, however many findings there are. */
import type { Finding } from '../../contract/analysis.ts';

/** Pictures in one report: three pages of them. */
export const MAX_STILLS = 12;
/** Pictures of sound: six pages of them. */
export const MAX_SOUNDS = 12;

/** Those with a frame to show. */
export const chooseStills = (findings: readonly Finding[], most = MAX_STILLS): Finding[] =>
  choose(
    findings.filter(({ keyFrame }) => keyFrame !== null),
    most,
  );

/** Those without a frame whose detector listens; `hears` says which do. A film's lips and voice have frames and series. */
export const chooseSounds = (findings: readonly Finding[], hears: (detectorId: string) => boolean, most = MAX_SOUNDS): Finding[] =>
  choose(
    findings.filter(({ keyFrame, detectorId }) => keyFrame === null && hears(detectorId)),
    most,
  );

/** Anomalies first, in order of time; the rest of the room is shared by the detectors that have notes, each spread evenly over time. */
function choose(findings: readonly Finding[], most: number): Finding[] {
  const shown = findings.toSorted((a, b) => a.exhibitId.localeCompare(b.exhibitId) || a.startUs - b.startUs);
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
