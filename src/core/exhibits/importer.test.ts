import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockedIdentity } from '../../../tests/helpers/locked-identity.ts';
import { makeClip, makePicture, makeSound } from '../../../tests/helpers/small-media.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import type { AppEvent } from '../../contract/index.ts';
import type { ImportOutcome } from '../../contract/exhibits.ts';
import { findTools } from '../../engine/media/tools.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { createCase } from '../../store/open-case.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import type { Context } from '../context.ts';
import { Importer } from './importer.ts';

const media = tempFolder();
const clip = join(media, 'clip.mp4');
makeClip(clip);
makePicture(join(media, 'picture.png'));
makeSound(join(media, 'sound.wav'));
/** Found once, as an application finds them. */
const tools = findTools();
const clipBytes = readFileSync(clip);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let root: string;
let store: CaseStore;
let events: AppEvent[];
let importer: Importer;
/** Runs at each step of an import. */
let atPoint: (point: string) => void;

beforeEach(() => {
  root = tempFolder();
  events = [];
  atPoint = () => undefined;
  store = createCase(join(root, 'case'), { name: 'x', examiner: 'Demo Examiner' }, { now: () => new Date(), penumbraVersion: '0' });
  const opened = { folder: store.folder, store, actor: 'Demo Examiner' };
  const context: Context = {
    ports: {
      door: 'cli',
      dataFolder: root,
      version: '0',
      now: () => new Date(),
      spawnEngine: () => {
        throw new Error('not here');
      },
    },
    tools: () => tools,
    current: () => opened,
    identity: lockedIdentity,
    emit: (event) => events.push(event),
  };
  importer = new Importer(context, (point) => {
    atPoint(point);
  });
});
afterEach(() => {
  store.close();
});

const brief = (outcomes: readonly ImportOutcome[]): string[] =>
  outcomes.map((one) => `${one.name}: ${one.outcome === 'refused' ? one.error.code : `${one.outcome} ${one.exhibit.id}`}`);
/** But for the entries that stand round an import of several files. */
const custody = (): string[] =>
  store.entries(2, 1000).flatMap(({ action, subject }) => (action.startsWith('import.') ? [] : [`${action} ${subject}`]));
const incoming = (): string[] => readdirSync(join(store.folder, 'exhibits/.incoming'));

describe('one file', () => {
  it('is copied, hashed, stored read-only, probed and recorded', async () => {
    utimesSync(clip, 1_700_000_000, 1_700_000_000.123);
    const [outcome] = await importer.importPaths([clip]);
    expect(outcome).toMatchObject({
      outcome: 'imported',
      name: 'clip.mp4',
      exhibit: {
        id: 'E1',
        kind: 'video',
        originalName: 'clip.mp4',
        sizeBytes: clipBytes.length,
        hashes: {
          sha256: sha256(clipBytes),
          sha1: createHash('sha1').update(clipBytes).digest('hex'),
          md5: createHash('md5').update(clipBytes).digest('hex'),
        },
        sourceModifiedAtUtc: '2023-11-14T22:13:20.123Z',
      },
    });
    const stored = join(store.folder, 'exhibits', sha256(clipBytes), 'original.mp4');
    expect(store.exhibitPath('E1')).toBe(stored);
    expect(readFileSync(stored).equals(clipBytes)).toBe(true);
    expect(statSync(stored).mode & 0o777).toBe(0o444);
    expect(store.frameIndex('E1')?.pts).toHaveLength(10);
    expect(custody()).toEqual(['exhibit.imported E1', 'derived.stored derived/E1-ffprobe.json']);
    expect(JSON.parse(readFileSync(join(store.folder, 'derived/E1-ffprobe.json'), 'utf8'))).toMatchObject({
      format: { filename: 'clip.mp4' },
    });
    expect(incoming()).toEqual([]);
    expect(
      events.map((event) =>
        event.type === 'exhibits.importing' ? `${event.name} ${event.bytesDone}/${String(event.bytesTotal)}` : event.type,
      ),
    ).toEqual([`clip.mp4 0/${clipBytes.length}`, `clip.mp4 ${clipBytes.length}/${clipBytes.length}`, 'exhibits.imported']);
    expect((await verifyCase(store.folder)).problems).toEqual([]);
  });

  it('with the same bytes under another name is one exhibit and two entries', async () => {
    const other = join(root, 'other.bin');
    copyFileSync(clip, other);
    expect(brief(await importer.importPaths([clip, other]))).toEqual(['clip.mp4: imported E1', 'other.bin: duplicate E1']);
    expect(custody()).toEqual(['exhibit.imported E1', 'derived.stored derived/E1-ffprobe.json', 'exhibit.imported-again E1']);
    expect(store.acquisitions('E1').map((one) => one.name)).toEqual(['clip.mp4', 'other.bin']);
    expect(incoming()).toEqual([]);
    expect((await verifyCase(store.folder)).problems).toEqual([]);
  });

  it('whose stored copy was lost is given back by a second import', async () => {
    await importer.importPaths([clip]);
    rmSync(store.exhibitPath('E1'));
    expect(brief(await importer.importPaths([clip]))).toEqual(['clip.mp4: duplicate E1']);
    expect((await verifyCase(store.folder)).problems).toEqual([]);
  });

  it('keeps only extensions that are known', async () => {
    copyFileSync(clip, join(root, 'clip.exe'));
    copyFileSync(join(media, 'picture.png'), join(root, 'PICTURE.PNG'));
    await importer.importPaths([join(root, 'clip.exe'), join(root, 'PICTURE.PNG')]);
    expect(store.exhibitPath('E1')).toMatch(/original\.bin$/);
    expect(store.exhibitPath('E2')).toMatch(/original\.png$/);
  });
});

describe('what cannot be imported', () => {
  it('is refused with its reason, recorded, and stops nothing', async () => {
    const folder = join(root, 'evidence');
    mkdirSync(join(folder, 'sub'), { recursive: true });
    writeFileSync(join(folder, 'a-text.mp4'), 'this is not media, whatever its name says');
    writeFileSync(join(folder, 'b-empty.mp4'), '');
    copyFileSync(clip, join(folder, 'c-cut.mp4'));
    truncateSync(join(folder, 'c-cut.mp4'), clipBytes.length - 300);
    execFileSync('mkfifo', [join(folder, 'd-pipe.mp4')]);
    symlinkSync('/etc/hostname', join(folder, 'e-out.mp4'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'f-dangling.mp4'));
    symlinkSync(folder, join(folder, 'g-loop'));
    copyFileSync(join(media, 'picture.png'), join(folder, 'sub/h-picture.png'));
    symlinkSync(join(folder, 'sub/h-picture.png'), join(folder, 'i-inside.png'));
    copyFileSync(join(media, 'sound.wav'), join(folder, 'z-sound.wav'));
    expect(brief(await importer.importPaths([folder, '/dev/null', join(root, 'not-there.mp4')]))).toEqual([
      'a-text.mp4: MEDIA_UNRECOGNISED',
      'b-empty.mp4: FILE_EMPTY',
      'c-cut.mp4: MEDIA_TRUNCATED',
      'd-pipe.mp4: FILE_NOT_REGULAR',
      'e-out.mp4: FILE_OUTSIDE_FOLDER',
      'f-dangling.mp4: FILE_NOT_FOUND',
      'i-inside.png: imported E1',
      'sub/h-picture.png: duplicate E1',
      'z-sound.wav: imported E2',
      'null: FILE_NOT_REGULAR',
      'not-there.mp4: FILE_NOT_FOUND',
    ]);
    expect(custody().filter((line) => line.startsWith('exhibit.refused'))).toHaveLength(8);
    const text = store.entries(3, 1)[0];
    expect(text).toMatchObject({
      action: 'exhibit.refused',
      subject: 'a-text.mp4',
      payload: { code: 'MEDIA_UNRECOGNISED', sizeBytes: 41, hashes: { sha256: sha256(readFileSync(join(folder, 'a-text.mp4'))) } },
    });
    expect(incoming()).toEqual([]);
    expect(readdirSync(join(store.folder, 'exhibits')).length).toBe(3);
    expect((await verifyCase(store.folder)).problems).toEqual([]);
  });

  it.each([
    [
      'grows',
      (path: string) => {
        appendFileSync(path, 'x');
      },
    ],
    [
      'shrinks',
      (path: string) => {
        truncateSync(path, 10);
      },
    ],
    [
      'vanishes',
      (path: string) => {
        unlinkSync(path);
      },
    ],
    [
      'is rewritten',
      (path: string) => {
        writeFileSync(path, Buffer.alloc(clipBytes.length));
        utimesSync(path, 1, 1);
      },
    ],
  ])('a file that %s while it is copied', async (_words, change) => {
    const path = join(root, 'moving.mp4');
    copyFileSync(clip, path);
    atPoint = (point) => {
      if (point !== 'copying') return;
      atPoint = () => undefined;
      change(path);
    };
    expect(brief(await importer.importPaths([path, clip]))).toEqual(['moving.mp4: FILE_CHANGED', 'clip.mp4: imported E1']);
    expect(incoming()).toEqual([]);
  });

  it('a file on a disk that is full', async () => {
    atPoint = (point) => {
      if (point !== 'copying') return;
      atPoint = () => undefined;
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    };
    expect(brief(await importer.importPaths([clip, clip]))).toEqual(['clip.mp4: DISK_FULL', 'clip.mp4: imported E1']);
    expect(incoming()).toEqual([]);
  });

  it('a file at which the program itself breaks: that one alone, and its words belong on stderr', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = new TypeError('of our own');
    atPoint = (point) => {
      if (point !== 'probed') return;
      atPoint = () => undefined;
      throw broken;
    };
    expect(brief(await importer.importPaths([clip, join(media, 'sound.wav')]))).toEqual([
      'clip.mp4: APP_INTERNAL',
      'sound.wav: imported E1',
    ]);
    expect(custody()[0]).toBe('exhibit.refused clip.mp4');
    expect(said.mock.calls).toEqual([['clip.mp4:', broken]]);
    expect(incoming()).toEqual([]);
    expect((await verifyCase(store.folder)).problems).toEqual([]);
    said.mockRestore();
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const path = join(root, 'secret.mp4');
    copyFileSync(clip, path);
    chmodSync(path, 0);
    expect(brief(await importer.importPaths([path]))).toEqual(['secret.mp4: FILE_UNREADABLE']);
  });

  it('the case folder itself is not walked into', async () => {
    await importer.importPaths([clip]);
    expect(brief(await importer.importPaths([root]))).toEqual([]);
  });
});

describe('bytes from a window', () => {
  const bytes = async function* (content: Uint8Array, breakAt = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < content.length; at += 1000) {
      if (at >= breakAt) throw new Error('connection reset');
      yield content.subarray(at, at + 1000);
      await Promise.resolve();
    }
  };
  const send = (content: Uint8Array, more: Partial<{ name: string; sizeBytes: number; breakAt: number }> = {}): Promise<ImportOutcome> =>
    importer.importBytes({
      name: more.name ?? 'clip.mp4',
      modifiedAtMs: 0,
      sizeBytes: more.sizeBytes ?? content.length,
      bytes: bytes(content, more.breakAt),
    });

  it('become the same exhibit as the file would', async () => {
    expect(brief([await send(clipBytes, { name: 'C:\\fake\\path/clip.mp4' })])).toEqual(['clip.mp4: imported E1']);
    expect(store.exhibit('E1')).toMatchObject({ hashes: { sha256: sha256(clipBytes) }, sourceModifiedAtUtc: '1970-01-01T00:00:00.000Z' });
    expect(store.acquisitions('E1').map((one) => one.received)).toEqual(['bytes']);
    expect(brief(await importer.importPaths([clip]))).toEqual(['clip.mp4: duplicate E1']);
  });

  it('that stop half way, are too few or none are refused', async () => {
    expect(brief([await send(clipBytes, { breakAt: 1000 })])).toEqual(['clip.mp4: FILE_CHANGED']);
    expect(brief([await send(clipBytes, { sizeBytes: clipBytes.length + 1 })])).toEqual(['clip.mp4: FILE_CHANGED']);
    expect(brief([await send(new Uint8Array(0))])).toEqual(['clip.mp4: FILE_EMPTY']);
    expect(brief([await send(Buffer.from('x'), { name: 'a\u001b[31m\n.mp4' })])).toEqual(['a\ufffd[31m\ufffd.mp4: MEDIA_UNRECOGNISED']);
    expect(incoming()).toEqual([]);
  });
});

describe('the entries round an import of several files', () => {
  const round = (): unknown[] =>
    store.entries(2, 1000).flatMap(({ action, payload }) => (action.startsWith('import.') ? [[action, payload]] : []));

  it('say how many there were, over which names, and what became of them', async () => {
    writeFileSync(join(root, 'text.mp4'), 'no media');
    await importer.importPaths([clip, clip, join(root, 'text.mp4')]);
    expect(round()).toEqual([
      ['import.started', { files: 3, namesSha256: sha256(Buffer.from('clip.mp4\nclip.mp4\ntext.mp4\n')) }],
      ['import.ended', { started: 2, imported: 1, again: 1, refused: 1, error: null }],
    ]);
    expect((await verifyCase(store.folder)).unfinishedImport).toBeNull();
  });

  it('say why it ended before its last file', async () => {
    const stopped: Promise<void>[] = [];
    atPoint = (point) => {
      if (point === 'recorded') stopped.push(importer.stop());
    };
    await expect(importer.importPaths([clip, join(media, 'sound.wav')])).rejects.toMatchObject({ code: 'CASE_NOT_OPEN' });
    await Promise.all(stopped);
    expect(round()[1]).toEqual(['import.ended', { started: 2, imported: 1, again: 0, refused: 0, error: 'CASE_NOT_OPEN' }]);
  });

  it('are none for a single file', async () => {
    await importer.importPaths([clip]);
    expect(round()).toEqual([]);
  });
});

describe('closing the case during an import', () => {
  it('ends it without a trace of the half copy, and a later import works', async () => {
    const stopped: Promise<void>[] = [];
    atPoint = (point) => {
      if (point === 'copied' && stopped.length === 0) stopped.push(importer.stop());
    };
    await expect(importer.importPaths([clip, join(media, 'sound.wav')])).rejects.toMatchObject({ code: 'CASE_NOT_OPEN' });
    await Promise.all(stopped);
    expect(stopped).toHaveLength(1);
    expect(incoming()).toEqual([]);
    expect(brief(await importer.importPaths([join(media, 'sound.wav')]))).toEqual(['sound.wav: imported E1']);
  });
});

describe('cancelling the file that is being imported', () => {
  it.each(['copying', 'copied'])(
    'at the step "%s" refuses that one, keeps nothing of it, goes on with the next, and takes it in later',
    async (step) => {
      const answers: boolean[] = [];
      atPoint = (point) => {
        if (point === step && answers.length === 0) answers.push(importer.cancelCurrent());
      };
      const files = [clip, join(media, 'sound.wav')];
      expect(brief(await importer.importPaths(files))).toEqual(['clip.mp4: IMPORT_CANCELLED', 'sound.wav: imported E1']);
      expect(answers).toEqual([true]);
      expect(importer.cancelCurrent()).toBe(false);
      expect(custody()).toEqual(['exhibit.refused clip.mp4', 'exhibit.imported E1', 'derived.stored derived/E1-ffprobe.json']);
      expect([incoming(), readdirSync(join(store.folder, 'derived')), store.exhibits().length]).toEqual([[], ['E1-ffprobe.json'], 1]);
      expect((await verifyCase(store.folder)).problems).toEqual([]);
      expect(brief(await importer.importPaths(files))).toEqual(['clip.mp4: imported E2', 'sound.wav: duplicate E1']);
      expect(readFileSync(store.exhibitPath('E2')).equals(clipBytes)).toBe(true);
      expect((await verifyCase(store.folder)).problems).toEqual([]);
    },
  );

  it('too late, where it lies in its place already, keeps the whole of it', async () => {
    atPoint = (point) => {
      if (point === 'marked') importer.cancelCurrent();
    };
    expect(brief(await importer.importPaths([clip]))).toEqual(['clip.mp4: imported E1']);
    expect(incoming()).toEqual([]);
    expect((await verifyCase(store.folder)).problems).toEqual([]);
  });
});
