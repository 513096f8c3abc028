/** The lanes of the timeline: which detectors have one, which are unfolded, and which one somebody wants to go to. */
import type { Job } from '../../contract/analysis.ts';
import type { Examinations } from './examinations.svelte.ts';
import type { Findings } from './findings.svelte.ts';
import { PanelSize } from './panel-size.svelte.ts';
import { detectorLanes, lanePlots, type DetectorLane, type LanePlot } from './timeline-lanes.ts';

/** Kinds of lanes whose height a person may change. Small, as usual and large are about 24, 38 and 96 pixels. */
export class LaneHeights {
  readonly tracks = new PanelSize('lane-tracks', 38, 24, 96);
  /** 0 until somebody has set it: plots then share what the other lanes leave. */
  readonly plots = new PanelSize('lane-plots', 0, 40, 320);
  readonly wave = new PanelSize('lane-wave', 44, 24, 160);
  readonly spectrum = new PanelSize('lane-spectrum', 76, 40, 320);
}

const SOUND_KEY = 'penumbra.panel.lane-sound';

export class Lanes {
  readonly heights = new LaneHeights();
  /** Waveform and spectrogram of a film: its sound is decoded for them, so they are there when asked for. Remembered. */
  sound = $state(globalThis.localStorage.getItem(SOUND_KEY) === 'open');
  readonly #job: () => Job | null;
  readonly #examinations: Examinations;
  readonly #findings: Findings;
  /** What a person opened or closed; the others follow the selected finding. */
  #folded = $state.raw<Readonly<Record<string, boolean>>>({});
  /** The detector whose lane is to be shown and given the focus, until the timeline has done so. */
  wanted = $state<string | null>(null);
  readonly plots = $derived.by((): readonly LanePlot[] => lanePlots(this.#examinations.results?.plots ?? []));
  /** Those with findings, and those that say why they have no measure; what does not apply to this exhibit has no lane. */
  readonly #keeps = $derived.by(
    () =>
      [
        ...this.#findings.ofJob.map(({ detectorId }) => detectorId),
        ...(this.#job()?.outcomes ?? [])
          .filter(({ outcome }) => outcome.status === 'abstained' || outcome.status === 'failed')
          .map(({ detectorId }) => detectorId),
      ] as readonly string[],
  );
  /** In the order of the plan: every detector that left a signal, a finding or words about why not. */
  readonly list = $derived.by((): readonly DetectorLane[] => {
    const kept = Object.fromEntries(this.#keeps.map((id) => [id, true]));
    // A finding of the third face is read beside the curves of the third face.
    const trackId = this.#findings.selected?.trackId ?? null;
    const order = (a: LanePlot, b: LanePlot) => Number(b.trackId === trackId) - Number(a.trackId === trackId);
    return detectorLanes(
      (this.#job()?.plan.detectors ?? []).map(({ id }) => id),
      this.plots.toSorted(order),
      (id) => kept[id] === true,
    );
  });
  readonly #followed = $derived.by(
    () =>
      this.#findings.selected?.detectorId ??
      this.#findings.ofJob.find((finding) => finding.weight === 'anomaly')?.detectorId ??
      this.list.find((lane) => lane.plots.length > 0)?.id,
  );
  readonly shownPlots = $derived.by(() => this.list.filter(({ id }) => this.isOpen(id)).flatMap((lane) => lane.plots));

  constructor(job: () => Job | null, examinations: Examinations, findings: Findings) {
    this.#job = job;
    this.#examinations = examinations;
    this.#findings = findings;
  }

  isOpen(id: string): boolean {
    return this.#folded[id] ?? id === this.#followed;
  }

  fold(id: string): void {
    this.#folded = { ...this.#folded, [id]: !this.isOpen(id) };
  }

  toggleSound(): void {
    this.sound = !this.sound;
    globalThis.localStorage.setItem(SOUND_KEY, this.sound ? 'open' : 'folded');
  }

  goTo(id: string): void {
    this.#folded = { ...this.#folded, [id]: true };
    this.wanted = id;
  }
}
