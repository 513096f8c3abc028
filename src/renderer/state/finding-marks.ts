/** Findings as marks on a lane: which one is under the pointer. */
import type { Finding } from '../../contract/analysis.ts';

/** Marks are at least so wide, pixels; a click this near counts. */
export const LEAST_PX = 3;

/** The one that covers `us`, else the nearest within a few pixels; of several the selected one, then anomalies before notes, then the shortest. */
export function findingAt<T extends Pick<Finding, 'id' | 'startUs' | 'endUs' | 'weight'>>(
  findings: readonly T[],
  us: number,
  usPerPixel: number,
  selectedId: string | null,
): T | null {
  const reach = LEAST_PX * usPerPixel;
  const near = findings.filter(({ startUs, endUs }) => us >= startUs - reach && us <= Math.max(endUs, startUs + reach) + reach);
  const away = ({ startUs, endUs }: T): number => Math.max(0, startUs - us, us - Math.max(endUs, startUs + reach));
  const rank = (one: T): number => (one.id === selectedId ? 0 : one.weight === 'anomaly' ? 1 : 2);
  return near.sort((a, b) => away(a) - away(b) || rank(a) - rank(b) || a.endUs - a.startUs - (b.endUs - b.startUs))[0] ?? null;
}
