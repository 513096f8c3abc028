/** Examiners' own notes on the selected exhibit, and on all of them where that was asked for. */
import type { NewNote, Note } from '../../contract/notes.ts';
import type { ExhibitId, NoteId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

export class Notes {
  list = $state.raw<readonly Note[]>([]);
  whole = $state.raw<readonly Note[]>([]);
  saving = $state(false);
  readonly #transport: Transport;
  readonly #messages: Messages;
  #exhibitId: ExhibitId | null = null;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  async load(exhibitId: ExhibitId): Promise<void> {
    this.#exhibitId = exhibitId;
    this.list = [];
    const notes = await this.#messages.during('Reading the notes', () => this.#transport.call('analysis.notes', { exhibitId }));
    if (notes !== null && this.#exhibitId === exhibitId) this.list = notes;
  }

  async loadAll(): Promise<void> {
    const notes = await this.#messages.during('Reading the notes', () => this.#transport.call('analysis.notes', {}));
    if (notes !== null) this.whole = notes;
  }

  /** `true` when the note stands in the custody ledger. */
  async keep(note: NewNote): Promise<boolean> {
    return this.#save('Keeping the note', () => this.#transport.call('analysis.keepNote', note));
  }

  /** `true` when the withdrawal stands in the custody ledger. */
  async withdraw(noteId: NoteId, reason: string): Promise<boolean> {
    return this.#save('Withdrawing the note', () => this.#transport.call('analysis.withdrawNote', { noteId, reason }));
  }

  async #save(words: string, act: () => Promise<Note>): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    const note = await this.#messages.during(words, act);
    this.saving = false;
    if (note === null) return false;
    // The exhibit may have been changed while the answer was on its way.
    if (note.exhibitId === this.#exhibitId) this.list = withNote(this.list, note);
    this.whole = withNote(this.whole, note);
    return true;
  }
}

const withNote = (notes: readonly Note[], note: Note): Note[] =>
  notes.some(({ id }) => id === note.id) ? notes.map((old) => (old.id === note.id ? note : old)) : [...notes, note];
