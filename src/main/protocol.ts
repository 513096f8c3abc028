/** Electron's app:// scheme: the interface's files and the byte doors, all under one origin, with the loopback door's headers. */
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { Application } from '../core/application.ts';
import { SECURITY_HEADERS } from '../core/bytes/security-headers.ts';
import { isBytesKind, serveBytes } from '../core/bytes/serve-bytes.ts';
import { findStatic } from '../core/bytes/static-files.ts';

export const SCHEME = 'app';
export const APP_ORIGIN = `${SCHEME}://penumbra`;

/** For `protocol.registerSchemesAsPrivileged`, before the app is ready. */
export const SCHEME_PRIVILEGES = { standard: true, secure: true, supportFetchAPI: true, stream: true } as const;

/** For `protocol.handle`. */
export function appProtocol(app: Application, rendererFolder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = URL.parse(request.url);
    if (url === null || `${url.protocol}//${url.host}` !== APP_ORIGIN) return respond(404, {}, null);
    if (request.method !== 'GET' && request.method !== 'HEAD') return respond(405, { allow: 'GET, HEAD' }, null);
    const [, room = '', ...rest] = url.pathname.split('/');
    if (isBytesKind(room)) {
      const answer = await serveBytes(app, room, rest.join('/'), request.headers.get('range'), url.searchParams.get('case'));
      if (request.method === 'HEAD' && answer.body instanceof Readable) answer.body.destroy();
      return respond(answer.status, answer.headers, request.method === 'HEAD' ? null : answer.body);
    }
    const file = await findStatic(rendererFolder, url.pathname);
    if (file === null) return respond(404, {}, null);
    return respond(200, file.headers, request.method === 'HEAD' ? null : file.open());
  };
}

function respond(status: number, headers: Readonly<Record<string, string>>, body: Readable | Uint8Array | null): Response {
  const stream = body instanceof Readable ? (Readable.toWeb(body) as NodeReadableStream<Uint8Array> as ReadableStream<Uint8Array>) : body;
  return new Response(stream instanceof Uint8Array ? inOnePiece(stream) : stream, {
    status,
    headers: { ...SECURITY_HEADERS, ...headers },
  });
}

/** A Response copies bytes that it is given as such, and makes words of those in memory that threads may share, where stills lie (large-memory.ts). */
function inOnePiece(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
