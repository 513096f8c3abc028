import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { addExhibit, fakeCore, fakeEngine, type FakeCore, type FakeCoreOptions } from '../../../tests/helpers/fake-context.ts';
import { fakeDetector, fakeSources, type FakeDetector, type FakeOptions } from '../../../tests/helpers/fake-engine.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import type { EngineHandle } from '../ports.ts';
import { Examinations } from './examinations.ts';

const FRAMES = 300;
let folder: string;
let caseCount = 0;
const root = tempFolder();
let core: FakeCore;
let registry: readonly FakeDetector[];

beforeEach(() => {
  folder = join(root, String((caseCount += 1)));
  registry = [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame'), fakeDetector('never', 'frame', { applies: false })];
});
afterEach(() => {
  core.store.close();
});

function examinations(
  more: Partial<FakeCoreOptions> & { crashAfter?: number; engine?: Partial<FakeOptions>; name?: string } = {},
): Examinations {
  core = fakeCore({
    folder: join(folder, more.name ?? 'case'),
    registry: () => registry,
    spawn: (task): EngineHandle =>
      fakeEngine(task, fakeSources({ frames: FRAMES, facesPerFrame: 2, detectors: registry, ...more.engine }), more.crashAfter),
    ...more,
  });
  return new Examinations(core.context, core.parts);
}

const actions = (): string[] => core.store.entries(1, 100).map(({ action }) => action);
/** Everything that a job left in the case, without what names the job or the time. */
function results(jobId: string) {
  const { outcomes, framesDone, framesWithFace, state } = core.store.job(jobId);
  return {
    state,
    outcomes,
    framesDone,
    framesWithFace,
    rows: ['alpha', 'beta'].map((id) => core.store.observations(jobId, id)),
    faces: core.store.faces(jobId, 0, FRAMES),
    tracks: core.store.tracks(jobId),
    signals: core.store.signals(jobId),
    findings: core.store.findings({ jobId }).map((finding) => ({ ...finding, id: null, jobId: null })),
  };
}

describe('an examination', () => {
  it('stores rows, tracks, outcomes and findings, and ends with one entry', async () => {
    const running = examinations();
    const exhibit = addExhibit(core.store, FRAMES);
    const job = await running.start(exhibit.id, undefined);
    expect(job).toMatchObject({ state: 'running', framesTotal: FRAMES, framesDone: 0, outcomes: [] });
    await running.whenJobEnds(job.id);

    const { state, outcomes, framesDone, framesWithFace, rows, tracks, findings } = results(job.id);
    expect({ state, framesDone, framesWithFace }).toEqual({ state: 'finished', framesDone: FRAMES, framesWithFace: FRAMES });
    expect(outcomes.map(({ detectorId, outcome }) => [detectorId, outcome.status])).toEqual([
      ['alpha', 'measured'],
      ['beta', 'measured'],
      ['never', 'notApplicable'],
    ]);
    expect(rows.map((of) => of.length)).toEqual([2 * FRAMES, FRAMES]);
    expect(tracks.map(({ trackId, firstFrame, lastFrame, frames }) => [trackId, firstFrame, lastFrame, frames])).toEqual([
      [1, 0, FRAMES - 1, FRAMES],
      [2, 0, FRAMES - 1, FRAMES],
    ]);
    expect(findings.map(({ detectorId, measure }) => [detectorId, measure.value])).toEqual([
      ['alpha', expect.any(Number)],
      ['beta', (3 * (FRAMES - 1)) / 2],
    ]);
    expect(actions()).toEqual(['case.created', 'exhibit.imported', 'examination.started', 'examination.finished']);
    expect(core.events.at(-1)).toMatchObject({ type: 'analysis.ended', job: { id: job.id, state: 'finished' }, findings: 2 });
    const stages = core.events.flatMap((event) => (event.type === 'analysis.progressed' ? [event.progress.stage] : []));
    expect(stages[0]).toBe('opening');
    expect(stages.at(-1)).toBe('concluding');
  });

  it('examines only the detectors asked for', async () => {
    const running = examinations();
    const job = await running.start(addExhibit(core.store, FRAMES).id, ['beta']);
    await running.whenJobEnds(job.id);
    expect(core.store.job(job.id).outcomes.map(({ detectorId }) => detectorId)).toEqual(['beta']);
    await expect(running.start('E1', ['unknown'])).rejects.toMatchObject({ code: 'DETECTOR_UNKNOWN', detail: 'unknown' });
  });

  it('leaves the failure of a detector as its outcome', async () => {
    registry = [
      fakeDetector('alpha', 'frame', { throwAt: 100 }),
      fakeDetector('beta', 'frame'),
      fakeDetector('gamma', 'frame', { openError: new Failure('WEIGHTS_MISSING', 'net') }),
    ];
    const running = examinations();
    const job = await running.start(addExhibit(core.store, FRAMES).id, undefined);
    await running.whenJobEnds(job.id);
    expect(core.store.job(job.id).outcomes).toMatchObject([
      { detectorId: 'alpha', outcome: { status: 'failed', error: { code: 'DETECTOR_FAILED', detail: 'alpha: thrown at 100' } } },
      { detectorId: 'beta', outcome: { status: 'measured' } },
      { detectorId: 'gamma', outcome: { status: 'failed', error: { code: 'WEIGHTS_MISSING' } } },
    ]);
  });

  it('says why when every detector fails before the first frame', async () => {
    registry = [fakeDetector('alpha', 'frame', { openError: new Failure('WEIGHTS_MISSING', 'net') })];
    const running = examinations();
    const job = await running.start(addExhibit(core.store, FRAMES).id, undefined);
    await running.whenJobEnds(job.id);
    expect(core.store.job(job.id)).toMatchObject({
      state: 'finished',
      framesDone: 0,
      outcomes: [{ outcome: { status: 'failed', error: { code: 'WEIGHTS_MISSING' } } }],
    });
  });

  it('takes a conclusion that throws or has the wrong shape as the failure of that detector alone', async () => {
    const wrong = fakeDetector('wrong', 'frame', {
      conclude: () => ({ outcome: { status: 'measured', score: Number.NaN, measures: [], statement: '' }, signals: [], findings: [] }),
    });
    const throws = fakeDetector('throws', 'frame', { conclude: () => expect.unreachable('never') });
    registry = [wrong, throws, fakeDetector('good', 'frame')];
    const running = examinations();
    const job = await running.start(addExhibit(core.store, FRAMES).id, undefined);
    await running.whenJobEnds(job.id);
    expect(core.store.job(job.id).outcomes.map(({ outcome }) => outcome.status)).toEqual(['failed', 'failed', 'measured']);
  });

  it('finishes for sound alone without decoding anything', async () => {
    registry = [fakeDetector('never', 'frame', { applies: false })];
    const running = examinations({ engine: { frames: 0 } });
    const job = await running.start(addExhibit(core.store, 0, { kind: 'audio' }).id, undefined);
    await running.whenJobEnds(job.id);
    expect(core.store.job(job.id)).toMatchObject({
      state: 'finished',
      framesTotal: 0,
      outcomes: [{ outcome: { status: 'notApplicable' } }],
    });
  });

  it('hears sound alone, block by block, with a true count of them', async () => {
    registry = [fakeDetector('alpha', 'audio'), fakeDetector('beta', 'frame', { applies: false })];
    const running = examinations({ engine: { frames: 0, blocks: 130 } });
    const job = await running.start(addExhibit(core.store, 0, { kind: 'audio', durationUs: 127_300_000 }).id, undefined);
    expect(job).toMatchObject({ framesTotal: 0, blocksTotal: 128, blocksDone: 0 });
    expect(job.plan.sampling.soundBlockSeconds).toBe(1);
    await running.whenJobEnds(job.id);
    expect(core.store.job(job.id)).toMatchObject({ state: 'finished', blocksTotal: 130, blocksDone: 130 });
    expect(core.store.observations(job.id, 'alpha').map(({ values }) => values[0])).toEqual(
      Array.from({ length: 130 }, (_, block) => [block, block - 1]).flat(),
    );
    expect(core.store.signals(job.id).map(({ frames, ptsUs }) => [frames, ptsUs.length])).toEqual([[null, 260]]);
    expect(core.store.warnings(job.id)).toEqual([{ frame: null, words: 'The sound was fake.' }]);
    const told = core.events.flatMap((event) => (event.type === 'analysis.progressed' ? [event.progress] : []));
    expect(told.some(({ stage, blocksDone, blocksTotal }) => stage === 'listening' && blocksDone === 64 && blocksTotal === 128)).toBe(true);
  });

  it('begins only when the exhibit still has its hash', async () => {
    const running = examinations({ checkExhibit: () => Promise.reject(new Failure('EXHIBIT_ALTERED', 'E1')) });
    const exhibit = addExhibit(core.store, FRAMES);
    await expect(running.start(exhibit.id, undefined)).rejects.toMatchObject({ code: 'EXHIBIT_ALTERED' });
    expect(core.store.jobs()).toEqual([]);
  });
});

describe('several examinations', () => {
  it('refuses a second one of the same exhibit', async () => {
    const running = examinations();
    const exhibit = addExhibit(core.store, FRAMES);
    const job = await running.start(exhibit.id, undefined);
    await expect(running.start(exhibit.id, undefined)).rejects.toMatchObject({ code: 'JOB_ALREADY_RUNNING', detail: job.id });
    await running.whenJobEnds(job.id);
  });

  it('lets later ones wait: one engine at a time, in order', async () => {
    let engines = 0;
    let most = 0;
    const order: string[] = [];
    const running = examinations({
      spawn: (task) => {
        engines += 1;
        most = Math.max(most, engines);
        order.push(task.plan.exhibitSha256.slice(0, 1));
        const engine = fakeEngine(task, fakeSources({ frames: FRAMES, detectors: registry }));
        return {
          ...engine,
          terminate: () => {
            engines -= 1;
            return engine.terminate();
          },
        };
      },
    });
    const exhibits = [addExhibit(core.store, FRAMES), addExhibit(core.store, FRAMES), addExhibit(core.store, FRAMES)];
    const jobs = await Promise.all(exhibits.map(({ id }) => running.start(id, undefined)));
    expect(core.store.jobs().map(({ state }) => state)).toEqual(['running', 'running', 'running']);
    await running.cancel(jobs[1]!.id);
    await Promise.all(jobs.map(({ id }) => running.whenJobEnds(id)));
    expect(most).toBe(1);
    expect(order).toEqual(['1', '3']);
    expect(core.store.jobs().map(({ state, framesDone }) => [state, framesDone])).toEqual([
      ['finished', FRAMES],
      ['cancelled', 0],
      ['finished', FRAMES],
    ]);
  });
});

describe('ending early and going on', () => {
  async function uninterrupted() {
    const running = examinations({ name: 'whole' });
    const job = await running.start(addExhibit(core.store, FRAMES).id, undefined);
    await running.whenJobEnds(job.id);
    const whole = results(job.id);
    core.store.close();
    return whole;
  }

  /** Runs until two batches are stored, then does `then`. */
  async function startAndReachBatch2(running: Examinations): Promise<string> {
    const job = await running.start(addExhibit(core.store, FRAMES).id, undefined);
    while (core.store.job(job.id).framesDone < 128) await new Promise((resolve) => setImmediate(resolve));
    return job.id;
  }

  it('keeps finished batches when cancelled, and resumes to the same results', async () => {
    const whole = await uninterrupted();
    const running = examinations();
    const jobId = await startAndReachBatch2(running);
    const cancelled = await running.cancel(jobId);
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.framesDone).toBeGreaterThanOrEqual(128);
    expect(cancelled.framesDone).toBeLessThan(FRAMES);
    expect(await running.cancel(jobId)).toEqual(cancelled);
    await running.resume(jobId);
    await running.whenJobEnds(jobId);
    expect(results(jobId)).toEqual(whole);
    expect(actions().slice(2)).toEqual(['examination.started', 'examination.cancelled', 'examination.resumed', 'examination.finished']);
  });

  it('keeps what was heard when cancelled in the sound, and resumes to the same results', async () => {
    const heard = { engine: { blocks: 200 } };
    registry = [fakeDetector('alpha', 'audio'), fakeDetector('beta', 'frame')];
    const facts = { durationUs: 200_000_000 };
    const first = examinations({ ...heard, name: 'whole' });
    const one = await first.start(addExhibit(core.store, FRAMES, facts).id, undefined);
    await first.whenJobEnds(one.id);
    const whole = results(one.id);
    core.store.close();

    const running = examinations(heard);
    const { id } = await running.start(addExhibit(core.store, FRAMES, facts).id, undefined);
    while (core.store.job(id).blocksDone < 64) await new Promise((resolve) => setImmediate(resolve));
    const cancelled = await running.cancel(id);
    expect(cancelled).toMatchObject({ state: 'cancelled', framesDone: FRAMES, blocksTotal: 200 });
    expect(cancelled.blocksDone).toBeGreaterThanOrEqual(64);
    expect(cancelled.blocksDone).toBeLessThan(200);
    await running.resume(id);
    await running.whenJobEnds(id);
    expect(results(id)).toEqual(whole);
    expect(whole.rows.map((rows) => rows.length)).toEqual([400, FRAMES]);
    const resumed = core.store.entries(1, 100).find(({ action }) => action === 'examination.resumed');
    expect(resumed?.payload).toEqual({ nextFrame: FRAMES, nextBlock: cancelled.blocksDone });
  });

  it('keeps the checkpoint when the engine crashes, and resumes to the same results', async () => {
    const whole = await uninterrupted();
    let crashAfter = 2;
    const running = examinations({
      spawn: (task) => fakeEngine(task, fakeSources({ frames: FRAMES, facesPerFrame: 2, detectors: registry }), crashAfter),
    });
    const job = await running.start(addExhibit(core.store, FRAMES).id, undefined);
    await running.whenJobEnds(job.id);
    expect(core.store.job(job.id)).toMatchObject({ state: 'failed', framesDone: 128, error: { code: 'APP_INTERNAL' } });
    crashAfter = Number.POSITIVE_INFINITY;
    await running.resume(job.id);
    await running.whenJobEnds(job.id);
    expect(results(job.id)).toEqual(whole);
    expect(actions().slice(2)).toEqual(['examination.started', 'examination.failed', 'examination.resumed', 'examination.finished']);
  });

  it('stops at the last checkpoint when the case is closed, and resumes after it was opened again', async () => {
    const whole = await uninterrupted();
    let running = examinations();
    const jobId = await startAndReachBatch2(running);
    await running.stopAll();
    expect(core.store.job(jobId).state).toBe('interrupted');
    core.reopen();
    running = new Examinations(core.context, core.parts);
    await running.resume(jobId);
    await running.whenJobEnds(jobId);
    expect(results(jobId)).toEqual(whole);
  });

  it('refuses to resume when a version or weights changed', async () => {
    const running = examinations();
    const jobId = await startAndReachBatch2(running);
    await running.cancel(jobId);
    registry = [fakeDetector('alpha', 'face', { version: '1.0.1' }), ...registry.slice(1)];
    await expect(running.resume(jobId)).rejects.toMatchObject({ code: 'JOB_PLAN_CHANGED', detail: 'detectors' });
    expect(core.store.job(jobId).state).toBe('cancelled');
  });

  it('does not run a finished job again', async () => {
    const running = examinations();
    const job = await running.start(addExhibit(core.store, FRAMES).id, undefined);
    await running.whenJobEnds(job.id);
    expect(await running.resume(job.id)).toEqual(core.store.job(job.id));
    expect(actions().at(-1)).toBe('examination.finished');
  });

  it('knows no job of another case', async () => {
    const running = examinations();
    await expect(running.resume('J7')).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
    await expect(running.cancel('J7')).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });
});

describe('the queue', () => {
  it('lets one that waits run next, one leave it at once, and one be paused to go on later', async () => {
    const running = examinations();
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const exhibit = addExhibit(core.store, FRAMES);
      ids.push((await running.start(exhibit.id, undefined)).id);
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(running.queue()).toEqual(['J1', 'J2', 'J3', 'J4']);
    expect(running.runNext('J4')).toEqual(['J1', 'J4', 'J2', 'J3']);
    // It had not begun, so that it leaves without waiting for the one that runs.
    expect(await running.pause('J2')).toMatchObject({ state: 'interrupted', framesDone: 0 });
    expect(core.store.job('J1').state).toBe('running');
    expect(running.queue()).toEqual(['J1', 'J4', 'J3']);
    expect(await running.pause('J1')).toMatchObject({ state: 'interrupted' });
    await Promise.all([running.whenJobEnds('J3'), running.whenJobEnds('J4')]);
    const ends = core.store
      .entries(1, 100)
      .flatMap(({ action, subject }) => (/finished|interrupted/.test(action) ? [`${action} ${subject}`] : []));
    expect(ends).toEqual([
      'examination.interrupted J2',
      'examination.interrupted J1',
      'examination.finished J4',
      'examination.finished J3',
    ]);
    await running.resume('J1');
    await running.whenJobEnds('J1');
    expect(core.store.job('J1')).toMatchObject({ state: 'finished', framesDone: FRAMES });
    expect(running.queue()).toEqual([]);
  });

  it('stores the sampling that was asked for in the plan, and resumes with it', async () => {
    const running = examinations();
    const { id, plan } = await running.start(addExhibit(core.store, FRAMES).id, undefined, undefined, { everyNthFrame: 5, maxFaces: 1 });
    expect(plan.sampling).toMatchObject({ everyNthFrame: 5, maxFaces: 1, detectFacesEvery: 25, maxWorkingWidth: 1920 });
    await running.pause(id);
    await running.resume(id);
    await running.whenJobEnds(id);
    expect(core.store.job(id).state).toBe('finished');
    expect(core.store.observations(id, 'alpha').every(({ frame }) => frame % 5 === 0)).toBe(true);
  });

  it('says why a detector cannot be asked about an exhibit', () => {
    const running = examinations();
    const said = running.applicable(addExhibit(core.store, FRAMES).id);
    expect(said.map(({ detectorId, reason, missing }) => [detectorId, reason === null, missing])).toEqual([
      ['alpha', true, []],
      ['beta', true, []],
      ['never', false, []],
    ]);
  });

  it('says which networks a detector lacks on this machine before it is asked', () => {
    const alpha = fakeDetector('alpha', 'face');
    registry = [{ ...alpha, card: { ...alpha.card, weights: ['mesh', 'iris'] } } as FakeDetector, fakeDetector('beta', 'frame')];
    examinations();
    const lacking = new Examinations(core.context, { ...core.parts, missingNetworks: () => ['iris', 'other'] });
    const said = lacking.applicable(addExhibit(core.store, FRAMES).id);
    expect(said.map(({ detectorId, missing }) => [detectorId, missing])).toEqual([
      ['alpha', ['iris']],
      ['beta', []],
    ]);
  });
});
