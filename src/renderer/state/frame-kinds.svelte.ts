/** How the frames of the selected exhibit were coded (I, P, B), read one group of pictures at a time, where the examiner stops. */
import type { FrameKind } from '../../contract/exhibits.ts';
import type { ExhibitId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';

export class FrameKindCache {
  /** Grows when something was read, so that what is shown is looked up again. */
  version = $state(0);
  readonly #transport: Transport;
  /** By frame; empty where nothing was read. */
  #kinds: (FrameKind | null | undefined)[] = [];
  #exhibitId: ExhibitId | null = null;
  #busy = false;
  #wish: number | null = null;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** `undefined`: not read yet; `null`: the decoder does not say. */
  at(frame: number): FrameKind | null | undefined {
    return this.version < 0 ? undefined : this.#kinds[frame];
  }

  /** The latest wish wins; one group is read at a time. */
  want(exhibitId: ExhibitId, frame: number): void {
    if (this.#exhibitId !== exhibitId) this.#kinds = [];
    this.#exhibitId = exhibitId;
    if (this.#kinds[frame] !== undefined) return;
    this.#wish = frame;
    if (!this.#busy) void this.#read();
  }

  async #read(): Promise<void> {
    this.#busy = true;
    while (this.#wish !== null && this.#exhibitId !== null) {
      const [exhibitId, frame] = [this.#exhibitId, this.#wish];
      this.#wish = null;
      if (this.#kinds[frame] !== undefined) continue;
      try {
        const { firstFrame, kinds } = await this.#transport.call('exhibits.frameKinds', { exhibitId, frame });
        if (this.#exhibitId === exhibitId) for (const [nth, kind] of kinds.entries()) this.#kinds[firstFrame + nth] = kind;
      } catch {
        // The still of the same frame tells the examiner why; here nothing is claimed.
        if (this.#exhibitId === exhibitId) this.#kinds[frame] = null;
      }
      this.version += 1;
    }
    this.#busy = false;
  }
}
