/** The light tool: what is drawn on each frame, what follows from it, and what was kept. */
import type { LightConstraint, LightDrawing, LightSolution } from '../../contract/light.ts';
import type { ExhibitId, LightDrawingId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import {
  handleAt,
  inTheMiddle,
  MOST_CONSTRAINTS,
  placed,
  placeOf,
  sameDrawing,
  withHandle,
  withLit,
  withName,
  type Handle,
  type Kind,
  type Pen,
  type Place,
} from './light-drawing.ts';
import type { Messages } from './messages.svelte.ts';
import type { Viewer } from './viewer.svelte.ts';

type Constraints = readonly LightConstraint[];
const NONE: Constraints = [];
/** A solution is asked for when nothing has moved for so long, milliseconds. */
const SETTLE_MS = 60;

interface OnFrame<T> {
  readonly key: string;
  readonly value: T;
}

interface Answer {
  readonly key: string;
  readonly constraints: Constraints;
  readonly solution: LightSolution;
}

export class Light {
  kept = $state.raw<readonly LightDrawing[]>([]);
  keeping = $state(false);
  /** What is in hand belongs to the frame that it was taken up on. */
  #pen = $state.raw<OnFrame<Pen> | null>(null);
  #selected = $state.raw<OnFrame<Handle> | null>(null);
  #drawn = $state.raw<Readonly<Record<string, Constraints>>>({});
  #answer = $state.raw<Answer | null>(null);
  /** Earlier lists of each frame, for undoing. */
  readonly #before: Record<string, Constraints[]> = {};
  readonly #transport: Transport;
  readonly #messages: Messages;
  readonly #viewer: Viewer;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The list before the drag that is going on. */
  #dragged: Constraints | null = null;

  constructor(transport: Transport, messages: Messages, viewer: Viewer) {
    this.#transport = transport;
    this.#messages = messages;
    this.#viewer = viewer;
  }

  get #key(): string {
    return `${this.#viewer.exhibit?.id ?? ''}/${this.#viewer.frame}`;
  }

  get pen(): Pen | null {
    return this.#pen?.key === this.#key ? this.#pen.value : null;
  }

  set pen(value: Pen | null) {
    this.#pen = value === null ? null : { key: this.#key, value };
  }

  get selected(): Handle | null {
    return this.#selected?.key === this.#key ? this.#selected.value : null;
  }

  set selected(value: Handle | null) {
    this.#selected = value === null ? null : { key: this.#key, value };
  }

  /** Drawings of the frame in view that were kept and stand, oldest first. */
  get keptHere(): readonly LightDrawing[] {
    return this.kept.filter(
      ({ exhibitId, frame, withdrawn }) => exhibitId === this.#viewer.exhibit?.id && frame === this.#viewer.frame && withdrawn === null,
    );
  }

  /** Of the frame in view: as drawn now, else as last kept. */
  get constraints(): Constraints {
    return this.#drawn[this.#key] ?? this.keptHere.at(-1)?.constraints ?? NONE;
  }

  /** The kept drawing that is exactly what is drawn now. */
  get keptAs(): LightDrawing | null {
    return this.keptHere.findLast(({ constraints }) => sameDrawing(constraints, this.constraints)) ?? null;
  }

  /** The newest answer about this frame; `settled` says whether it is about what is drawn now. */
  get solution(): LightSolution | null {
    const answer = this.#answer;
    return answer?.key === this.#key && answer.constraints.length === this.constraints.length ? answer.solution : null;
  }

  get settled(): boolean {
    return this.#answer?.key === this.#key && this.#answer.constraints === this.constraints;
  }

  /** Drawing needs a frame that stands still and is decoded exactly. */
  get ready(): boolean {
    return this.#viewer.rate === 0 && this.#viewer.source === 'decoded' && this.#viewer.shownFrame === this.#viewer.frame;
  }

  get full(): boolean {
    return this.constraints.length >= MOST_CONSTRAINTS;
  }

  get undoable(): boolean {
    if ((this.pen?.places.length ?? 0) > 0) return true;
    // Read, so that a change of the drawing is a reason to ask again.
    return this.#drawn[this.#key] !== undefined && (this.#before[this.#key]?.length ?? 0) > 0;
  }

  async load(exhibitId: ExhibitId): Promise<void> {
    this.pen = null;
    this.selected = null;
    this.kept = [];
    const kept = await this.#messages.during('Reading the kept light drawings', () =>
      this.#transport.call('analysis.lightDrawings', { exhibitId }),
    );
    if (kept !== null && this.#viewer.exhibit?.id === exhibitId) this.kept = kept;
  }

  /** Begins a constraint, or gives it up when the same kind is being drawn already. */
  take(kind: Kind): void {
    this.pen = this.pen?.kind === kind || this.full ? null : { kind, places: [] };
    this.selected = null;
  }

  /** A click of the pen. */
  place(place: Place): void {
    if (this.pen === null) return;
    const { pen, made } = placed(this.pen, place);
    this.pen = pen;
    if (made !== null) this.#add(made);
  }

  addInTheMiddle(kind: Kind): void {
    const made = inTheMiddle(kind, this.#viewer.size.width, this.#viewer.size.height);
    if (made !== null && !this.full) this.#add(made);
  }

  #add(constraint: LightConstraint): void {
    this.#change([...this.constraints, constraint]);
    this.pen = null;
    this.selected = { index: this.constraints.length - 1, name: 'at' };
  }

  /** Takes hold of the handle there, if any. */
  grasp(place: Place, reachPx: number): boolean {
    const handle = handleAt(this.constraints, place, reachPx);
    this.selected = handle;
    this.#dragged = handle === null ? null : this.constraints;
    return handle !== null;
  }

  drag(to: Place): void {
    if (this.selected !== null && this.#dragged !== null) this.#put(withHandle(this.constraints, this.selected, to));
  }

  release(): void {
    const before = this.#dragged;
    this.#dragged = null;
    if (before !== null && before !== this.constraints) this.#remember(before);
  }

  /** Moves the selected handle by so many pixels of the picture. */
  nudge(x: number, y: number): void {
    const from = this.selected === null ? null : placeOf(this.constraints, this.selected);
    if (this.selected !== null && from !== null) this.#change(withHandle(this.constraints, this.selected, [from[0] + x, from[1] + y]));
  }

  rename(index: number, name: string): void {
    this.#change(withName(this.constraints, index, name));
  }

  setLit(index: number, lit: boolean): void {
    this.#change(withLit(this.constraints, index, lit));
  }

  remove(index: number): void {
    this.#change(this.constraints.filter((_, own) => own !== index));
    this.selected = null;
  }

  /** Takes back the last place of what is being drawn, else the last change. */
  undo(): void {
    if (this.pen !== null && this.pen.places.length > 0) {
      this.pen = { ...this.pen, places: this.pen.places.slice(0, -1) };
      return;
    }
    const before = this.#before[this.#key]?.pop();
    if (before === undefined) return;
    this.#put(before);
    if (this.selected !== null && this.selected.index >= before.length) this.selected = null;
  }

  /** Gives up what is being drawn, else the selection. `false`: there was neither. */
  cancel(): boolean {
    if (this.pen === null && this.selected === null) return false;
    if (this.pen === null) this.selected = null;
    this.pen = null;
    return true;
  }

  /** `true` when the drawing stands in the custody ledger. */
  async keep(): Promise<boolean> {
    const exhibit = this.#viewer.exhibit;
    const { frame } = this.#viewer;
    if (exhibit === null || this.keeping || this.constraints.length === 0) return false;
    this.keeping = true;
    const drawing = await this.#messages.during('Keeping the light drawing', () =>
      this.#transport.call('analysis.keepLight', { exhibitId: exhibit.id, frame, constraints: [...this.constraints] }),
    );
    this.keeping = false;
    if (drawing === null) return false;
    if (this.#viewer.exhibit?.id === exhibit.id) this.kept = [...this.kept, drawing];
    return true;
  }

  /** `true` when the withdrawal stands in the custody ledger. What was drawn stays on the frame, to be mended and kept anew. */
  async withdraw(drawingId: LightDrawingId, reason: string): Promise<boolean> {
    if (this.keeping) return false;
    const { constraints } = this;
    this.keeping = true;
    const withdrawn = await this.#messages.during('Withdrawing the light drawing', () =>
      this.#transport.call('analysis.withdrawLight', { drawingId, reason }),
    );
    this.keeping = false;
    if (withdrawn === null) return false;
    if (this.#viewer.exhibit?.id === withdrawn.exhibitId) {
      if (this.#viewer.frame === withdrawn.frame) this.#put(constraints);
      this.kept = this.kept.map((old) => (old.id === withdrawn.id ? withdrawn : old));
    }
    return true;
  }

  /** Asks for the solution of what is drawn now, once it has stopped moving; called at every change. */
  solveSoon(): void {
    clearTimeout(this.#timer);
    const { constraints } = this;
    const key = this.#key;
    if (constraints.length === 0 || this.settled) return;
    const { width, height } = this.#viewer.size;
    this.#timer = setTimeout(() => void this.#solve({ key, constraints, width, height }), SETTLE_MS);
  }

  async #solve({ key, constraints, width, height }: Omit<Answer, 'solution'> & { width: number; height: number }): Promise<void> {
    const solution = await this.#messages.during('Solving for the light', () =>
      this.#transport.call('analysis.solveLight', { width, height, constraints: [...constraints] }),
    );
    // An answer that was overtaken says nothing about what is drawn now.
    if (solution !== null && key === this.#key && constraints === this.constraints) this.#answer = { key, constraints, solution };
  }

  #change(next: Constraints): void {
    const before = this.constraints;
    if (sameDrawing(before, next)) return;
    this.#put(next);
    this.#remember(before);
  }

  #put(next: Constraints): void {
    this.#drawn = { ...this.#drawn, [this.#key]: next };
  }

  #remember(before: Constraints): void {
    (this.#before[this.#key] ??= []).push(before);
  }
}
