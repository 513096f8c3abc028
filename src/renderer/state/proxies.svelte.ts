/** The copy that is played where this window cannot play the selected exhibit: whether there is one, and how far one is that is being made. */
import type { Exhibit, Proxy, ProxyProgress } from '../../contract/exhibits.ts';
import type { ExhibitId } from '../../contract/values.ts';
import { CallError, type Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';
import type { Viewer } from './viewer.svelte.ts';

export class Proxies {
  /** Of the selected exhibit. */
  stored = $state.raw<Proxy | null>(null);
  /** Of whichever exhibit one is being made of. */
  making = $state.raw<ProxyProgress | null>(null);
  cancelling = $state(false);
  readonly #transport: Transport;
  readonly #messages: Messages;
  readonly #viewer: Viewer;

  constructor(transport: Transport, messages: Messages, viewer: Viewer) {
    this.#transport = transport;
    this.#messages = messages;
    this.#viewer = viewer;
  }

  async load({ id, kind }: Exhibit): Promise<void> {
    this.stored = null;
    if (kind === 'image') return;
    const state = await this.#messages.during('Looking for a proxy', () => this.#transport.call('exhibits.proxy', { exhibitId: id }));
    if (state === null || this.#viewer.exhibit?.id !== id) return;
    this.stored = state.proxy;
    this.making ??= state.making;
  }

  /** The player has refused the original: from now on it plays the proxy, if there is one. */
  refused(): void {
    const viewer = this.#viewer;
    const use = viewer.proxy === null ? this.stored : null;
    if (use !== null) this.#play(use);
    else viewer.playable = false;
  }

  /** It stays playable: only its sound is missing. */
  silent(): void {
    if (this.#viewer.proxy === null && this.stored !== null) this.#play(this.stored);
    else this.#viewer.silent = true;
  }

  /** What came of it is told to every window, this one too. */
  async make({ id }: Exhibit): Promise<void> {
    this.cancelling = false;
    try {
      this.ended(id, await this.#transport.call('exhibits.makeProxy', { exhibitId: id }));
    } catch (error) {
      this.ended(id, null);
      // Whoever cancelled knows it.
      if (!(error instanceof CallError && error.code === 'PROXY_CANCELLED')) this.#messages.error('Making a proxy', error);
    }
  }

  /** Another window may have asked for it. */
  ended(exhibitId: ExhibitId, proxy: Proxy | null): void {
    if (this.making?.exhibitId === exhibitId) this.making = null;
    const viewer = this.#viewer;
    if (proxy === null || viewer.exhibit?.id !== exhibitId) return;
    const first = this.stored?.name !== proxy.name;
    this.stored = proxy;
    // Only where the original was refused; what plays already goes on.
    if (first && (!viewer.playable || viewer.silent || viewer.exhibit.kind === 'audio')) this.#play(proxy);
  }

  async cancel(): Promise<void> {
    this.cancelling = true;
    await this.#messages.during('Cancelling', () => this.#transport.call('exhibits.cancelProxy', {}));
  }

  progressed(progress: ProxyProgress): void {
    this.making = progress;
  }

  #play(proxy: Proxy): void {
    const viewer = this.#viewer;
    viewer.proxy = proxy;
    viewer.playable = true;
    viewer.silent = false;
  }
}
