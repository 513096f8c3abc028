/** The model packs of this machine as the settings show them: list, take in, check again, remove. */
import type { InstalledPack, PackCheck } from '../../contract/packs.ts';
import { CallError, type Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

/** Why a pack was refused, beside its name. */
export interface Refusal {
  readonly name: string;
  readonly words: string;
  readonly code: string;
  readonly detail: string | null;
}

export class Packs {
  list = $state.raw<readonly InstalledPack[]>([]);
  /** By the pack's id: what came of the last check in this window. */
  checks = $state.raw<Readonly<Record<string, PackCheck | Refusal>>>({});
  /** Name of the file that is being taken in. */
  adding = $state<string | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  readonly #transport: Transport;
  readonly #messages: Messages;
  readonly #changed: () => Promise<void>;

  /** `changed`: the list of detectors is another one now. */
  constructor(transport: Transport, messages: Messages, changed: () => Promise<void>) {
    this.#transport = transport;
    this.#messages = messages;
    this.#changed = changed;
  }

  async read(): Promise<void> {
    this.list = (await this.#messages.during('Reading the model packs', () => this.#transport.call('packs.list', {}))) ?? this.list;
  }

  /** One zip; what is refused stays to be read until the next one. */
  async add(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (file === undefined || this.adding !== null) return;
    this.refusal = null;
    if (files.length > 1) {
      this.#messages.note('Adding a model pack', 'A model pack is one zip file; add them one after the other.');
      return;
    }
    this.adding = file.name;
    const added = await this.#orRefusal('Adding the model pack', file.name, () => this.#transport.addPack(file));
    this.adding = null;
    if (added === null) return;
    if ('code' in added) {
      this.refusal = added;
      return;
    }
    this.checks = { ...this.checks, [added.pack.card.id]: added.check };
    await this.#readAll();
  }

  async verify(packId: string): Promise<void> {
    const check = await this.#orRefusal('Checking the model pack', packId, () => this.#transport.call('packs.verify', { packId }));
    if (check !== null) this.checks = { ...this.checks, [packId]: check };
  }

  async remove(packId: string): Promise<void> {
    await this.#messages.during('Removing the model pack', () => this.#transport.call('packs.remove', { packId }));
    this.checks = Object.fromEntries(Object.entries(this.checks).filter(([id]) => id !== packId));
    await this.#readAll();
  }

  async #readAll(): Promise<void> {
    await Promise.all([this.read(), this.#changed()]);
  }

  /** A refusal by code is an answer; whatever else goes wrong is a message. */
  async #orRefusal<T>(context: string, name: string, act: () => Promise<T>): Promise<T | Refusal | null> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof CallError) return { name, words: error.message, code: error.code, detail: error.detail ?? null };
      this.#messages.error(context, error);
      return null;
    }
  }
}
