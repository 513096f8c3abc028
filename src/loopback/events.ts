/** Server-sent events: one numbered stream for every open window. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppEvent } from '../contract/index.ts';
import type { Application } from '../core/application.ts';

export interface EventsOptions {
  readonly heartbeatMs: number;
  /** Told with the number of open windows whenever it changes. */
  readonly onCount: (open: number) => void;
}

/** A window that does not read for so long is cut off; it comes back by itself and is told to look again. */
const MAX_WAITING_BYTES = 4_000_000;

export class Events {
  readonly #open = new Set<ServerResponse>();
  readonly #options: EventsOptions;
  readonly #unsubscribe: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  #seq = 0;

  constructor(app: Application, options: EventsOptions) {
    this.#options = options;
    this.#unsubscribe = app.subscribe((event) => this.#send(event));
    this.#heartbeat = setInterval(() => this.#write(': still here\n\n'), options.heartbeatMs);
    this.#heartbeat.unref();
  }

  add(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(`retry: 500\nid: ${String(this.#seq)}\n\n`);
    const seen = request.headers['last-event-id'];
    // A window that was away and missed something asks for the state again.
    if (seen !== undefined && seen !== String(this.#seq)) response.write(line(this.#seq, { type: 'case.changed' }));
    this.#open.add(response);
    response.on('close', () => {
      this.#open.delete(response);
      this.#options.onCount(this.#open.size);
    });
    this.#options.onCount(this.#open.size);
  }

  close(): void {
    this.#unsubscribe();
    clearInterval(this.#heartbeat);
    for (const response of this.#open) response.end();
  }

  #send(event: AppEvent): void {
    this.#seq += 1;
    this.#write(line(this.#seq, event));
  }

  #write(text: string): void {
    for (const response of this.#open) {
      if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
      else response.write(text);
    }
  }
}

function line(seq: number, event: AppEvent): string {
  return `id: ${String(seq)}\ndata: ${JSON.stringify(event)}\n\n`;
}
