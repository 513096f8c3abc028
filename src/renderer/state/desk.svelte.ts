/** The open case: what is selected, and the parts that work on it. */
import type { Exhibit } from '../../contract/exhibits.ts';
import type { AppEvent, CaseState } from '../../contract/index.ts';
import type { Finding, FrameOverlay, Track } from '../../contract/analysis.ts';
import type { Note } from '../../contract/notes.ts';
import { CallError, ofOpening, type Transport } from '../transport/transport.ts';
import { Compare } from './compare.svelte.ts';
import { Custody } from './custody.svelte.ts';
import { Evidence } from './evidence.svelte.ts';
import { Examinations } from './examinations.svelte.ts';
import { idsOf, isNote, neighbour, type Item } from './finding-order.ts';
import { Findings } from './findings.svelte.ts';
import { FrameClock } from './frame-clock.ts';
import { FrameKindCache } from './frame-kinds.svelte.ts';
import { Imports } from './imports.svelte.ts';
import { Lanes } from './lanes.svelte.ts';
import { Light } from './light.svelte.ts';
import type { Messages } from './messages.svelte.ts';
import { Notes } from './notes.svelte.ts';
import { OverlayOpacity } from './overlay-opacity.svelte.ts';
import { OwnFinding } from './own-finding.svelte.ts';
import { Packs } from './packs.svelte.ts';
import { Proxies } from './proxies.svelte.ts';
import { Repetitions } from './repetitions.svelte.ts';
import { Reports } from './reports.svelte.ts';
import { Snapshots } from './snapshots.svelte.ts';
import { Sound } from './sound.svelte.ts';
import { TimeRange, type Stretch } from './time-range.svelte.ts';
import { Validations } from './validations.svelte.ts';
import { Viewer } from './viewer.svelte.ts';

export type View = 'examine' | 'custody' | 'report' | 'validation' | 'info';

export const SIDES = ['findings', 'examination', 'light', 'stretch'] as const;
export type Side = (typeof SIDES)[number];

export class Desk {
  declare state: CaseState;
  view = $state<View>('examine');
  side = $state<Side>('findings');
  exhibitId = $state<string | null>(null);
  /** Playing goes round: from in to out, or through all of it. */
  looping = $state(false);
  /** How often a film that was shown had to be decoded in another way: stills are then asked for again. */
  decodedAnew = $state(0);
  readonly viewer = new Viewer(() => this.loop);
  readonly opacity = new OverlayOpacity(globalThis.localStorage);
  readonly frameKinds: FrameKindCache;
  readonly range = new TimeRange();
  /** A recording without pictures has a range of its own, down to some samples. */
  readonly soundRange = new TimeRange(2000);
  readonly sound: Sound;
  readonly examinations: Examinations;
  readonly findings: Findings;
  readonly evidence: Evidence;
  readonly lanes: Lanes;
  readonly imports: Imports;
  readonly custody: Custody;
  readonly reports: Reports;
  readonly light: Light;
  readonly notes: Notes;
  readonly own: OwnFinding;
  readonly snapshots: Snapshots;
  readonly compare: Compare;
  readonly packs: Packs;
  readonly proxies: Proxies;
  readonly repetitions: Repetitions;
  readonly validations: Validations;
  readonly exhibit = $derived.by(() => this.state.exhibits.find((exhibit) => exhibit.id === this.exhibitId) ?? null);
  /** The selected exhibit has sound. */
  readonly hears = $derived.by(() => this.exhibit?.facts.streams.some((stream) => stream.type === 'audio') === true);
  readonly job = $derived.by(() => this.examinations.shown(this.exhibitId));
  readonly #transport: Transport;
  readonly #messages: Messages;
  #stale = false;
  #refreshing: Promise<void> | null = null;

  constructor(ofWindow: Transport, messages: Messages, state: CaseState) {
    const transport = ofOpening(ofWindow, state.case.id);
    this.#transport = transport;
    this.#messages = messages;
    this.state = $state.raw(state);
    this.frameKinds = new FrameKindCache(transport);
    this.examinations = new Examinations(transport, messages);
    this.findings = new Findings(transport, messages, {
      familyOf: (detectorId) => this.examinations.card(detectorId)?.family ?? null,
      shownJobs: () => idsOf(this.state.exhibits.flatMap(({ id }) => this.examinations.shown(id) ?? [])),
      notes: () => (this.findings.filter.everywhere ? this.notes.whole : this.notes.list),
    });
    this.findings.onadvance = (next) => void this.openItem(next);
    this.evidence = new Evidence(transport, messages, () => ({
      exhibits: this.state.exhibits,
      jobs: this.examinations.jobs,
      problems: this.custody.verification?.problems ?? [],
    }));
    this.lanes = new Lanes(() => this.job, this.examinations, this.findings);
    this.imports = new Imports(transport, messages);
    this.custody = new Custody(transport, messages);
    this.reports = new Reports(transport, messages);
    this.light = new Light(transport, messages, this.viewer);
    this.notes = new Notes(transport, messages);
    this.own = new OwnFinding(this.viewer, this.notes, this.range);
    this.snapshots = new Snapshots(transport, messages);
    this.compare = new Compare(transport, messages, this.viewer, {
      exhibits: () => this.state.exhibits,
      job: (exhibitId) => this.examinations.shown(exhibitId),
    });
    this.sound = new Sound(transport);
    this.repetitions = new Repetitions(transport, messages);
    this.proxies = new Proxies(transport, messages, this.viewer);
    this.packs = new Packs(transport, messages, () => this.examinations.loadCards());
    this.validations = new Validations(transport, messages);
    this.examinations.jobs = state.jobs;
    void this.examinations.loadCards();
    void this.examinations.readQueue();
    void this.evidence.read();
    const first = state.exhibits[0];
    if (first !== undefined) void this.select(first);
  }

  get loop(): Stretch | null {
    const { marked, fullStart, fullEnd } = this.range;
    return this.looping ? (marked ?? { startUs: fullStart, endUs: fullEnd }) : null;
  }

  /** What was measured on the frame on screen, and can be drawn over it; `null` where nothing was, or while it is read. */
  get overlayHere(): FrameOverlay | null {
    const overlays = this.examinations.results?.overlays;
    // The version is read so that whoever asks is told when a chunk arrives.
    if (overlays === undefined || overlays.version < 0 || this.viewer.shownFrame === null) return null;
    return overlays.at(this.viewer.shownFrame) ?? null;
  }

  get transport(): Transport {
    return this.#transport;
  }

  async select(exhibit: Exhibit): Promise<void> {
    if (this.exhibitId === exhibit.id) return;
    this.exhibitId = exhibit.id;
    this.examinations.chosen = null;
    this.viewer.show(exhibit);
    this.compare.offset = 0;
    this.findings.leave();
    this.own.cancel();
    await Promise.all([
      this.#readFrames(exhibit),
      this.showJob(),
      this.light.load(exhibit.id),
      this.notes.load(exhibit.id),
      this.snapshots.load(exhibit.id),
      this.proxies.load(exhibit),
    ]);
    if (this.side === 'findings' && this.examinations.of(exhibit.id).length === 0) this.side = 'examination';
  }

  /** From any view to this exhibit. */
  async show(exhibit: Exhibit): Promise<void> {
    this.view = 'examine';
    await this.select(exhibit);
  }

  /** Shows the chosen (or newest) examination of the selected exhibit. */
  async showJob(again = false): Promise<void> {
    const exhibit = this.exhibit;
    if (exhibit === null) return;
    this.findings.jobId = this.job?.id ?? null;
    await Promise.all([this.findings.load(exhibit.id), this.examinations.load(this.job, again)]);
  }

  async examine(): Promise<void> {
    if (this.exhibit === null) return;
    this.side = 'examination';
    await this.examinations.start(this.exhibit);
    await this.showJob();
  }

  async importFiles(files: readonly File[]): Promise<void> {
    const outcomes = await this.imports.take(files);
    await this.refresh();
    const first = outcomes.find((outcome) => outcome.outcome !== 'refused');
    if (first !== undefined) await this.select(first.exhibit);
  }

  /** Asks for the words of a snapshot of the frame in view. */
  askSnapshot(): void {
    if (this.viewer.clock === null || this.exhibit?.kind === 'audio') return;
    if (this.viewer.rate !== 0) this.viewer.step(0);
    this.snapshots.asking = true;
  }

  /** Into the light tool, on the frame in view, and out of it. */
  toggleLight(): void {
    this.side = this.side === 'light' ? 'findings' : 'light';
    if (this.viewer.rate !== 0) this.viewer.step(0);
  }

  openFinding(finding: Finding): void {
    void this.openItem(finding);
  }

  /** Lists the findings of this face alone, with the playhead somewhere in its track; once more lists all again. */
  toggleTrack({ trackId, firstFrame, lastFrame }: Track): void {
    if (this.findings.filter.trackId === trackId) {
      this.findings.set({ trackId: null });
      return;
    }
    this.side = 'findings';
    this.findings.set({ trackId });
    const { frame } = this.viewer;
    if (frame < firstFrame || frame > lastFrame) this.viewer.goTo(firstFrame);
  }

  /** To the start of a note; where its sound is shown, its stretch and band are selected and measured. One on frames is shown as findings are. */
  openNote(note: Note): void {
    if (note.frames !== null || !this.hears) {
      void this.openItem(note);
      return;
    }
    const { startUs, endUs, band } = note;
    this.side = 'stretch';
    this.viewer.goToUs(startUs);
    if (this.sound.exhibit?.id !== this.exhibitId) return;
    this.sound.select({ startUs, endUs });
    this.sound.band = band;
    void this.sound.measure();
  }

  /** Selects a finding or a note, of another exhibit too, and shows where it is. */
  async openItem(item: Item): Promise<void> {
    const exhibit = this.state.exhibits.find(({ id }) => id === item.exhibitId);
    if (exhibit !== undefined && exhibit.id !== this.exhibitId) await this.select(exhibit);
    this.side = 'findings';
    this.findings.select(item);
    this.#show(item);
  }

  /** Marks what is in view: in at the start of the frame, out at its end. */
  markHere(side: 'in' | 'out'): void {
    const { clock, frame, us } = this.viewer;
    if (side === 'in') this.range.markIn(us);
    else this.range.markOut(clock === null ? us : frame >= clock.last ? clock.endUs : clock.usAt(frame + 1));
  }

  /** To the first or the last frame between the marks. */
  goToMark(side: 'in' | 'out'): void {
    const us = side === 'in' ? this.range.mark.startUs : this.range.mark.endUs;
    if (us !== null) this.viewer.goToUs(side === 'out' && this.viewer.clock !== null ? us - 1 : us);
  }

  /** Up and down in the list of findings; with `picking` all on the way are picked for one decision. */
  stepFinding(by: number, picking = false): void {
    const next = neighbour(this.findings.items, this.findings.selectedId, this.viewer.us, by);
    if (next === null) return;
    if (!picking || next.exhibitId !== this.exhibitId) {
      void this.openItem(next);
      return;
    }
    this.findings.pickTo(next);
    this.#show(next);
  }

  /** Begins an own finding on the frame in view. */
  noteHere(): void {
    if (this.own.begin()) this.side = 'findings';
  }

  stepExhibit(by: 1 | -1): void {
    const { exhibits } = this.state;
    const next = exhibits[exhibits.findIndex(({ id }) => id === this.exhibitId) + by];
    if (next !== undefined) void this.select(next);
  }

  async lookEverywhere(everywhere: boolean): Promise<void> {
    this.findings.set({ everywhere });
    if (this.exhibit === null) return;
    await Promise.all([this.findings.load(this.exhibit.id), ...(everywhere ? [this.notes.loadAll()] : [])]);
  }

  #show(item: Item): void {
    const frame = isNote(item) ? (item.frames?.[0] ?? null) : (item.keyFrame ?? item.firstFrame);
    if (frame === null) this.viewer.goToUs(item.startUs);
    else this.viewer.goTo(frame);
  }

  handle(event: AppEvent): void {
    switch (event.type) {
      case 'analysis.progressed':
        if (!this.repetitions.progressed(event.progress)) this.examinations.progressed(event.progress);
        break;
      case 'analysis.queued':
        this.examinations.queue = event.jobIds;
        break;
      case 'analysis.ended':
        void this.#ended(event);
        break;
      case 'analysis.endUnstored':
        this.#messages.error(
          `The end of examination ${event.jobId} could not be stored: cancel it when the reason is gone. What it measured is kept, and it can be resumed`,
          new CallError(event.error),
        );
        break;
      case 'custody.appended':
        this.state = { ...this.state, ledgerHead: { seq: event.seq, hash: event.hash } };
        if (this.custody.entries.length > 0) void this.custody.read();
        this.evidence.readSoon();
        break;
      case 'cases.verifying':
        this.custody.progress = event.progress;
        break;
      case 'exhibits.imported':
      case 'case.changed':
        void this.refresh();
        break;
      // Told to those who began it.
      case 'cases.archiving':
      case 'sitting.changed':
      case 'cases.leftUnsealed':
      case 'exhibits.importing':
        break;
      case 'exhibits.decodedAnew':
        this.decodedAnew += 1;
        this.#messages.note(
          `Frame ${String(event.frame)}`,
          'The quick way of decoding gave other pixels here than ffmpeg gives for the whole file. The viewer now shows the latter, for every frame of this exhibit; measures and reports never come from the quick way.',
        );
        break;
      case 'exhibits.proxying':
        this.proxies.progressed(event.progress);
        break;
      case 'exhibits.proxyEnded':
        this.proxies.ended(event.exhibitId, event.proxy);
        break;
    }
  }

  /** Reads the case again; calls that come while it is being read make one more reading. */
  refresh(): Promise<void> {
    this.#stale = true;
    this.#refreshing ??= this.#readState().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #readState(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      const state = await this.#messages.during('Reading the case', () => this.#transport.call('cases.state', {}));
      if (state === null) return;
      this.state = state;
      this.examinations.jobs = state.jobs;
      if (this.examinations.results?.jobId !== this.job?.id) await this.showJob();
    }
  }

  /** Who watches is taken to the findings as the end is shown, not a moment later, while already reaching for something else. */
  async #ended({ job, findings }: Extract<AppEvent, { type: 'analysis.ended' }>): Promise<void> {
    const shown = job.id === this.job?.id;
    // Whoever reviews an earlier one stays with it, and is told that there is a newer one.
    if (!shown && job.exhibitId === this.exhibitId) this.examinations.chosen ??= this.job?.id ?? null;
    // Only for who watched it end: nobody is taken away from light, sound or notes.
    if (shown && this.side === 'examination' && job.state === 'finished' && findings > 0) this.side = 'findings';
    this.examinations.put(job);
    await Promise.all([shown ? this.showJob(true) : null, this.refresh()]);
  }

  async #readFrames(exhibit: Exhibit): Promise<void> {
    if (exhibit.kind === 'audio') {
      const startUs = exhibit.facts.streams.find((stream) => stream.type === 'audio')?.startUs ?? 0;
      this.range.setFull(startUs, startUs + (exhibit.facts.durationUs ?? 0));
      return;
    }
    const index = await this.#messages.during('Reading the frame index', () =>
      this.#transport.call('exhibits.frames', { exhibitId: exhibit.id }),
    );
    if (index === null || this.exhibitId !== exhibit.id) return;
    const clock = new FrameClock(index);
    this.viewer.setClock(clock);
    this.range.setFull(clock.usAt(0), clock.endUs, clock.frameUs);
  }
}
