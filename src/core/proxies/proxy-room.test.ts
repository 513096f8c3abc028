import { appendFileSync, chmodSync, cpSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loneImporter } from '../../../tests/helpers/lone-importer.ts';
import { lockedIdentity } from '../../../tests/helpers/locked-identity.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { ffmpeg, numberedClip, tone } from '../../../tests/fixtures/make-clips.ts';
import { sha256File } from '../../base/node/sha256-file.ts';
import { Failure } from '../../base/failure.ts';
import type { AppEvent } from '../../contract/index.ts';
import { ExhibitId } from '../../contract/values.ts';
import { makeProxy } from '../../engine/media/make-proxy.ts';
import { findTools } from '../../engine/media/tools.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { createCase, openCase } from '../../store/open-case.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import type { Context, Tools } from '../context.ts';
import { ProxyRoom } from './proxy-room.ts';

const FRAMES = 30;
const media = tempFolder();
/** MPEG-4 part 2 with B-frames, of uneven intervals, that begins at 1.4 s; AC-3 beside it. */
const silent = await numberedClip(media, 'silent.mkv', FRAMES, (n) => (n === 9 ? 120 : 24), ['-c:v', 'mpeg4', '-bf', '2', '-q:v', '2']);
const film = await ffmpeg(
  ...['-i', silent, '-i', await tone(media, 'tone.wav', 1), '-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'ac3'],
  ...['-output_ts_offset', '1.4', join(media, 'film.mkv')],
);
const recording = await tone(media, 'voice.wma', 1);
const tools = await findTools();
const [E1, E2] = [ExhibitId.parse('E1'), ExhibitId.parse('E2')];

let store: CaseStore;
let events: AppEvent[];
let context: Context;

const options = { now: () => new Date(), penumbraVersion: '0' };
const imported = join(media, 'case');
const first = createCase(imported, { name: 'x', examiner: 'Demo Examiner' }, options);
await loneImporter(first).importPaths([film, recording]);
first.close();

beforeEach(() => {
  const folder = join(tempFolder(), 'case');
  cpSync(imported, folder, { recursive: true });
  store = openCase(folder, options);
  events = [];
  const spawnEngine = (): never => {
    throw new Error('a proxy needs no engine');
  };
  context = {
    ports: { door: 'cli', dataFolder: store.folder, version: '0', now: () => new Date(), spawnEngine },
    tools: () => Promise.resolve(tools),
    current: () => ({ folder: store.folder, store, actor: 'Demo Examiner' }),
    identity: lockedIdentity,
    emit: (event) => events.push(event),
  };
});
afterEach(() => store.close());

const room = (make?: typeof makeProxy): ProxyRoom => new ProxyRoom(context, make);
const leftOver = (): string[] => [
  ...readdirSync(join(store.folder, 'exhibits/.incoming')),
  ...readdirSync(join(store.folder, 'derived')).filter((name) => name.includes('proxy')),
];
const problems = async (): Promise<string[]> => (await verifyCase(store.folder)).problems.map(({ kind, subject }) => `${kind} ${subject}`);

describe('a proxy', () => {
  it('is kept with its recipe, hash and custody entry, and made once', async () => {
    const proxies = room();
    const head = store.head().seq;
    const proxy = await proxies.make(E1);
    const path = join(store.folder, 'derived/E1-proxy.mp4');
    expect(proxy).toEqual({
      exhibitId: 'E1',
      name: 'E1-proxy.mp4',
      sizeBytes: statSync(path).size,
      sha256: await sha256File(path),
      startUs: 1_395_000,
    });
    expect(statSync(path).mode & 0o777).toBe(0o444);
    const [entry, ...others] = store.entries(head + 1, 9);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      action: 'derived.stored',
      subject: 'derived/E1-proxy.mp4',
      payload: {
        exhibitId: 'E1',
        kind: 'proxy',
        sha256: proxy.sha256,
        recipe: {
          tool: 'ffmpeg',
          version: tools.version,
          exhibitSha256: store.exhibit(E1).hashes.sha256,
          // AC-3 begins a little before the picture.
          startUs: 1_395_000,
          frames: FRAMES,
          greatestShiftUs: 0,
          soundMd5: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
          options: expect.arrayContaining(['EXHIBIT', 'PROXY', 'flac']) as string[],
        },
      },
    });
    expect(JSON.stringify(entry?.payload)).not.toContain(store.folder);
    expect(events).toContainEqual({
      type: 'exhibits.proxying',
      progress: { exhibitId: 'E1', stage: 'checking', unit: 'frames', done: FRAMES, total: FRAMES },
    });
    expect(events.at(-1)).toEqual({ type: 'exhibits.proxyEnded', exhibitId: 'E1', proxy });
    expect(await proxies.make(E1)).toEqual(proxy);
    expect(store.head().seq).toBe(head + 1);
    expect(proxies.state(E1)).toEqual({ proxy, making: null });
    expect(await proxies.file(E1)).toEqual({ path, sizeBytes: proxy.sizeBytes, mimeType: 'video/mp4' });
    expect(await problems()).toEqual([]);
  });

  it('of a recording holds the decoded samples themselves', async () => {
    expect(await room().make(E2)).toMatchObject({ name: 'E2-proxy.flac', exhibitId: 'E2' });
    expect(await problems()).toEqual([]);
  });

  it('that was altered is named, not played, and made anew beside the old record', async () => {
    const proxies = room();
    await proxies.make(E2);
    const path = join(store.folder, 'derived/E2-proxy.flac');
    chmodSync(path, 0o644);
    appendFileSync(path, 'x');
    expect(await problems()).toEqual(['derived-hash-wrong derived/E2-proxy.flac']);
    await expect(proxies.file(E2)).rejects.toMatchObject({ code: 'PROXY_ALTERED', detail: 'E2-proxy.flac' });
    expect((await proxies.make(E2)).name).toBe('E2-proxy-2.flac');
    expect((await proxies.file(E2)).path).toBe(join(store.folder, 'derived/E2-proxy-2.flac'));
  });
});

describe('nothing is left behind', () => {
  it('when it is cancelled, in the middle of the encoding', async () => {
    const proxies: ProxyRoom = room((request) =>
      makeProxy({
        ...request,
        onProgress: (done) => {
          request.onProgress(done);
          proxies.cancel();
        },
      }),
    );
    const head = store.head();
    await expect(proxies.make(E1)).rejects.toMatchObject({ code: 'PROXY_CANCELLED' });
    expect(events.at(-1)).toEqual({ type: 'exhibits.proxyEnded', exhibitId: 'E1', proxy: null });
    expect([leftOver(), store.head(), proxies.state(E1)]).toEqual([[], head, { proxy: null, making: null }]);
    expect((await room().make(E1)).name).toBe('E1-proxy.mp4');
  });

  it('when the case is closed meanwhile; another is refused as long as one is made', async () => {
    const proxies = room();
    const making = proxies.make(E1).catch((error: unknown) => error);
    await expect(proxies.make(E2)).rejects.toMatchObject({ code: 'PROXY_BUSY', detail: 'E1' });
    await proxies.stop();
    expect(await making).toMatchObject({ code: 'PROXY_CANCELLED' });
    expect(leftOver()).toEqual([]);
  });

  it.each([
    [
      'PROXY_REFUSED',
      'the frame index of another film',
      (r) => makeProxy({ ...r, index: r.index && { ...r.index, pts: r.index.pts.slice(1) } }),
    ],
    ['PROXY_TOO_LARGE', 'a limit of 2000 bytes', (r) => makeProxy({ ...r, mostBytes: 2000 })],
    ['MEDIA_TIMEOUT', 'no sign of life', (r) => makeProxy({ ...r, stallMs: 1 })],
    ['DISK_FULL', 'what ffmpeg says of a full disk', (r) => makeProxy({ ...r, tools: failing('No space left on device') })],
    ['PROXY_NO_ENCODER', 'an ffmpeg without encoders', (r) => makeProxy({ ...r, tools: failing('', 0) })],
  ] satisfies [string, string, typeof makeProxy][])('%s: %s', async (code, _name, make) => {
    const head = store.head();
    await expect(room(make).make(E1)).rejects.toMatchObject({ code });
    expect([leftOver(), store.head()]).toEqual([[], head]);
  });

  it('when the exhibit is not what it was', async () => {
    const path = store.exhibitPath(E1);
    chmodSync(path, 0o644);
    appendFileSync(path, 'x');
    await expect(room().make(E1)).rejects.toMatchObject({ code: 'EXHIBIT_ALTERED' });
    await expect(room().file(E1)).rejects.toThrow(expect.objectContaining({ code: 'PROXY_NOT_FOUND' }) as Failure);
  });
});

/** An ffmpeg that knows an encoder and then fails with these words, or one that knows none. */
function failing(words: string, code = 1): Tools {
  const path = join(media, `ffmpeg-${String(code)}`);
  const list = code === 0 ? 'exit 0' : 'case "$*" in *-encoders*) echo " V....D libx264 "; exit 0;; esac';
  writeFileSync(path, `#!/bin/sh\n${list}\necho "proxy.mp4: ${words}" >&2\nexit ${String(code)}\n`, { mode: 0o755 });
  return { ...tools, ffmpegPath: path };
}
