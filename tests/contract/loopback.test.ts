/** What the loopback server does with requests that its own window would never send. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { type LoopbackServer, serve } from '../../src/loopback/server.ts';
import { httpTransport } from '../../src/renderer/transport/http.ts';
import { FakeApplication } from '../helpers/fake-application.ts';
import { enter, raw, type RawAnswer, sessionFetch } from '../helpers/loopback-client.ts';

let app: FakeApplication;
let server: LoopbackServer;
let folder: string;
let cookie: string;
let unknown: unknown[];
const limits = { jsonBytes: 1000, jsonMs: 150, silenceMs: 150 };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-loopback-'));
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Penumbra</title>');
  await writeFile(join(rendererFolder, 'assets', 'main-1a2B_.js'), 'export {};');
  await writeFile(join(rendererFolder, 'assets', 'notes.txt'), 'not a type of ours');
  await writeFile(join(folder, 'secret.js'), 'secret');
  await symlink(join(folder, 'secret.js'), join(rendererFolder, 'link.js'));
  app = new FakeApplication();
  unknown = [];
  server = await serve(app, { rendererFolder, limits, graceMs: 50, onUnknown: (error) => unknown.push(error) });
  cookie = await enter(server.entryUrl);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const host = (): string => new URL(server.origin).host;
const page = (more: Record<string, string> = {}): Record<string, string> => ({ cookie, ...more });
const fromPage = (more: Record<string, string> = {}): Record<string, string> =>
  page({ origin: server.origin, 'x-penumbra': '1', 'content-type': 'application/json', ...more });
const post = (headers: Record<string, string>, body: string | Buffer = '{}', path = '/call/app.info'): Promise<RawAnswer> =>
  raw(server.origin, { method: 'POST', path, headers, body });

/** Sends text over a bare socket and collects what comes back until the server closes, or `until` is seen. */
async function talk(text: string, until?: string): Promise<{ answer: string; socket: Socket }> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(text);
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('data', () => until !== undefined && answer.includes(until) && resolve());
  });
  return { answer, socket };
}

describe('entry', () => {
  it('answers the right token once, with a cookie that scripts and other sites cannot use, and a clean address', async () => {
    const other = await serve(app, { rendererFolder: folder });
    try {
      const { pathname, origin } = new URL(other.entryUrl);
      expect(pathname).toMatch(/^\/enter\/[\w-]{43}$/);
      const first = await raw(origin, { path: pathname });
      expect([first.status, first.headers.location]).toEqual([303, '/']);
      expect(first.headers['set-cookie']?.[0]).toMatch(/^penumbra-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
      const second = await raw(origin, { path: pathname });
      expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    } finally {
      await other.close();
    }
  });

  it.each(['/enter/', '/enter/x', `/enter/${'A'.repeat(43)}`, '/enter/%00', `/enter/${'A'.repeat(5000)}`])(
    'refuses the guess %s',
    async (path) => {
      const answer = await raw(server.origin, { path });
      expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
    },
  );

  it('does not spend the token on a wrong guess, a foreign page or another method', async () => {
    const other = await serve(app, { rendererFolder: folder });
    try {
      const { pathname, origin } = new URL(other.entryUrl);
      expect((await raw(origin, { path: `${pathname}x` })).status).toBe(403);
      expect((await raw(origin, { path: pathname, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
      expect((await raw(origin, { path: pathname, method: 'HEAD' })).status).toBe(403);
      expect((await raw(origin, { path: pathname })).status).toBe(303);
    } finally {
      await other.close();
    }
  });

  it('listens on this machine only', () => {
    expect(host()).toMatch(/^127\.0\.0\.1:\d+$/);
  });
});

describe('who may speak', () => {
  it.each(['/', '/assets/main-1a2B_.js', '/media/E1', '/still/E1/0', '/report/R1', '/events'])(
    'refuses %s without the cookie',
    async (path) => {
      expect((await raw(server.origin, { path })).status).toBe(403);
      expect((await raw(server.origin, { path, headers: { cookie: `${cookie}x` } })).status).toBe(403);
      expect((await raw(server.origin, { path, headers: { cookie: cookie.slice(0, -1) } })).status).toBe(403);
    },
  );

  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]'])('refuses the Host %j even with the cookie', async (wrong) => {
    const answer = await raw(server.origin, { path: '/', headers: page({ host: wrong }) });
    expect([400, 421]).toContain(answer.status);
    expect((await post(fromPage({ host: wrong }))).status).toBeGreaterThanOrEqual(400);
    expect(app.calls).toEqual([]);
  });

  it.each(['https://evil.example', 'null', 'http://localhost', 'http://127.0.0.1', 'http://127.0.0.1:1'])(
    'refuses the Origin %s',
    async (origin) => {
      expect((await post(fromPage({ origin }))).status).toBe(403);
      expect((await raw(server.origin, { path: '/media/E1', headers: page({ origin }) })).status).toBe(403);
      expect(app.calls).toEqual([]);
    },
  );

  it.each(['cross-site', 'same-site'])('refuses what the browser itself calls %s', async (site) => {
    expect((await raw(server.origin, { path: '/', headers: page({ 'sec-fetch-site': site }) })).status).toBe(403);
  });

  it('refuses a call without Origin, or without the header that only our page can add', async () => {
    const without = (name: string): Record<string, string> =>
      Object.fromEntries(Object.entries(fromPage()).filter(([key]) => key !== name));
    const noOrigin = without('origin');
    const noHeader = without('x-penumbra');
    expect((await post(noOrigin)).status).toBe(403);
    expect((await post(noHeader)).status).toBe(403);
    expect((await post(noHeader, 'abc', '/import?name=a')).status).toBe(403);
    expect((await post(noHeader, 'abc', '/pack?name=a')).status).toBe(403);
    expect([app.calls, app.imported]).toEqual([[], []]);
    expect((await post(fromPage())).status).toBe(200);
  });

  it('answers no preflight', async () => {
    const headers = {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-penumbra',
    };
    for (const given of [headers, fromPage()]) {
      const answer = await raw(server.origin, { method: 'OPTIONS', path: '/call/app.info', headers: given });
      expect([403, 405]).toContain(answer.status);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('puts its policy on every answer, refusals too', async () => {
    const answers = [
      await raw(server.origin, { path: '/', headers: page() }),
      await raw(server.origin, { path: '/' }),
      await raw(server.origin, { path: '/media/E9', headers: page() }),
      await post(fromPage()),
      await raw(server.origin, { method: 'DELETE', path: '/', headers: fromPage() }),
    ];
    for (const { headers } of answers) {
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });
});

describe('files of the interface', () => {
  it('serves them with their types, and HEAD without a body', async () => {
    const index = await raw(server.origin, { path: '/', headers: page() });
    expect([index.status, index.headers['content-type'], index.body.toString()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html><title>Penumbra</title>',
    ]);
    const script = await raw(server.origin, { path: '/assets/main-1a2B_.js?v=1', headers: page() });
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    const head = await raw(server.origin, { method: 'HEAD', path: '/', headers: page() });
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '38', 0]);
  });

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/assets/%252e%252e/secret.js',
    '/link.js',
    '/assets',
    '/assets/',
    '/assets/notes.txt',
    '/assets/main-1a2B_.js%00.html',
    '/no.html',
    '/index.html/x.js',
  ])('has nothing at %s', async (path) => {
    const answer = await raw(server.origin, { path, headers: page() });
    expect([answer.status, answer.body.length]).toEqual([404, 0]);
    expect(unknown).toEqual([]);
  });

  it.each(['//evil.example/', 'http://evil.example/', '*', '//'])('does not understand the target %s', async (path) => {
    const answer = await raw(server.origin, { path, headers: page() });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['DELETE', '/'],
    ['POST', '/'],
    ['PUT', '/media/E1'],
    ['GET', '/call/app.info'],
    ['GET', '/import?name=a'],
    ['HEAD', '/events'],
    ['POST', '/events'],
  ])('refuses %s %s', async (method, path) => {
    const answer = await raw(server.origin, { method, path, headers: fromPage() });
    expect(answer.status).toBe(405);
  });
});

describe('odd bodies', () => {
  it('refuses JSON that is too long, announced or not', async () => {
    const long = JSON.stringify({ name: 'x'.repeat(2000) });
    expect((await post(fromPage(), long)).status).toBe(413);
    const head = `POST /call/app.info HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie}\r\nX-Penumbra: 1\r\nContent-Type: application/json\r\n`;
    const { answer } = await talk(`${head}Transfer-Encoding: chunked\r\n\r\n7d0\r\n${'x'.repeat(2000)}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(app.calls).toEqual([]);
  });

  it.each(['', '{', '{"a":1}x', '\u0000', Buffer.from([0x7b, 0xff, 0x7d])])('refuses what is not JSON', async (body) => {
    const answer = await post(fromPage(), body);
    expect([answer.status, JSON.parse(answer.body.toString()).error.code]).toEqual([400, 'APP_BAD_REQUEST']);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'refuses the type %j',
    async (type) => {
      expect((await post(fromPage({ 'content-type': type }))).status).toBe(415);
    },
  );

  it('ends a body that never comes', async () => {
    const head = `POST /call/app.info HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie}\r\nX-Penumbra: 1\r\nContent-Type: application/json\r\n`;
    const { answer } = await talk(`${head}Content-Length: 100\r\n\r\n{"slow":`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('closes on what is not HTTP', async () => {
    expect((await talk('\u0016\u0003\u0001 hello\r\n\r\n')).answer).toBe('');
    expect((await talk('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n')).answer).not.toContain('200');
    expect((await talk(`GET / HTTP/1.1\r\nHost: ${host()}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).answer).not.toContain('200');
  });
});

describe('importing', () => {
  const send = (path: string, body: string | Buffer, more: Record<string, string> = {}): Promise<RawAnswer> =>
    post(fromPage({ 'content-type': 'application/octet-stream', ...more }), body, path);

  it('cuts folders off the name and keeps the time', async () => {
    const body = Buffer.alloc(200_000, 7);
    const answer = await send(`/import?name=${encodeURIComponent('..\\x/../../clip.mp4')}&modified=1700000000000`, body);
    expect(answer.status).toBe(200);
    expect(app.imported).toMatchObject([
      {
        name: 'clip.mp4',
        sizeBytes: 200_000,
        sha256: createHash('sha256').update(body).digest('hex'),
        file: { modifiedAtMs: 1700000000000 },
      },
    ]);
  });

  it.each([
    '/import',
    '/import?name=',
    '/import?name=..',
    '/import?name=a%2F',
    '/import?name=a%00b',
    '/import?name=a&modified=x',
    '/import?name=a&modified=-1',
  ])('refuses %s', async (path) => {
    expect((await send(path, 'abc')).status).toBe(400);
    expect(app.imported).toEqual([]);
  });

  it('answers a file that is refused before its end, and takes the next', async () => {
    app.importOne = () => Promise.reject(new Failure('DISK_FULL'));
    const answer = await send('/import?name=big.mp4', Buffer.alloc(5_000_000));
    expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: false, error: { code: 'DISK_FULL' } });
    app.importOne = null;
    expect((await send('/import?name=next.mp4', 'abc')).status).toBe(200);
  });

  const head = (length: number): string =>
    `PUT /import?name=a.mp4 HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie}\r\nX-Penumbra: 1\r\nContent-Length: ${String(length)}\r\n\r\n`;

  it('tells the application when the upload breaks off', async () => {
    const ended = Promise.withResolvers<unknown>();
    const begun = Promise.withResolvers<undefined>();
    app.importOne = async (file) => {
      try {
        for await (const chunk of file.bytes) if (chunk.length > 0) begun.resolve(undefined);
        ended.resolve('complete');
      } catch (error) {
        ended.resolve(error);
      }
      throw new Failure('FILE_CHANGED');
    };
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.write(`${head(1000)}part`));
    await begun.promise;
    socket.destroy();
    expect(await ended.promise).toMatchObject({ code: 'FILE_CHANGED', detail: 'a.mp4' });
  });

  it('tells the application when the upload falls silent', async () => {
    const { answer, socket } = await talk(`${head(1000)}part`, '"error"');
    socket.destroy();
    expect(answer).toContain('"FILE_CHANGED"');
    expect(app.imported).toEqual([]);
  });

  it('does not read faster than the application', async () => {
    const release = Promise.withResolvers<undefined>();
    let received = 0;
    app.importOne = async (file) => {
      for await (const chunk of file.bytes) {
        received += chunk.length;
        await release.promise;
      }
      return { outcome: 'refused', name: file.name, error: { code: 'FILE_EMPTY', message: 'x' } };
    };
    const total = 64 * 1024 * 1024;
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
    socket.write(head(total));
    const block = Buffer.alloc(1024 * 1024);
    for (let sent = 0; sent < total; sent += block.length) socket.write(block);
    await vi.waitFor(() => expect(received).toBeGreaterThan(0), { timeout: 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    // What the kernel and Node hold for one socket is a few megabytes at most; the rest still waits in the client.
    expect(socket.writableLength).toBeGreaterThan(total / 2);
    expect(received).toBeLessThan(1024 * 1024);
    release.resolve(undefined);
    await vi.waitFor(() => expect(received).toBe(total), { timeout: 10_000 });
    socket.destroy();
  });
});

describe('windows that come and go', () => {
  it('leave before an answer begins, and nothing is said about it', async () => {
    const path = join(folder, 'clip.mp4');
    await writeFile(path, 'x'.repeat(1000));
    const [asked, gone] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const answered = Promise.withResolvers<undefined>();
    app.exhibitFile = async () => {
      asked.resolve(undefined);
      await gone.promise;
      setImmediate(() => setImmediate(() => answered.resolve(undefined)));
      return { path, sizeBytes: 1000, mimeType: 'video/mp4' };
    };
    const request = `GET /media/E1 HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${cookie}\r\n\r\n`;
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.write(request));
    await asked.promise;
    socket.destroy();
    // Until the server has seen that the connection is closed.
    await new Promise((resolve) => setTimeout(resolve, 50));
    gone.resolve(undefined);
    await answered.promise;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unknown).toEqual([]);
  });

  it('counts as abandoned when the last window has left, not while one is open', async () => {
    let abandoned = false;
    void server.whenAbandoned.then(() => (abandoned = true));
    const fetcher = sessionFetch(server.origin, cookie);
    const openWindow = (): Promise<() => void> =>
      new Promise((resolve) => {
        const leave: () => void = httpTransport(server.origin, fetcher).onLink((state) => state === 'connected' && resolve(() => leave()));
      });
    const leaveFirst = await openWindow();
    const leaveSecond = await openWindow();
    leaveFirst();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(abandoned).toBe(false);
    leaveSecond();
    await server.whenAbandoned;
  });

  it('tells a window that was away to look again', async () => {
    const headers = (last: string): Record<string, string> => ({ cookie, 'last-event-id': last });
    const read = async (last: string): Promise<string> => {
      const controller = new AbortController();
      const answer = await fetch(`${server.origin}/events`, { headers: headers(last), signal: controller.signal });
      const reader = answer.body!.getReader();
      let text = '';
      while (!text.includes('later')) {
        const { value } = await reader.read();
        text += new TextDecoder().decode(value);
        app.emit({ type: 'exhibits.importing', name: 'later', bytesDone: 0, bytesTotal: null });
      }
      controller.abort();
      return text;
    };
    app.emit({ type: 'custody.appended', seq: 1, hash: 'f' });
    expect(await read('1')).not.toContain('case.changed');
    expect(await read('1')).toContain('case.changed');
  });

  it('lets go of the application when it closes', async () => {
    expect(app.listeners).toBe(1);
    await server.close();
    expect(app.listeners).toBe(0);
    server = await serve(app, { rendererFolder: folder });
  });
});
