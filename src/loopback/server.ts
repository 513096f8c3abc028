/** Door 2: the application behind a server that only this machine's own window can reach. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Application } from '../core/application.ts';
import { BODY_LIMITS, type BodyLimits } from './body.ts';
import { Events } from './events.ts';
import { Gate } from './gate.ts';
import { SECURITY_HEADERS } from '../core/bytes/security-headers.ts';
import { route, type RouteContext } from './routes.ts';

export interface ServeOptions {
  readonly rendererFolder: string;
  readonly limits?: Partial<BodyLimits>;
  readonly heartbeatMs?: number;
  /** After the last window has gone, so long before `whenAbandoned` resolves; a reload takes less. */
  readonly graceMs?: number;
  /** Errors that must not reach a window. */
  readonly onUnknown?: (error: unknown) => void;
}

export interface LoopbackServer {
  readonly origin: string;
  /** Opens the door for one browser, once. */
  readonly entryUrl: string;
  /** Resolves when at least one window had been there and all have been gone for `graceMs`. */
  readonly whenAbandoned: Promise<unknown>;
  close(): Promise<void>;
}

export async function serve(app: Application, options: ServeOptions): Promise<LoopbackServer> {
  const onUnknown = options.onUnknown ?? console.error;
  const server = createServer({
    // Longer than any header of ours, and short enough that slow senders cannot hold connections for nothing.
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 5_000,
    // Imports of long recordings take as long as they take; bodies have their own clocks in body.ts.
    requestTimeout: 0,
  });
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const gate = new Gate(port);
  const entryUrl = gate.entryUrl ?? '';

  const graceMs = options.graceMs ?? 10_000;
  let abandoned: NodeJS.Timeout | undefined;
  const { promise: whenAbandoned, resolve: abandon } = Promise.withResolvers<undefined>();
  const events = new Events(app, {
    heartbeatMs: options.heartbeatMs ?? 15_000,
    onCount: (open) => {
      clearTimeout(abandoned);
      if (open === 0) abandoned = setTimeout(() => abandon(undefined), graceMs);
    },
  });
  const context: RouteContext = {
    app,
    events,
    rendererFolder: options.rendererFolder,
    limits: { ...BODY_LIMITS, ...options.limits },
    onUnknown,
  };
  server.on('request', (request, response) => {
    answer(gate, context, request, response).catch((error: unknown) => {
      if (!brokeOff(error)) onUnknown(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { connection: 'close', 'content-length': '0' }).end();
    });
  });
  // What is not HTTP gets no answer that could be mistaken for one.
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (_request, socket) => socket.destroy());

  return {
    origin: gate.origin,
    entryUrl,
    whenAbandoned,
    close: async () => {
      clearTimeout(abandoned);
      events.close();
      clearTimeout(abandoned);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      clearTimeout(abandoned);
    },
  };
}

async function answer(gate: Gate, context: RouteContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const verdict = gate.judge(request);
  switch (verdict.kind) {
    case 'refuse': {
      const words = `Penumbra refuses this request: ${verdict.words}.\n`;
      response.writeHead(verdict.status, {
        'content-type': 'text/plain; charset=utf-8',
        'content-length': String(Buffer.byteLength(words)),
        connection: 'close',
      });
      response.end(words);
      return;
    }
    case 'enter':
      response.writeHead(303, { location: '/', 'set-cookie': verdict.cookie, 'content-length': '0' }).end();
      return;
    case 'pass':
      await route(context, request, response);
  }
}

/** The last: it had gone before the answer began. */
const BROKEN_OFF: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_UNABLE_TO_PIPE']);

/** A window that goes away before or in the middle of an answer is no fault of ours. */
const brokeOff = (error: unknown): boolean => error instanceof Error && 'code' in error && BROKEN_OFF.has(error.code);
