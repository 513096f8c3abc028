/** What the machine may do to a case: kill the program, fill or lock the disk, lose an exhibit, break a page, set the clock. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ExhibitId } from '../../src/contract/values.ts';
import { entryFor } from '../../src/store/entries.ts';
import { createCase, openCase } from '../../src/store/open-case.ts';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { ask, openApp } from '../helpers/examine.ts';
import { killAtRandom, resultsOf } from '../helpers/kill-at-random.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { loneImporter, loneProxies } from '../helpers/lone-importer.ts';
import { makeClip, makePicture, makeSound } from '../helpers/small-media.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const root = tempFolder();
const media = join(root, 'media');
mkdirSync(media);
makeClip(join(media, 'a.mp4'), 60);
makePicture(join(media, 'b.png'));
makeSound(join(media, 'c.wav'));
const options = { now: () => new Date(), penumbraVersion: '0' };
const demo = { name: 'Faults', examiner: 'Demo Examiner' };

it('killed at moments of chance, loses nothing that was committed and ends as if it had not been', { timeout: 300_000 }, async () => {
  const [whole, killed] = [join(root, 'whole'), join(root, 'killed')];
  await killAtRandom(whole, media, []);
  const kills = await killAtRandom(killed, media, [80, 300, 700, 1300]);
  expect(kills.flatMap(({ lost, problems }) => [...lost, ...problems])).toEqual([]);
  expect(kills.filter((kill) => kill.killed).length).toBeGreaterThan(2);
  expect(kills.at(-1)).toMatchObject({ killed: false, stage: 'done' });
  expect(resultsOf(killed)).toEqual(resultsOf(whole));
});

/** A file system of so many MiB; null where this account may not mount one. */
function smallDisk(name: string, mebibytes: number): string | null {
  const place = join(root, name);
  mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(mebibytes)}m`, 'none', place], { stdio: 'ignore' });
  } catch {
    return null;
  }
  mounted.push(place);
  return place;
}
const mounted: string[] = [];
afterAll(() => {
  for (const place of mounted) execFileSync('umount', [place]);
});
const remount = (place: string, how: 'ro' | 'rw'): unknown => execFileSync('mount', ['-o', `remount,${how}`, place]);

describe('the disk', () => {
  it('full during an import: DISK_FULL, the case verifies, and takes the file in when there is room', async ({ skip }) => {
    const disk = smallDisk('full', 4);
    if (disk === null) skip('this account may not mount a small file system');
    const folder = join(disk ?? '', 'case');
    const store = createCase(folder, demo, options);
    const large = join(root, 'large.png');
    makePicture(large);
    writeFileSync(large, randomBytes(6 << 20), { flag: 'a' });
    const importer = loneImporter(store);
    const [outcome] = await importer.importPaths([large]);
    expect(outcome).toMatchObject({ outcome: 'refused', error: { code: 'DISK_FULL' } });
    store.close();
    expect((await verifyCase(folder)).problems).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=32m', disk ?? '']);
    const again = openCase(folder, options);
    expect((await loneImporter(again).importPaths([large])).map((one) => one.outcome)).toEqual(['imported']);
    again.close();
    expect((await verifyCase(folder)).problems).toEqual([]);
  });

  it('full while a proxy is made: DISK_FULL, nothing of it is kept, and it is made when there is room', async ({ skip }) => {
    const disk = smallDisk('full-proxy', 3);
    if (disk === null) skip('this account may not mount a small file system');
    const folder = join(disk ?? '', 'case');
    const store = createCase(folder, demo, options);
    // As FLAC, noise is as large as it was before it was encoded: half a minute is 2.7 MiB.
    await loneImporter(store).importPaths([
      await ffmpeg('-f', 'lavfi', '-i', 'anoisesrc=duration=30:sample_rate=48000', join(media, 'noise.wma')),
    ]);
    const E1 = ExhibitId.parse('E1');
    const head = store.head();
    await expect(loneProxies(store).make(E1)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect([store.head(), readdirSync(join(folder, 'exhibits/.incoming')), readdirSync(join(folder, 'derived'))]).toEqual([
      head,
      [],
      ['E1-ffprobe.json'],
    ]);
    execFileSync('mount', ['-o', 'remount,size=32m', disk ?? '']);
    expect((await loneProxies(store).make(E1)).name).toBe('E1-proxy.flac');
    store.close();
    expect((await verifyCase(folder)).problems).toEqual([]);
  });

  it('full for the database: DISK_FULL, nothing half written', async ({ skip }) => {
    const disk = smallDisk('full-database', 2);
    if (disk === null) skip('this account may not mount a small file system');
    const folder = join(disk ?? '', 'case');
    createCase(folder, demo, options).close();
    const store = openCase(folder, options);
    const entries = store.entries(1, 1000).length;
    execFileSync('sh', ['-c', 'cat /dev/zero > "$1" || true', 'sh', join(disk ?? '', 'filler')], { stdio: 'ignore' });
    const act = (): void => {
      for (let n = 0; n < 400; n++) store.note(refusal(n));
    };
    expect(act).toThrow(expect.objectContaining({ code: 'DISK_FULL' }));
    const kept = store.entries(1, 1000).length;
    store.close();
    expect(kept).toBeGreaterThanOrEqual(entries);
    const said = await verifyCase(folder);
    expect([said.problems, said.entries]).toEqual([[], kept]);
  });

  it('read-only: CASE_READ_ONLY for opening, CASE_PLACE_UNUSABLE for a new case, and it still verifies', async ({ skip }) => {
    const disk = smallDisk('read-only', 4);
    if (disk === null) skip('this account may not mount a small file system');
    const folder = join(disk ?? '', 'case');
    createCase(folder, demo, options).close();
    remount(disk ?? '', 'ro');
    expect(() => openCase(folder, options)).toThrow(expect.objectContaining({ code: 'CASE_READ_ONLY' }));
    expect(() => createCase(`${folder}-2`, demo, options)).toThrow(
      expect.objectContaining({ code: 'CASE_PLACE_UNUSABLE', detail: `${folder}-2: the disk is read-only` }),
    );
    expect((await verifyCase(folder)).problems).toEqual([]);
    remount(disk ?? '', 'rw');
    openCase(folder, options).close();
  });
});

it('an exhibit that vanished: its examination says so, the others run, the checker names it', async () => {
  const folder = join(root, 'vanished');
  const app = await openApp(`${folder}-data`);
  await app.createCaseAt(folder, demo);
  await app.importPaths([media]);
  const { exhibits } = await ask(app, 'cases.state', {});
  const gone = join(folder, 'exhibits', exhibits[1]!.hashes.sha256);
  chmodSync(gone, 0o700);
  rmSync(gone, { recursive: true });
  expect(await app.call('analysis.start', { exhibitId: 'E2', detectorIds: ['container'] })).toMatchObject({
    ok: false,
    error: { code: 'EXHIBIT_MISSING' },
  });
  const job = await ask(app, 'analysis.start', { exhibitId: 'E1', detectorIds: ['container'] });
  await app.whenJobEnds(job.id);
  const said = await ask(app, 'cases.verify', {});
  await app.close();
  expect(said.problems.map(({ subject }) => subject)).toEqual([expect.stringContaining(exhibits[1]!.hashes.sha256)]);
});

it('a clock that is set back and forth: the chain holds, the times stand as they were told, and the checker names those that go back', async () => {
  const folder = join(root, 'clock');
  const times = ['2026-05-01T10:00:00Z', '2026-04-30T10:00:00Z', '2036-05-01T10:00:00Z', '1999-01-01T00:00:00Z', '2026-05-01T10:00:01Z'];
  let told = 0;
  const now = (): Date => new Date(times[Math.min(told++, times.length - 1)] ?? '');
  const store = createCase(folder, demo, { ...options, now });
  for (let n = 0; n < 4; n++) store.note(refusal(n));
  const written = store.entries(1, 10).map(({ atUtc }) => Date.parse(atUtc));
  store.close();
  expect(written).toEqual(times.map((time) => Date.parse(time)));
  const { problems } = await verifyCase(folder);
  expect(problems.map(({ kind, subject }) => [kind, subject])).toEqual(['2', '4', '5'].map((seq) => ['ledger-time-backwards', seq]));
});

it('two programs on one case: the second is told who has it', () => {
  const folder = join(root, 'two');
  const store = createCase(folder, demo, options);
  const second = execFileSync(
    process.execPath,
    [
      '-e',
      `import(${JSON.stringify(join(import.meta.dirname, '../../src/store/open-case.ts'))}).then(({ openCase }) => { try { openCase(${JSON.stringify(folder)}, { now: () => new Date(), penumbraVersion: '0' }); console.log('opened') } catch (error) { console.log(error.message) } })`,
    ],
    { encoding: 'utf8' },
  );
  store.close();
  expect(second).toContain('Another program has this case open');
  expect(second).toContain(`open in process ${String(process.pid)}`);
});

const refusal = (n: number): Parameters<ReturnType<typeof createCase>['note']>[0] =>
  entryFor.exhibitRefused('Demo Examiner', `file ${String(n)}`, { code: 'MEDIA_UNRECOGNISED', message: 'x'.repeat(200) }, null);
