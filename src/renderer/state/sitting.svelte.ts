/** The examiner's identity on this machine, and whether it is unlocked. A password passes through here once and is not kept. */
import type { AppEvent } from '../../contract/index.ts';
import type { SittingSettings, SittingState } from '../../contract/sitting.ts';
import { toWireError } from '../../base/failure.ts';
import { CallError, type Transport } from '../transport/transport.ts';
import { fileBase64 } from './file-base64.ts';
import type { Messages } from './messages.svelte.ts';

/** How often the other side is told that someone is at work. */
const TELL_EVERY_MS = 20_000;

export class Sitting {
  state = $state.raw<SittingState | null>(null);
  /** The question for the password is shown. */
  asking = $state(false);
  busy = $state(false);
  /** Why the last password or file was not taken. */
  refusal = $state.raw<{ readonly words: string; readonly code: string; readonly detail: string | null } | null>(null);
  readonly identity = $derived(this.state?.identity ?? null);
  readonly unlocked = $derived(this.state?.unlocked ?? null);
  readonly #transport: Transport;
  readonly #messages: Messages;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  async read(): Promise<void> {
    this.#take(await this.#messages.during('Reading the examiner’s identity', () => this.#transport.call('sitting.state', {})));
  }

  /** The key is let go when it is there; otherwise the password is asked for. */
  async toggle(): Promise<void> {
    if (this.identity === null) return;
    if (this.unlocked === null) this.ask();
    else await this.lock();
  }

  ask(): void {
    this.refusal = null;
    this.asking = true;
  }

  async unlock(passphrase: string): Promise<boolean> {
    const done = await this.#try(() => this.#transport.call('sitting.unlock', { passphrase }));
    if (done) this.asking = false;
    return done;
  }

  /** Sent once: the file is kept as it is, encrypted. */
  import(file: File, passphrase: string): Promise<boolean> {
    return this.#try(async () => this.#transport.call('sitting.importIdentity', { pkcs12Base64: await fileBase64(file), passphrase }));
  }

  async lock(): Promise<void> {
    this.#take(await this.#messages.during('Locking the identity', () => this.#transport.call('sitting.lock', {})));
  }

  async remove(): Promise<void> {
    this.#take(await this.#messages.during('Removing the identity', () => this.#transport.call('sitting.removeIdentity', {})));
  }

  async configure(settings: SittingSettings): Promise<boolean> {
    const state = await this.#messages.during('Keeping the settings of the sitting', () =>
      this.#transport.call('sitting.configure', settings),
    );
    this.#take(state);
    return state !== null;
  }

  /** A key or a click: the examiner is there. */
  acted(): void {
    if (this.unlocked === null || performance.now() - this.#toldMs < TELL_EVERY_MS) return;
    this.#toldMs = performance.now();
    void this.#transport.call('sitting.extend', {}).then(
      (state) => this.#take(state),
      // A link that is gone is told elsewhere.
      () => undefined,
    );
  }

  handle(event: AppEvent): void {
    if (event.type === 'sitting.changed') this.#take(event.sitting);
    // Whoever closes a case believes its history under seal.
    if (event.type === 'cases.leftUnsealed')
      this.#messages.error(`The case “${event.name}” was closed without a seal`, new CallError(event.error));
  }

  async #try(act: () => Promise<SittingState>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refusal = null;
    try {
      this.#take(await act());
      return true;
    } catch (error) {
      const { message, code, detail } = error instanceof CallError ? error : toWireError(error);
      this.refusal = { words: message, code, detail: detail ?? null };
      return false;
    } finally {
      this.busy = false;
    }
  }

  #take(state: SittingState | null): void {
    if (state !== null) this.state = state;
  }
}
