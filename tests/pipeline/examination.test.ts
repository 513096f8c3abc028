/** Whole examinations of real clips: exact counts, tracks, and what is said where nothing can be said. */
import { copyFileSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Track } from '../../src/contract/analysis.ts';
import { concludeAll } from '../../src/core/analysis/conclude.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { splitOverlay } from '../../src/engine/faces/overlay.ts';
import { openCase } from '../../src/store/open-case.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { realSources } from '../../src/engine/sources.ts';
import { fakeDetector, fakeTask, runToEnd } from '../helpers/fake-engine.ts';
import { ask, examine, openApp, whatIsLeft } from '../helpers/examine.ts';
import { beginningOf, CAP12, CAP13, countedFrames, FRANCK, pieceOf, sideBySide, X264 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';

const spans = (tracks: readonly Track[]) => tracks.map(({ firstFrame, lastFrame, frames }) => [firstFrame, lastFrame, frames]);

describe('one person', () => {
  // Past the 64 frames that are stored together, and past two of the searches for faces, every 25.
  it.each([
    ['franck', FRANCK, 70],
    ['cap12', CAP12, 70],
    ['cap13', CAP13, 70],
  ])('%s: every frame that ffprobe counts is examined once, with one face', async (name, source, frames) => {
    const folder = tempFolder();
    const clip = await beginningOf(source, frames, join(folder, `${name}.mp4`));
    const counted = countedFrames(clip);
    expect(counted).toBe(frames);
    await examine(join(folder, 'case'), [clip]);
    const { job, tracks, rows, faces, warnings } = whatIsLeft(join(folder, 'case'));
    expect(job).toMatchObject({ state: 'finished', framesTotal: counted, framesDone: counted, framesWithFace: counted, error: null });
    expect(spans(tracks)).toEqual([[0, counted - 1, counted]]);
    expect(rows.blink?.map(({ frame }) => frame)).toEqual(Array.from({ length: counted }, (_, frame) => frame));
    expect(faces.map(({ frame }) => frame)).toEqual(Array.from({ length: counted }, (_, frame) => frame));
    expect(warnings).toEqual([]);
  });
});

/** Everything that was concluded, drawn in this thread from rows of plain numbers. */
function concludedHere(folder: string): { outcomes: unknown; signals: unknown; findings: unknown } {
  const store = openCase(folder, { now: () => new Date(), penumbraVersion: '0.1.0' });
  try {
    const job = store.job('J1');
    const concluded = concludeAll(detectors, {
      ...{ facts: store.exhibit('E1').facts, structure: store.structure('J1'), keyFrames: store.frameIndex('E1')?.keyFrames ?? [] },
      ...{ tracks: store.tracks('J1'), framesTotal: job.framesTotal, framesDecoded: job.framesDone, failures: new Map() },
      rows: (id) => store.observations('J1', id),
      faceAt: (frame, trackId) => {
        const face = store.faces('J1', frame, 1).find((one) => one.trackId === trackId);
        return face === undefined ? null : { box: face.box, ...splitOverlay(face.points) };
      },
    });
    return {
      outcomes: concluded.map(({ detectorId, outcome }) => ({ detectorId, outcome })),
      signals: concluded.flatMap(({ signals }) => signals),
      findings: concluded.flatMap(({ findings }) => findings),
    };
  } finally {
    store.close();
  }
}

describe('several persons', () => {
  it('two beside each other are two tracks, each as long as the film', async () => {
    const folder = tempFolder();
    await examine(join(folder, 'case'), [await sideBySide(folder, 'two.mp4', 3)]);
    const { job, tracks, faces, signals, findings } = whatIsLeft(join(folder, 'case'));
    // What is calibrated is evaluated afterwards.
    const outcomes = job.outcomes.map(({ detectorId, outcome }) => ({ detectorId, outcome: { ...outcome, evaluation: undefined } }));
    const drafts = findings.map((finding) => ({ ...finding, id: undefined, jobId: undefined, exhibitId: undefined, review: undefined }));
    // As JSON has it: without what is undefined, and -0 as 0.
    const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    expect(stored({ outcomes, signals, findings: drafts })).toEqual(stored(concludedHere(join(folder, 'case'))));
    expect(signals.length).toBeGreaterThan(30);
    expect(job).toMatchObject({ state: 'finished', framesDone: 72, framesWithFace: 72 });
    expect(spans(tracks)).toEqual([
      [0, 71, 72],
      [0, 71, 72],
    ]);
    const left = tracks.map(({ trackId }) => faces.filter((face) => face.trackId === trackId).map(({ box }) => box[0] + box[2] / 2));
    // The left picture is 375 pixels wide.
    expect(left.map((centres) => centres.every((x) => x < 375)).sort()).toEqual([false, true]);
    expect(left.map((centres) => centres.every((x) => x > 375)).sort()).toEqual([false, true]);
  });

  it('one who enters late is a track from the next search on', async () => {
    const folder = tempFolder();
    // The right person comes up in frames 29 to 41; while somebody is followed, faces are looked for every 25 frames.
    await examine(join(folder, 'case'), [await sideBySide(folder, 'late.mp4', 2.75, 1.2)]);
    expect(spans(whatIsLeft(join(folder, 'case')).tracks)).toEqual([
      [0, 65, 66],
      [50, 65, 16],
    ]);
  });
});

describe('where nothing can be said', () => {
  it('abstains, with a reason, in a film of nobody and in one of 10 frames a second', async () => {
    const folder = tempFolder();
    const blank = await ffmpeg('-f', 'lavfi', '-i', 'color=black:size=320x240:rate=25:duration=4', ...X264, join(folder, 'blank.mp4'));
    const slow = await ffmpeg('-t', '5', '-i', FRANCK, '-vf', 'fps=10', ...X264, join(folder, 'slow.mp4'));
    const jobs = await examine(join(folder, 'case'), [blank, slow]);
    expect(jobs.map(({ state, framesDone, framesWithFace }) => [state, framesDone, framesWithFace])).toEqual([
      ['finished', 100, 0],
      ['finished', 50, 50],
    ]);
    for (const [job, words] of [
      [jobs[0], /face/i],
      [jobs[1], /15/],
    ] as const) {
      const outcome = job?.outcomes[0]?.outcome;
      expect(outcome?.status).toBe('abstained');
      expect(outcome?.status === 'abstained' ? outcome.reason : '').toMatch(words);
    }
    expect(whatIsLeft(join(folder, 'case'), 'J1').tracks).toEqual([]);
  });

  it('says of a picture and of sound alone that blinks do not apply, and ends', async () => {
    const folder = tempFolder();
    const picture = await ffmpeg('-ss', '3', '-i', FRANCK, '-frames:v', '1', '-update', '1', join(folder, 'picture.png'));
    const sound = await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', join(folder, 'sound.wav'));
    const jobs = await examine(join(folder, 'case'), [picture, sound]);
    expect(jobs.map(({ state, framesTotal, outcomes }) => [state, framesTotal, outcomes[0]?.outcome.status])).toEqual([
      ['finished', 1, 'notApplicable'],
      ['finished', 0, 'notApplicable'],
    ]);
  });
});

it('a picture is one frame for a detector that works on pictures', async () => {
  const folder = tempFolder();
  const picture = await ffmpeg('-ss', '3', '-i', FRANCK, '-frames:v', '1', '-update', '1', join(folder, 'picture.png'));
  const tools = await findTools();
  const { facts, index } = await probe(picture, tools);
  const detectors = [fakeDetector('any', 'frame')];
  const task = {
    ...fakeTask({ frames: 1, detectors }),
    path: picture,
    facts,
    ffmpegPath: tools.ffmpegPath,
    ffprobePath: tools.ffprobePath,
    timeBase: index!.timeBase,
  };
  const messages = await runToEnd(task, { ...realSources(task), detectors });
  expect(messages.map(({ type }) => type)).toEqual(['opened', 'batch', 'ended']);
  expect(messages[1]).toMatchObject({ framesDecoded: 1, observations: { any: [{ frame: 0, ptsUs: 0, trackId: null, values: [0] }] } });
});

describe('a clip that was cut off', () => {
  it('is refused at import', async () => {
    const folder = tempFolder();
    const clip = await pieceOf(FRANCK, 0, 2, join(folder, 'cut-off.mp4'));
    truncateSync(clip, Math.floor(readFileSync(clip).length / 2));
    const app = await openApp(join(folder, 'data'));
    await app.createCaseAt(join(folder, 'case'), { name: 'Cut off', examiner: 'Demo Examiner' });
    expect(await app.importPaths([clip])).toMatchObject([{ outcome: 'refused', error: { code: 'MEDIA_TRUNCATED' } }]);
    expect((await ask(app, 'cases.state', {})).exhibits).toEqual([]);
    await app.close();
  });

  it('is examined as far as it can be decoded when its end is lost behind the index', async () => {
    const folder = tempFolder();
    const whole = await pieceOf(FRANCK, 0, 2, join(folder, 'whole.mp4'));
    // The index in front, so that what is left can still be read.
    const front = await ffmpeg('-i', whole, '-c', 'copy', '-movflags', '+faststart', join(folder, 'front.mp4'));
    const cut = join(folder, 'cut.mp4');
    copyFileSync(front, cut);
    truncateSync(cut, Math.floor(readFileSync(front).length * 0.6));
    const tools = await findTools();
    const { facts, index } = await probe(front, tools);
    const plan = {
      ...fakeTask({ frames: 0, detectors: [] }).plan,
      detectors: [{ id: 'blink' as never, version: '1.0.0', parametersSha256: '0'.repeat(64) }],
    };
    const weightsFolder = join(import.meta.dirname, '../../models/weights');
    const task = {
      path: cut,
      facts,
      timeBase: index!.timeBase,
      pts: index!.pts,
      plan,
      ffmpegPath: tools.ffmpegPath,
      ffprobePath: tools.ffprobePath,
      weightsFolder,
      resume: null,
    };
    const messages = await runToEnd(task, realSources(task));
    const batches = messages.filter((message) => message.type === 'batch');
    const decoded = batches.reduce((sum, { framesDecoded }) => sum + framesDecoded, 0);
    expect(decoded).toBeGreaterThan(10);
    expect(decoded).toBeLessThan(48);
    expect(batches.at(-1)?.lastFrame).toBe(decoded - 1);
    expect(batches.flatMap(({ warnings }) => warnings)).toContainEqual({
      frame: decoded,
      words: `Frames ${decoded} to 47 are in the file's index but could not be decoded.`,
    });
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  });
});
