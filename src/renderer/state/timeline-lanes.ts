/** Which lanes the timeline shows for an examination, and in which order. */
import type { SignalPlot } from '../../contract/plots.ts';

export interface LanePlot extends SignalPlot {
  readonly key: string;
  /** In the list of the examination's plots: its tiles and values are asked for by it. */
  readonly place: number;
}

export interface DetectorLane {
  readonly id: string;
  readonly plots: readonly LanePlot[];
}

export function lanePlots(plots: readonly SignalPlot[]): LanePlot[] {
  return plots.map((plot, place) => ({ ...plot, place, key: `${plot.detectorId}/${String(plot.trackId ?? '-')}/${plot.unit}` }));
}

/** In the order of the plan: every detector that left a signal, a finding or words about why not. */
export function detectorLanes(planned: readonly string[], plots: readonly LanePlot[], keeps: (id: string) => boolean): DetectorLane[] {
  return planned
    .map((id) => ({ id, plots: plots.filter((plot) => plot.detectorId === id) }))
    .filter(({ id, plots: own }) => own.length > 0 || keeps(id));
}
