/** Frames of the selected exhibit as examiners looked at them. */
import type { NewSnapshot, Snapshot } from '../../contract/snapshots.ts';
import type { ExhibitId, SnapshotId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

export class Snapshots {
  list = $state.raw<readonly Snapshot[]>([]);
  saving = $state(false);
  /** The sheet that asks for the caption is open. */
  asking = $state(false);
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
    this.asking = false;
    const list = await this.#messages.during('Reading the snapshots', () => this.#transport.call('analysis.snapshots', { exhibitId }));
    if (list !== null && this.#exhibitId === exhibitId) this.list = list;
  }

  /** `true` when the snapshot stands in the custody ledger. */
  async keep(snapshot: NewSnapshot): Promise<boolean> {
    return this.#save('Keeping the snapshot', () => this.#transport.call('analysis.keepSnapshot', snapshot));
  }

  /** `true` when the withdrawal stands in the custody ledger. */
  async withdraw(snapshotId: SnapshotId, reason: string): Promise<boolean> {
    return this.#save('Withdrawing the snapshot', () => this.#transport.call('analysis.withdrawSnapshot', { snapshotId, reason }));
  }

  async #save(words: string, act: () => Promise<Snapshot>): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    const saved = await this.#messages.during(words, act);
    this.saving = false;
    if (saved === null) return false;
    // The exhibit may have been changed while the answer was on its way.
    if (saved.exhibitId === this.#exhibitId)
      this.list = this.list.some(({ id }) => id === saved.id)
        ? this.list.map((old) => (old.id === saved.id ? saved : old))
        : [...this.list, saved];
    return true;
  }
}
