/** What the loopback door answers to a request that passed the gate. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { IncomingName, ModifiedAtMs } from '../contract/bridge.ts';
import type { Answer } from '../contract/index.ts';
import type { Application, IncomingFile } from '../core/application.ts';
import { type BytesAnswer, type BytesKind, serveBytes } from '../core/bytes/serve-bytes.ts';
import { answerCall, answerWith, BAD_REQUEST, isProcedureName } from '../core/door.ts';
import { type BodyLimits, fileBytes, readJson } from './body.ts';
import type { Events } from './events.ts';
import { findStatic } from '../core/bytes/static-files.ts';

export interface RouteContext {
  readonly app: Application;
  readonly events: Events;
  readonly rendererFolder: string;
  readonly limits: BodyLimits;
  readonly onUnknown: (error: unknown) => void;
}

export async function route(context: RouteContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Only a plain path: a target that names a host of its own (`//host`, `http://host`) is nothing that our page sends.
  const url = /^\/(?!\/)/.test(request.url ?? '') ? URL.parse(request.url ?? '', 'http://127.0.0.1') : null;
  if (url === null) {
    hangUp(response, 400, BAD_REQUEST);
    return;
  }
  const { pathname, searchParams } = url;
  const [, room = '', ...rest] = pathname.split('/');
  switch (room) {
    case 'call':
      if (allow(request, response, ['POST'])) await call(context, request, response, rest.join('/'));
      return;
    case 'import':
      if (allow(request, response, ['PUT', 'POST']))
        await bring(context, request, response, searchParams, (file) => context.app.importBytes(file));
      return;
    case 'pack':
      if (allow(request, response, ['POST']))
        await bring(context, request, response, searchParams, (file) => context.app.addPackBytes(file));
      return;
    case 'events':
      if (allow(request, response, ['GET'])) context.events.add(request, response);
      return;
    case 'media':
    case 'proxy':
    case 'thumb':
    case 'still':
    case 'face':
    case 'report':
    case 'sound':
    case 'signal':
      if (allow(request, response, ['GET', 'HEAD']))
        await bytes(context, request, response, { kind: room, path: rest.join('/'), caseId: searchParams.get('case') });
      return;
    default:
      if (allow(request, response, ['GET', 'HEAD'])) await page(context, request, response, pathname);
  }
}

async function call(context: RouteContext, request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
  const body = await readJson(request, context.limits);
  if (!body.ok) {
    hangUp(response, body.status, BAD_REQUEST);
    return;
  }
  const answer = await answerCall(context.app, name, body.value, context.onUnknown);
  json(response, isProcedureName(name) ? 200 : 404, answer);
}

/** A file as a body: evidence, or a model pack. */
async function bring(
  context: RouteContext,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  take: (file: IncomingFile) => Promise<unknown>,
): Promise<void> {
  const name = IncomingName.safeParse(query.get('name'));
  const modified = query.has('modified') ? ModifiedAtMs.safeParse(query.get('modified')) : null;
  if (!name.success || modified?.success === false) {
    hangUp(response, 400, BAD_REQUEST);
    return;
  }
  const length = request.headers['content-length'];
  const answer = await answerWith(
    async (): Promise<Answer> => ({
      ok: true,
      value: await take({
        name: name.data,
        modifiedAtMs: modified?.data ?? null,
        sizeBytes: length === undefined ? null : Number(length),
        bytes: fileBytes(request, name.data, context.limits),
      }),
    }),
    context.onUnknown,
  );
  // A refused file may not have been read to its end: the rest is let through unread, so that the browser sees the answer.
  request.resume();
  json(response, 200, answer);
}

async function bytes(
  context: RouteContext,
  request: IncomingMessage,
  response: ServerResponse,
  { kind, path, caseId }: { readonly kind: BytesKind; readonly path: string; readonly caseId: string | null },
): Promise<void> {
  const range = request.headers['if-range'] === undefined ? request.headers.range : undefined;
  const answer: BytesAnswer = await serveBytes(context.app, kind, path, range, caseId, context.onUnknown);
  response.writeHead(answer.status, answer.headers);
  if (answer.body === null || answer.body instanceof Uint8Array) {
    response.end(answer.body ?? undefined);
    return;
  }
  if (request.method === 'HEAD') {
    answer.body.destroy();
    response.end();
    return;
  }
  await pipeline(answer.body, response);
}

async function page(context: RouteContext, request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
  const file = await findStatic(context.rendererFolder, pathname);
  if (file === null) {
    response.writeHead(404, { 'content-length': '0' }).end();
    return;
  }
  response.writeHead(200, file.headers);
  if (request.method === 'HEAD') response.end();
  else await pipeline(file.open(), response);
}

function allow(request: IncomingMessage, response: ServerResponse, methods: readonly string[]): boolean {
  if (methods.includes(request.method ?? '')) return true;
  response.writeHead(405, { allow: methods.join(', '), connection: 'close', 'content-length': '0' }).end();
  return false;
}

function json(response: ServerResponse, status: number, answer: Answer): void {
  const text = JSON.stringify(answer);
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(text)) })
    .end(text);
}

/** Answers and closes the connection, because an unread body is still on its way. */
function hangUp(response: ServerResponse, status: number, answer: Answer): void {
  response.setHeader('connection', 'close');
  json(response, status, answer);
}
