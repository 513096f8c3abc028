/** The same cases for every way to the application; a door is one function that opens it over a given application. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { ERROR_WORDS } from '../../src/contract/errors.ts';
import { type AppEvent, type ProcedureName, procedures } from '../../src/contract/index.ts';
import type { ImportProgress, Transport } from '../../src/renderer/transport/transport.ts';
import { FakeApplication } from '../helpers/fake-application.ts';

export interface OpenDoor {
  readonly transport: Pick<Transport, 'call' | 'subscribe' | 'importFiles' | 'addPack'>;
  readonly get: ((path: string, headers?: Record<string, string>) => Promise<{ status: number; headers: Headers; body: Buffer }>) | null;
  close(): Promise<void>;
}

export interface DoorUnderTest {
  readonly name: string;
  /** The command line does not: it reads files itself. */
  readonly servesBytes: boolean;
  open(app: FakeApplication, onUnknown: (error: unknown) => void): Promise<OpenDoor>;
  /** Makes a File as this door's window would hold it. */
  file(folder: string, name: string, bytes: Buffer): Promise<File>;
}

/** What comes through a door comes at once, unless the machine has other work. */
const PATIENCE_MS = 20_000;
const moved = (seq: number): AppEvent => ({ type: 'custody.appended', seq, hash: 'f'.repeat(64) });
const names = Object.keys(procedures) as ProcedureName[];

export function transportSuite(door: DoorUnderTest): void {
  describe(`transport: ${door.name}`, () => {
    let app: FakeApplication;
    let open: OpenDoor;
    let folder: string;
    let unknown: unknown[];

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'penumbra-transport-'));
      app = new FakeApplication();
      unknown = [];
      open = await door.open(app, (error) => unknown.push(error));
    });
    afterEach(async () => {
      await open.close();
      await rm(folder, { recursive: true, force: true });
    });

    const failure = async (promise: Promise<unknown>): Promise<unknown> =>
      promise.then(
        () => 'no error',
        (error: unknown) => error,
      );

    it('reaches every procedure of the contract', async () => {
      const reached: string[] = [];
      for (const name of names) {
        app.call = (called) => {
          reached.push(called);
          return Promise.resolve({ ok: true, value: `answer of ${called}` });
        };
        expect(await open.transport.call(name, {})).toBe(`answer of ${name}`);
      }
      expect(reached).toEqual(names);
    });

    it('gives input and output through unchanged', async () => {
      const name = 'Überfall – 録音 "7" \\ <script>';
      const state = await open.transport.call('cases.create', { name, examiner: 'Demo Examiner' });
      expect(state.case.name).toBe(name);
      expect(app.calls).toEqual([{ name: 'cases.create', input: { name, examiner: 'Demo Examiner' } }]);
    });

    it.each(['no.such', '', 'toString', '__proto__', 'constructor', 'cases', '../call/app.info'])(
      'refuses the procedure %j',
      async (name) => {
        expect(await failure(open.transport.call(name as ProcedureName, {}))).toMatchObject({ code: 'APP_BAD_REQUEST' });
        expect(app.calls).toEqual([]);
      },
    );

    it('refuses input that the contract does not know', async () => {
      const wrong = [
        { name: '', examiner: 'x' },
        { name: 'a', examiner: 'b', more: 1 },
        [],
        null,
        'text',
        { name: 'a\u0000b', examiner: 'x' },
      ];
      for (const input of wrong)
        expect(await failure(open.transport.call('cases.create', input as never))).toMatchObject({
          code: 'APP_BAD_REQUEST',
          message: ERROR_WORDS.APP_BAD_REQUEST,
        });
      expect(app.calls).toEqual([]);
    });

    it('gives a failure its code and detail', async () => {
      app.handlers['cases.verify'] = () => {
        throw new Failure('EXHIBIT_ALTERED', 'E3');
      };
      expect(await failure(open.transport.call('cases.verify', {}))).toMatchObject({ code: 'EXHIBIT_ALTERED', detail: 'E3' });
    });

    it('keeps the words of unknown errors at home, wherever they are thrown', async () => {
      app.handlers['cases.verify'] = () => {
        throw new Error('/home/secret/path');
      };
      const answered = await failure(open.transport.call('cases.verify', {}));
      app.call = () => Promise.reject(new Error('/home/secret/path'));
      const thrown = await failure(open.transport.call('cases.verify', {}));
      for (const error of [answered, thrown]) {
        expect(error).toMatchObject({ code: 'APP_INTERNAL', message: ERROR_WORDS.APP_INTERNAL });
        expect(JSON.stringify(error)).not.toContain('secret');
      }
      expect(unknown.map(String)).toEqual(['Error: /home/secret/path']);
    });

    it('delivers events in order, to every subscriber, until it leaves', async () => {
      const first: AppEvent[] = [];
      const second: AppEvent[] = [];
      const leaveFirst = open.transport.subscribe((event) => first.push(event));
      const leaveSecond = open.transport.subscribe((event) => second.push(event));
      // A stream takes a moment to open: it has when a first event has come through.
      await vi.waitFor(() => {
        app.emit(moved(0));
        expect(first.length).toBeGreaterThan(0);
      }, PATIENCE_MS);
      const seqs = (events: AppEvent[]): number[] =>
        events.flatMap((event) => (event.type === 'custody.appended' && event.seq > 0 ? [event.seq] : []));
      for (let seq = 1; seq <= 50; seq++) app.emit(moved(seq));
      const all = Array.from({ length: 50 }, (_, index) => index + 1);
      await vi.waitFor(() => expect(seqs(second)).toEqual(all), PATIENCE_MS);
      expect(seqs(first)).toEqual(all);
      leaveFirst();
      app.emit(moved(51));
      await vi.waitFor(() => expect(seqs(second)).toEqual([...all, 51]), PATIENCE_MS);
      expect(seqs(first)).toEqual(all);
      leaveSecond();
      app.emit(moved(52));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(seqs(second)).toEqual([...all, 51]);
    });

    it('brings files in byte for byte, in order, and goes on after a refused one', async () => {
      const bytes = randomBytes(3_000_017);
      const files = [
        await door.file(folder, 'clip one.wav', bytes),
        await door.file(folder, 'empty.wav', Buffer.alloc(0)),
        await door.file(folder, 'ärger & söhne #2%.wav', Buffer.from('second')),
      ];
      const progress: ImportProgress[] = [];
      const outcomes = await open.transport.importFiles(files, (step) => progress.push(step));
      expect(outcomes.map(({ outcome, name }) => [outcome, name])).toEqual([
        ['imported', 'clip one.wav'],
        ['refused', 'empty.wav'],
        ['imported', 'ärger & söhne #2%.wav'],
      ]);
      expect(app.imported[0]).toMatchObject({ sizeBytes: 3_000_017, sha256: createHash('sha256').update(bytes).digest('hex') });
      expect(progress.at(-1)).toMatchObject({ index: 2, count: 3, bytesDone: 6, bytesTotal: 6 });
    });

    it('stops importing when no case is open', async () => {
      app.importOne = () => Promise.reject(new Failure('CASE_NOT_OPEN'));
      const file = await door.file(folder, 'a.wav', Buffer.from('abc'));
      expect(await failure(open.transport.importFiles([file]))).toMatchObject({ code: 'CASE_NOT_OPEN' });
    });

    it('brings a model pack in byte for byte, and tells a refusal by its code', async () => {
      const bytes = randomBytes(300_017);
      const { pack } = await open.transport.addPack(await door.file(folder, 'a pack.zip', bytes));
      expect([pack.detectorId, pack.sha256]).toEqual(['pack:tiny', createHash('sha256').update(bytes).digest('hex')]);
      expect(await failure(open.transport.addPack(await door.file(folder, 'none.zip', Buffer.alloc(0))))).toMatchObject({
        code: 'PACK_UNREADABLE',
        message: ERROR_WORDS.PACK_UNREADABLE,
        detail: 'it is not a zip file',
      });
    });

    if (!door.servesBytes) return;
    describe('bytes', () => {
      const content = randomBytes(1000);
      beforeEach(async () => {
        const path = join(folder, 'original.mp4');
        await writeFile(path, content);
        app.files.set('E1', { path, sizeBytes: 1000, mimeType: 'video/mp4' });
        app.files.set('R1', { path, sizeBytes: 1000, mimeType: 'application/pdf' });
      });
      const get = (path: string, headers?: Record<string, string>): ReturnType<NonNullable<OpenDoor['get']>> => {
        if (!open.get) throw new Error('this door serves no bytes');
        return open.get(path, headers);
      };
      it('serves the whole exhibit', async () => {
        const answer = await get('/media/E1');
        expect(answer.status).toBe(200);
        expect(answer.headers.get('content-type')).toBe('video/mp4');
        expect(answer.headers.get('accept-ranges')).toBe('bytes');
        expect(answer.body.equals(content)).toBe(true);
      });

      it.each([
        ['bytes=0-0', 206, 0, 1],
        ['bytes=100-299', 206, 100, 300],
        ['bytes=990-', 206, 990, 1000],
        ['bytes=-10', 206, 990, 1000],
        ['bytes=0-99999', 206, 0, 1000],
        ['bytes=0-1,4-5', 200, 0, 1000],
      ])('answers Range %s', async (range, status, from, to) => {
        const answer = await get('/media/E1', { range });
        expect(answer.status).toBe(status);
        expect(answer.body.equals(content.subarray(from, to))).toBe(true);
        expect(answer.headers.get('content-length')).toBe(String(to - from));
        expect(answer.headers.get('content-range')).toBe(status === 206 ? `bytes ${String(from)}-${String(to - 1)}/1000` : null);
      });

      it('says 416 for a range outside the file', async () => {
        const answer = await get('/media/E1', { range: 'bytes=1000-' });
        expect([answer.status, answer.headers.get('content-range'), answer.body.length]).toEqual([416, 'bytes */1000', 0]);
      });

      it('serves stills, tiles of sound and reports by id', async () => {
        const still = await get('/still/E1/250');
        expect([still.status, still.headers.get('content-type'), still.body.toString()]).toEqual([200, 'image/png', 'PNG of E1 frame 250']);
        const tile = await get('/sound/E1/tile/0/narrow/0/0');
        expect([tile.status, tile.headers.get('content-type'), [...tile.body]]).toEqual([200, 'application/octet-stream', [1, 2, 3]]);
        const face = await get('/face/J1/3/100/163');
        expect([face.status, face.headers.get('content-type'), face.headers.get('x-penumbra-frame'), face.body.toString()]).toEqual([
          200,
          'image/png',
          '101',
          'face 3 of J1',
        ]);
        const report = await get('/report/R1');
        expect([report.status, report.headers.get('content-type'), report.body.length]).toEqual([200, 'application/pdf', 1000]);
      });

      it.each([
        ['/media/E2', 404],
        ['/media/E1?case=00000000-0000-4000-8000-00000000aaaa&opening=2', 404],
        ['/thumb/E1?case=00000000-0000-4000-8000-00000000aaaa', 404],
        ['/proxy/E1', 404],
        ['/proxy/derived', 400],
        ['/sound/E1/tile/0/narrow/0/9', 503],
        ['/sound/E2/tile/0/narrow/0/0', 400],
        ['/sound/', 400],
        ['/report/R2', 404],
        ['/still/E1/1000', 404],
        ['/media/E1/../../etc/passwd', 404],
        ['/media/%2e%2e%2fetc', 400],
        ['/media/', 400],
        ['/media/R1', 400],
        ['/media/E01', 400],
        ['/still/E1/-1', 400],
        ['/still/E1/1.5', 400],
        ['/still/E1', 400],
        ['/face/J1/4/100/163', 404],
        ['/face/J1/3/163/100', 400],
        ['/face/E1/3/100/163', 400],
        ['/face/J1/3/100', 400],
      ])('says for %s no more than %i', async (path, status) => {
        const answer = await get(path);
        expect([answer.status, answer.body.length]).toEqual([status, 0]);
      });
    });
  });
}
