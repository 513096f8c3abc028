/** What happens when the end of a long examination cannot be stored: nothing is doubled, nothing is half there, and the examiner can go on. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { openApp } from '../../../tests/helpers/examine.ts';
import { coreOf, endFault, type EndFault, examineWith } from '../../../tests/helpers/end-faults.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { entryFor } from '../../store/entries.ts';
import { openCase } from '../../store/open-case.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { Examinations } from './examinations.ts';

const FRAMES = 200;
const root = tempFolder();
let count = 0;
const newFolder = (): string => join(root, String((count += 1)));
const actions = (store: CaseStore): string[] =>
  store
    .entries(1, 1000)
    .map(({ action }) => action)
    .filter((action) => action.startsWith('examination.'));

/** The made-up exhibit was never a file; that is all that may be wrong. */
async function expectWhole(folder: string): Promise<void> {
  const { problems } = await verifyCase(folder, undefined, []);
  expect(problems.filter(({ subject }) => !subject.startsWith('exhibits/'))).toEqual([]);
}

async function lost(moment: EndFault['moment'], what: EndFault['what']) {
  const made = coreOf(newFolder(), FRAMES);
  const heard: string[] = [];
  made.core.store.onEntry(({ action }) => heard.push(action));
  const id = await examineWith(made, endFault(moment, what));
  return { ...made, id, heard };
}

describe('the thread that stores the end', () => {
  it.each([
    ['digested', 'thread', 'APP_INTERNAL'],
    ['begun', 'memory', 'APP_INTERNAL'],
    ['nearly done', 'thread', 'APP_INTERNAL'],
    ['begun', 'full disk', 'DISK_FULL'],
  ] as const)(
    '%s, then lost (%s): the examination has failed with %s, keeps its rows, and is ended once when it is resumed',
    async (...of) => {
      const [moment, what, code] = of;
      const { core, id } = await lost(moment, what);
      expect(core.store.job(id)).toMatchObject({ state: 'failed', error: { code }, outcomes: [], framesDone: FRAMES });
      expect([core.store.signals(id), core.store.findings({ jobId: id }), core.store.tracks(id)]).toEqual([[], [], []]);
      expect(core.events.at(-1)).toMatchObject({ type: 'analysis.ended', job: { state: 'failed' } });
      // An act of the examiner finds the way free.
      core.store.note(entryFor.exhibitRefused('Demo Examiner', 'x', { code: 'FILE_EMPTY', message: 'x' }, null));
      const again = new Examinations(core.context, { ...core.parts, ending: { short: 0 } });
      await again.resume(id);
      await again.whenJobEnds(id);
      await again.stopAll();
      expect(core.store.job(id)).toMatchObject({ state: 'finished' });
      expect(core.store.findings({ jobId: id })).toHaveLength(2);
      expect(actions(core.store)).toEqual(['examination.started', 'examination.failed', 'examination.resumed', 'examination.finished']);
      core.store.close();
      await expectWhole(core.store.folder);
    },
  );

  it('not stored, and neither its failure: who waits and every window are told, and it is ended when there is room', async () => {
    const { core, exhibitId } = coreOf(newFolder(), FRAMES);
    const { store } = core;
    const examinations = new Examinations(core.context, core.parts);
    const { id } = await examinations.start(exhibitId, undefined);
    const full = vi.spyOn(store, 'act').mockImplementation(() => {
      throw new Failure('DISK_FULL');
    });
    await expect(examinations.whenJobEnds(id)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(core.events.at(-1)).toMatchObject({ type: 'analysis.endUnstored', jobId: id, error: { code: 'DISK_FULL' } });
    expect(examinations.queue()).toEqual([]);
    // Nothing else is begun on this exhibit, and the reason is told each time.
    await expect(examinations.resume(id)).rejects.toMatchObject({ code: 'DISK_FULL' });
    await expect(examinations.start(exhibitId, undefined)).rejects.toMatchObject({ code: 'DISK_FULL' });
    full.mockRestore();
    expect(await examinations.cancel(id)).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL' }, framesDone: FRAMES });
    expect(core.events.at(-1)).toMatchObject({ type: 'analysis.ended', job: { id, state: 'failed' } });
    await examinations.resume(id);
    await examinations.whenJobEnds(id);
    await examinations.stopAll();
    expect(actions(store)).toEqual(['examination.started', 'examination.failed', 'examination.resumed', 'examination.finished']);
    store.close();
    await expectWhole(store.folder);
  });

  it('lost when it has stored, before it says so: the examination is finished, and windows are told of its entry', async () => {
    const { core, id, heard } = await lost('stored', 'thread');
    expect(core.store.job(id)).toMatchObject({ state: 'finished' });
    expect(core.store.findings({ jobId: id })).toHaveLength(2);
    expect(actions(core.store)).toEqual(['examination.started', 'examination.finished']);
    expect(heard).toEqual(['examination.started', 'examination.finished']);
    core.store.close();
    await expectWhole(core.store.folder);
  });

  it('at work: an act of the examiner waits for it, and both are stored, one after the other', async () => {
    const made = coreOf(newFolder(), FRAMES);
    const { store } = made.core;
    const fault = endFault('nearly done', 'wait');
    const ended = examineWith(made, fault);
    while (Atomics.load(fault.reached, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const from = performance.now();
    store.note(entryFor.exhibitRefused('Demo Examiner', 'x', { code: 'FILE_EMPTY', message: 'x' }, null));
    expect(performance.now() - from).toBeGreaterThan(100);
    const id = await ended;
    expect(store.job(id)).toMatchObject({ state: 'finished' });
    expect(store.entries(store.head().seq - 1, 2).map(({ action }) => action)).toEqual(['examination.finished', 'exhibit.refused']);
    store.close();
    await expectWhole(store.folder);
  });
});

const CHILD = fileURLToPath(new URL('../../../tests/helpers/end-and-be-killed.ts', import.meta.url));
/** More than are ended in the application's own thread. */
const MANY = 1600;

function killedWhen(moment: EndFault['moment']): string {
  const folder = newFolder();
  const { signal } = spawnSync(process.execPath, [CHILD, folder, moment, String(MANY)], { stdio: ['ignore', 'ignore', 'inherit'] });
  expect(signal).toBe('SIGKILL');
  return folder;
}
const lookAt = (folder: string): CaseStore => openCase(folder, { now: () => new Date(), penumbraVersion: '0' });

describe('the whole program, killed while a thread stores the end', { timeout: 60_000 }, () => {
  it.each(['digested', 'nearly done'] as const)('%s: the next opening ends the examination once, as interrupted', async (moment) => {
    const folder = killedWhen(moment);
    await expectWhole(folder);
    const app = await openApp(`${folder}-data`);
    const [opening, closing] = [app.openCaseAt(folder), app.close()];
    // A second program, while the first reads what was left running.
    const second = await openApp(`${folder}-second`);
    await expect(second.openCaseAt(folder)).rejects.toMatchObject({ code: 'CASE_LOCKED' });
    await second.close();
    expect((await opening).jobs).toMatchObject([{ state: 'interrupted', framesDone: MANY, outcomes: [] }]);
    await closing;
    const store = lookAt(folder);
    expect(actions(store)).toEqual(['examination.started', 'examination.interrupted']);
    expect(store.signals('J1')).toEqual([]);
    store.close();
    await expectWhole(folder);
  });

  it('stored: the examination is finished, and the next opening leaves it so', async () => {
    const folder = killedWhen('stored');
    const app = await openApp(`${folder}-data`);
    expect((await app.openCaseAt(folder)).jobs).toMatchObject([{ state: 'finished' }]);
    await app.close();
    const store = lookAt(folder);
    expect(store.findings({ jobId: 'J1' })).toHaveLength(2);
    expect(actions(store)).toEqual(['examination.started', 'examination.finished']);
    store.close();
    await expectWhole(folder);
  });
});
