/** What the loopback server does with bodies that are odd, slow or break off, and with windows that come and go. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { serve } from '../../src/loopback/server.ts';
import { httpTransport } from '../../src/renderer/transport/http.ts';
import { type RawAnswer, sessionFetch } from '../helpers/loopback-client.ts';
import { loopbackDoor } from '../helpers/loopback-door.ts';

const door = loopbackDoor();
const { host, fromPage, post, talk } = door;

describe('odd bodies', () => {
  it('refuses JSON that is too long, announced or not', async () => {
    const long = JSON.stringify({ name: 'x'.repeat(2000) });
    expect((await post(fromPage(), long)).status).toBe(413);
    const head = `POST /call/app.info HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${door.server.origin}\r\nCookie: ${door.cookie}\r\nX-Penumbra: 1\r\nContent-Type: application/json\r\n`;
    const { answer } = await talk(`${head}Transfer-Encoding: chunked\r\n\r\n7d0\r\n${'x'.repeat(2000)}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(door.app.calls).toEqual([]);
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
    const head = `POST /call/app.info HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${door.server.origin}\r\nCookie: ${door.cookie}\r\nX-Penumbra: 1\r\nContent-Type: application/json\r\n`;
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
    expect(door.app.imported).toMatchObject([
      {
        name: 'clip.mp4',
        sizeBytes: 200_000,
        sha256: createHash('sha256').update(body).digest('hex'),
        file: { modifiedAtMs: 1700000000000 },
      },
    ]);
  });

  it('takes a name with a line end and a mark that turns the direction of writing', async () => {
    const name = 'a\nb\u202Egpj.mp4';
    expect((await send(`/import?name=${encodeURIComponent(name)}`, 'abc')).status).toBe(200);
    expect(door.app.imported).toMatchObject([{ name }]);
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
    expect(door.app.imported).toEqual([]);
  });

  it('answers a file that is refused before its end, and takes the next', async () => {
    door.app.importOne = () => Promise.reject(new Failure('DISK_FULL'));
    const answer = await send('/import?name=big.mp4', Buffer.alloc(5_000_000));
    expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: false, error: { code: 'DISK_FULL' } });
    door.app.importOne = null;
    expect((await send('/import?name=next.mp4', 'abc')).status).toBe(200);
  });

  const head = (length: number): string =>
    `PUT /import?name=a.mp4 HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${door.server.origin}\r\nCookie: ${door.cookie}\r\nX-Penumbra: 1\r\nContent-Length: ${String(length)}\r\n\r\n`;

  it('tells the application when the upload breaks off', async () => {
    const ended = Promise.withResolvers<unknown>();
    const begun = Promise.withResolvers<undefined>();
    door.app.importOne = async (file) => {
      try {
        for await (const chunk of file.bytes) if (chunk.length > 0) begun.resolve(undefined);
        ended.resolve('complete');
      } catch (error) {
        ended.resolve(error);
      }
      throw new Failure('FILE_CHANGED');
    };
    const socket = connect(Number(new URL(door.server.origin).port), '127.0.0.1', () => socket.write(`${head(1000)}part`));
    await begun.promise;
    socket.destroy();
    expect(await ended.promise).toMatchObject({ code: 'FILE_CHANGED', detail: 'a.mp4' });
  });

  it('tells the application when the upload falls silent', async () => {
    const { answer, socket } = await talk(`${head(1000)}part`, '"error"');
    socket.destroy();
    expect(answer).toContain('"FILE_CHANGED"');
    expect(door.app.imported).toEqual([]);
  });

  it('does not read faster than the application', async () => {
    const release = Promise.withResolvers<undefined>();
    let received = 0;
    door.app.importOne = async (file) => {
      for await (const chunk of file.bytes) {
        received += chunk.length;
        await release.promise;
      }
      return { outcome: 'refused', name: file.name, error: { code: 'FILE_EMPTY', message: 'x' } };
    };
    const total = 64 * 1024 * 1024;
    const socket = connect(Number(new URL(door.server.origin).port), '127.0.0.1');
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
    const path = join(door.folder, 'clip.mp4');
    await writeFile(path, 'x'.repeat(1000));
    const [asked, gone] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const answered = Promise.withResolvers<undefined>();
    door.app.exhibitFile = async () => {
      asked.resolve(undefined);
      await gone.promise;
      setImmediate(() => setImmediate(() => answered.resolve(undefined)));
      return { path, sizeBytes: 1000, mimeType: 'video/mp4' };
    };
    const request = `GET /media/E1 HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${door.cookie}\r\n\r\n`;
    const socket = connect(Number(new URL(door.server.origin).port), '127.0.0.1', () => socket.write(request));
    await asked.promise;
    socket.destroy();
    // Until the server has seen that the connection is closed.
    await new Promise((resolve) => setTimeout(resolve, 50));
    gone.resolve(undefined);
    await answered.promise;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(door.unknown).toEqual([]);
  });

  it('counts as abandoned when the last window has left, not while one is open', async () => {
    let abandoned = false;
    void door.server.whenAbandoned.then(() => (abandoned = true));
    const fetcher = sessionFetch(door.server.origin, door.cookie);
    const openWindow = (): Promise<() => void> =>
      new Promise((resolve) => {
        const leave: () => void = httpTransport(door.server.origin, fetcher).onLink(
          (state) => state === 'connected' && resolve(() => leave()),
        );
      });
    const leaveFirst = await openWindow();
    const leaveSecond = await openWindow();
    leaveFirst();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(abandoned).toBe(false);
    leaveSecond();
    await door.server.whenAbandoned;
  });

  it('tells a window that was away to look again', async () => {
    const headers = (last: string): Record<string, string> => ({ cookie: door.cookie, 'last-event-id': last });
    const read = async (last: string): Promise<string> => {
      const controller = new AbortController();
      const answer = await fetch(`${door.server.origin}/events`, { headers: headers(last), signal: controller.signal });
      const reader = answer.body!.getReader();
      let text = '';
      while (!text.includes('later')) {
        const { value } = await reader.read();
        text += new TextDecoder().decode(value);
        door.app.emit({ type: 'exhibits.importing', name: 'later', bytesDone: 0, bytesTotal: null });
      }
      controller.abort();
      return text;
    };
    door.app.emit({ type: 'custody.appended', seq: 1, hash: 'f' });
    expect(await read('1')).not.toContain('case.changed');
    expect(await read('1')).toContain('case.changed');
  });

  it('lets go of the application when it closes', async () => {
    expect(door.app.listeners).toBe(1);
    await door.server.close();
    expect(door.app.listeners).toBe(0);
    door.server = await serve(door.app, { rendererFolder: door.folder });
  });
});
