/** Reads server-sent events with fetch, comes back after a break, and says when the link is lost. */
import { ERROR_WORDS } from '../../contract/errors.ts';
import type { AppEvent } from '../../contract/index.ts';
import { CallError, type LinkState } from './transport.ts';

const RETRY_MS = 500;

export class EventStream {
  readonly #fetch: typeof fetch;
  readonly #url: string;
  readonly #listeners = new Set<(event: AppEvent) => void>();
  readonly #linkListeners = new Set<(state: LinkState) => void>();
  #running: AbortController | null = null;
  #lastId: string | null = null;
  #link: LinkState | null = null;

  constructor(url: string, fetcher: typeof fetch) {
    this.#url = url;
    this.#fetch = fetcher;
  }

  subscribe(listener: (event: AppEvent) => void): () => void {
    // A function given twice is two subscriptions.
    const own = (event: AppEvent): void => listener(event);
    this.#listeners.add(own);
    this.#start();
    return () => {
      this.#listeners.delete(own);
      this.#stopWhenUnused();
    };
  }

  onLink(listener: (state: LinkState) => void): () => void {
    const own = (state: LinkState): void => listener(state);
    this.#linkListeners.add(own);
    if (this.#link !== null) own(this.#link);
    this.#start();
    return () => {
      this.#linkListeners.delete(own);
      this.#stopWhenUnused();
    };
  }

  #start(): void {
    if (this.#running) return;
    const controller = new AbortController();
    this.#running = controller;
    void this.#run(controller.signal);
  }

  #stopWhenUnused(): void {
    if (this.#listeners.size + this.#linkListeners.size > 0) return;
    this.#running?.abort();
    this.#running = null;
    this.#link = null;
    this.#lastId = null;
  }

  async #run(signal: AbortSignal): Promise<void> {
    // Read anew each time: it changes while we wait.
    const left = (): boolean => signal.aborted;
    while (!left()) {
      try {
        await this.#readOnce(signal);
      } catch (error) {
        // Whatever broke it, the next thing to do is the same: come back; the link listeners say that it broke.
        if (!left()) console.warn('event stream', error);
      }
      if (left()) return;
      this.#tellLink('lost');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async #readOnce(signal: AbortSignal): Promise<void> {
    const headers = this.#lastId === null ? {} : { 'last-event-id': this.#lastId };
    const response = await this.#fetch(this.#url, { headers, signal, cache: 'no-store' });
    if (!response.ok || !response.body) throw new CallError({ code: 'APP_UNREACHABLE', message: ERROR_WORDS.APP_UNREACHABLE });
    this.#tellLink('connected');
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (text + decoder.decode(value, { stream: true })).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) this.#take(part, signal);
    }
  }

  #take(message: string, signal: AbortSignal): void {
    for (const line of message.split('\n')) {
      if (line.startsWith('id: ')) this.#lastId = line.slice(4);
      if (!line.startsWith('data: ')) continue;
      // The server has parsed every event against the contract's type before it sends it.
      const event = JSON.parse(line.slice(6)) as AppEvent;
      for (const listener of [...this.#listeners]) if (!signal.aborted) listener(event);
    }
  }

  #tellLink(state: LinkState): void {
    if (this.#link === state) return;
    this.#link = state;
    for (const listener of [...this.#linkListeners]) listener(state);
  }
}
