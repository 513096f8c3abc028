/** The program as it is bundled for the Electron door, under plain Node with a stand-in for Electron: every thread starts from the bundle and does its work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBundle } from '../../scripts/release/hollow-electron/drive.ts';
import { mainJob } from '../../scripts/release/hollow-electron/main-job.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { FRANCK } from '../helpers/real-clips.ts';
import { signJpeg } from '../helpers/sign-c2pa.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const root = join(import.meta.dirname, '../..');
const bundle = join(root, 'out/main');

/** Of faces, of the picture, of the sound and of the file; the film is just long enough for threads of their own. */
const SOME = ['blink', 'gaze', 'face-edge', 'temporal', 'channels', 'provenance'];

/** Names of the thread entries that the sources start. */
function startedBySources(): string[] {
  const sources = (readdirSync(join(root, 'src'), { recursive: true }) as string[]).filter((path) => /(?<!\.test)\.ts$/.test(path));
  return sources.flatMap((path) =>
    [...readFileSync(join(root, 'src', path), 'utf8').matchAll(/new URL\('\.\/((?:[a-z0-9-]+-)?worker)\.ts', import\.meta\.url\)/g)].map(
      ([, name = '']) => name,
    ),
  );
}

describe.skipIf(!existsSync(bundle))('the bundle of the Electron door (skipped where nothing was built)', () => {
  it('has every thread entry that the sources name, under the name that it is started by', () => {
    const named = startedBySources().sort();
    expect(named.length).toBeGreaterThanOrEqual(9);
    const files = readdirSync(bundle);
    const inBundle = files.flatMap((file) =>
      [...readFileSync(join(bundle, file), 'utf8').matchAll(/new URL\(["'`]\.\/([^"'`]+)["'`], import\.meta\.url\)/g)].map(
        ([, name = '']) => name,
      ),
    );
    expect([...new Set(inBundle)].sort()).toEqual(named.map((name) => `${name}.js`));
    expect(inBundle.filter((name) => !files.includes(name))).toEqual([]);
    // Two entries of one name would be one file.
    expect(new Set(named).size).toBe(named.length);
  });

  it('starts no second copy of its own program, which the fuse "runAsNode" forbids in Electron', () => {
    for (const file of readdirSync(bundle)) {
      const code = readFileSync(join(bundle, file), 'utf8');
      expect([file, /\bfork\(|process\.execPath/.exec(code)?.[0]]).toEqual([file, undefined]);
    }
  });

  it('does the main job', async () => {
    const folder = tempFolder();
    const film = join(folder, 'film.mp4');
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=300:duration=2.5'];
    await ffmpeg('-i', FRANCK, ...tone, '-map', '0:v:0', '-map', '1:a', '-c:v', 'copy', '-frames:v', '60', '-shortest', film);
    const [picture, signed] = [join(folder, 'picture.jpg'), join(folder, 'signed.jpg')];
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=320x240', '-frames:v', '1', picture);
    await signJpeg(picture, signed);
    const opened = await openBundle(root, folder);
    onTestFinished(() => opened.kill());
    const done = await mainJob(opened, film, [signed], SOME);
    const threads = opened.threads();
    expect(await opened.quit()).toBe(0);
    expect(done).toMatchObject({
      imported: ['imported', 'imported'],
      states: ['finished', 'finished'],
      failed: [],
      wave: 22_050,
      statuses: [200, 200, 200, 404],
      signed: true,
      problems: [],
    });
    expect(done.plots).toBeGreaterThan(1);
    // All but the one that tries a GPU, and the one that hashes beside large files; a decoding's thread has no name of its own.
    expect(threads).toEqual(['WorkerThread', 'c2pa', 'conclude', 'detectors', 'engine', 'identity', 'plots', 'sound', 'verify']);
  });
});
