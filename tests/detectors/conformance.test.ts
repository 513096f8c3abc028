/** What every detector of the registry must do, whatever it measures. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { DetectorCard, FindingDraft, Outcome, Shape, Signal } from '../../src/contract/analysis.ts';
import type { MediaFacts, VideoStream } from '../../src/contract/exhibits.ts';
import { concludeAll, type Examined } from '../../src/core/analysis/conclude.ts';
import { modelsFolder } from '../../src/core/analysis/models-folder.ts';
import { parametersSha256 } from '../../src/core/analysis/plan.ts';
import { buildTracks } from '../../src/core/analysis/tracks.ts';
import type { AnyDetector, Detector, ConcludeInput, FeedItems, ObservationRow, Values } from '../../src/engine/detectors/interface.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import type { EyeMesh, FaceItem } from '../../src/engine/faces/face.ts';
import { overlayPoints, splitOverlay } from '../../src/engine/faces/overlay.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { lockedWeights } from '../../src/engine/inference/lock.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import type { WorkingFrame } from '../../src/engine/media/frame.ts';
import type { PassSources } from '../../src/engine/pass-sources.ts';
import type { FromEngine } from '../../src/engine/protocol.ts';
import { decodingOf, FAKE_FACTS, fakeTask, runToEnd } from '../helpers/fake-engine.ts';

const WIDTH = 320;
const HEIGHT = 240;
const WEIGHTS = join(modelsFolder(), 'weights');

const VIDEO: VideoStream = {
  type: 'video',
  index: 0,
  codec: 'h264',
  profile: null,
  width: WIDTH,
  height: HEIGHT,
  rotation: 0,
  sampleAspectRatio: null,
  pixelFormat: 'yuv420p',
  colorSpace: null,
  colorRange: null,
  timeBase: { num: 1, den: 25 },
  averageFrameRate: { num: 25, den: 1 },
  frameCount: 75,
  keyFrameCount: 1,
  variableFrameRate: false,
  startUs: 0,
  durationUs: 3_000_000,
  encoder: null,
};
const SOUND: MediaFacts['streams'][number] = {
  type: 'audio',
  index: 0,
  codec: 'pcm_s16le',
  sampleRate: 48_000,
  channels: 1,
  channelLayout: null,
  startUs: 0,
  durationUs: 3_000_000,
};
const FACTS: Record<string, MediaFacts> = {
  'a film': { ...FAKE_FACTS, durationUs: 3_000_000, streams: [VIDEO] },
  'a film with sound': { ...FAKE_FACTS, durationUs: 3_000_000, streams: [VIDEO, SOUND] },
  'a film of one frame': { ...FAKE_FACTS, streams: [{ ...VIDEO, frameCount: 1 }] },
  'a film of unknown rate and length': {
    ...FAKE_FACTS,
    durationUs: null,
    streams: [{ ...VIDEO, averageFrameRate: null, durationUs: null }],
  },
  'an image': { ...FAKE_FACTS, kind: 'image', durationUs: null, streams: [{ ...VIDEO, frameCount: 1, averageFrameRate: null }] },
  'sound alone': { ...FAKE_FACTS, kind: 'audio', streams: [SOUND] },
  'a film without a stream': FAKE_FACTS,
};
const FILM = FACTS['a film']!;

function blackFrame(frame: number): WorkingFrame {
  const chroma = new Uint8Array((WIDTH / 2) * (HEIGHT / 2)).fill(128);
  const at = { frame, ptsUs: frame * 40_000, width: WIDTH, height: HEIGHT, scale: 1 };
  return { ...at, y: new Uint8Array(WIDTH * HEIGHT), cb: chroma, cr: chroma };
}

/** Smooth waves instead of noise: points near each other stay near each other, as in a face. */
function madeUpFace(frame: number, trackId: number): FaceItem {
  const wave = (length: number, of: number): Float32Array =>
    Float32Array.from({ length }, (_, at) => 120 + 60 * Math.sin(at * 0.37 + of + frame * 0.1));
  const eye = (of: number): EyeMesh => ({ contour: wave(142, of), iris: wave(10, of + 1), widthWorkingPx: 24 });
  return {
    image: { ...blackFrame(frame), previous: frame === 0 ? null : { ...blackFrame(frame - 1), previous: null } },
    trackId,
    confidence: 0.98,
    box: [60, 40, 120, 150],
    mesh: wave(468 * 3, 0.5),
    leftEye: eye(2),
    rightEye: eye(3),
    sound: { level: 0.1 + 0.05 * Math.sin(frame), parts: [0.1, 0.1, 0.1, 0.1], voice: 0.9 },
  };
}

async function observed(detector: Detector<'frame'> | Detector<'face'>, items: readonly FaceItem[]): Promise<(Values | null)[]> {
  const networks = await openNetworks({ weightsFolder: WEIGHTS, provider: 'cpu' });
  const rows: (Values | null)[] = [];
  try {
    const env = { networks, facts: FILM };
    const observer = await detector.open(env);
    for (const item of items)
      rows.push(await observer.observe((detector.card.feed === 'face' ? item : item.image) as FeedItems['face'] & FeedItems['frame']));
    await observer.close();
  } finally {
    await networks.close();
  }
  return rows;
}

async function* each(frames: readonly WorkingFrame[]): AsyncGenerator<WorkingFrame> {
  for (const frame of frames) yield await Promise.resolve(frame);
}

/** A whole pass with the real networks over frames that are made here. */
async function examinedFrames(detector: AnyDetector, facts: MediaFacts, frames: readonly WorkingFrame[]): Promise<Examined> {
  const sources: PassSources = {
    detectors: [detector],
    decode: () => decodingOf(each(frames)),
    openNetworks: () => openNetworks({ weightsFolder: WEIGHTS, provider: 'cpu' }),
    openTracker: (networks, state) => createFaceTracker({ networks, state, maxFaces: 4, detectEvery: 25 }),
    readStructure: () => Promise.resolve({ format: 'other', parts: [], partsOmitted: 0, jpeg: null, problems: [] }),
    decodeSound: () => expect.unreachable('nobody hears'),
    openSound: () => Promise.resolve({ span: () => Promise.resolve(null), close: () => Promise.resolve() }),
    overlayPoints,
    now: () => 0,
  };
  const task = { ...fakeTask({ frames: frames.length, detectors: [] }), facts };
  const plan = { ...task.plan, detectors: [{ id: detector.card.id, version: detector.card.version, parametersSha256: '0'.repeat(64) }] };
  const messages = await runToEnd({ ...task, plan }, sources);
  expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  const batches = messages.filter((message): message is Extract<FromEngine, { type: 'batch' }> => message.type === 'batch');
  return {
    facts,
    tracks: buildTracks(batches.map(({ faces }) => faces)),
    framesTotal: frames.length,
    framesDecoded: batches.reduce((sum, { framesDecoded }) => sum + framesDecoded, 0),
    failures: new Map(
      messages.flatMap((message) => ('failed' in message ? message.failed.map(({ detectorId, error }) => [detectorId, error]) : [])),
    ),
    rows: (id) => batches.flatMap(({ observations }) => observations[id] ?? []),
    faceAt: () => null,
  };
}

const empty = (facts: MediaFacts, framesTotal: number): Examined => ({
  facts,
  tracks: [],
  framesTotal,
  framesDecoded: framesTotal,
  failures: new Map(),
  rows: () => [],
  faceAt: () => null,
});

it('the registry names each detector once', () => {
  const ids = detectors.map(({ card }) => card.id);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(detectors.map((detector) => [detector.card.id, detector] as const))('%s', (_id, detector) => {
  it('has a card that the contract accepts, whose parameters have one hash', () => {
    expect(DetectorCard.parse(detector.card)).toEqual(detector.card);
    expect(parametersSha256(detector.card)).toBe(parametersSha256(structuredClone(detector.card)));
    expect(parametersSha256(detector.card)).toBe(createHash('sha256').update(canonicalJson(detector.card.parameters)).digest('hex'));
    expect(new Set(detector.card.parameters.map(({ name }) => name)).size).toBe(detector.card.parameters.length);
    for (const { origin } of detector.card.parameters) expect(origin.length).toBeGreaterThan(5);
  });

  it('names its columns once, and only networks that are in the lock', () => {
    const names = (detector.columns ?? []).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const locked = lockedWeights(join(modelsFolder(), 'models.lock.json'));
    for (const weight of detector.card.weights) expect(locked.has(weight), weight).toBe(true);
  });

  it.each(Object.keys(FACTS))('says of %s whether it applies, and why not', (name) => {
    const answer = detector.applies(FACTS[name]!);
    expect(typeof answer.applies).toBe('boolean');
    if (!answer.applies) expect(answer.reason.length).toBeGreaterThan(10);
  });

  it.each(Object.keys(FACTS))('measures nothing in %s when nothing was observed', (name) => {
    for (const framesTotal of [0, 1, 75]) {
      const [conclusion] = concludeAll([detector], empty(FACTS[name]!, framesTotal));
      expect(['abstained', 'notApplicable']).toContain(conclusion?.outcome.status);
      expect(conclusion?.findings.filter(({ weight }) => weight === 'anomaly')).toEqual([]);
    }
  });
});

/** What hears is walked in sound-conformance.test.ts. */
const sees = (detector: AnyDetector): detector is Detector<'frame'> | Detector<'face'> =>
  detector.card.feed === 'frame' || detector.card.feed === 'face';

describe.each(detectors.filter(sees).map((detector) => [detector.card.id, detector] as const))('%s', (id, detector) => {
  it('observes the same item twice alike, one value for each column, whatever came before', async () => {
    const items = Array.from({ length: 5 }, (_, frame) => madeUpFace(frame, 0));
    const first = await observed(detector, items);
    expect(await observed(detector, items)).toEqual(first);
    // From the middle, as after an interruption: an observer carries nothing over from earlier items.
    expect(await observed(detector, items.slice(2))).toEqual(first.slice(2));
    for (const row of first) {
      if (row === null) continue;
      expect(row).toHaveLength(detector.columns.length);
      for (const value of row) expect(value === null || Number.isFinite(value)).toBe(true);
    }
  });

  it.each([
    ['black frames', 75],
    ['one black frame', 1],
  ])('measures nothing in %s', async (_name, count) => {
    const examined = await examinedFrames(
      detector,
      // A detector that hears is given a film whose sound is silent.
      detector.hears === true ? FACTS['a film with sound']! : FILM,
      Array.from({ length: count }, (_, frame) => blackFrame(frame)),
    );
    expect(examined.failures).toEqual(new Map());
    expect(examined.framesDecoded).toBe(count);
    const [conclusion] = concludeAll([detector], examined);
    expect(['abstained', 'notApplicable']).toContain(conclusion?.outcome.status);
    expect(conclusion?.findings.filter(({ weight }) => weight === 'anomaly')).toEqual([]);
  });

  it('concludes the same from the same rows, and leaves them as they were', async () => {
    const items = Array.from({ length: 75 }, (_, frame) => madeUpFace(frame, 0));
    const rows: ObservationRow[] = (await observed(detector, items)).flatMap((values, frame) =>
      values === null ? [] : [{ frame, ptsUs: frame * 40_000, trackId: detector.card.feed === 'face' ? 0 : null, values }],
    );
    const track = { trackId: 0, firstFrame: 0, lastFrame: 74, frames: 75, medianInterocularPx: 60 };
    const input = { facts: FILM, rows, tracks: [track], framesTotal: 75, framesDecoded: 75 };
    const before = structuredClone(input);
    const faceAt: ConcludeInput['faceAt'] = () => null;
    const first = detector.conclude({ ...input, faceAt });
    expect(detector.conclude({ ...structuredClone(input), faceAt })).toEqual(first);
    expect(input).toEqual(before);
    expect(Outcome.parse(first.outcome)).toEqual(first.outcome);
    for (const signal of first.signals) expect({ ...Signal.parse(signal), detectorId: id }).toEqual(signal);
    for (const finding of first.findings) expect({ ...FindingDraft.parse(finding), detectorId: id }).toEqual(finding);
    for (const { frames, ptsUs, values } of first.signals) expect([ptsUs.length, values.length]).toEqual([frames?.length, frames?.length]);
  });

  it('draws shapes that the contract accepts, whatever a row holds', async () => {
    const items = Array.from({ length: 5 }, (_, frame) => madeUpFace(frame, 0));
    const measured = await observed(detector, items);
    const blank = detector.columns.map(() => null);
    for (const values of [...measured, blank]) {
      if (values === null || detector.draw === undefined) continue;
      const rows = Array.from({ length: 5 }, (_, frame): ObservationRow => ({ frame, ptsUs: frame * 40_000, trackId: 0, values }));
      const face = { box: items[0]!.box, ...splitOverlay(overlayPoints(items[0]!)) };
      for (const outline of [face, null]) {
        const shapes = detector.draw({ row: rows[4]!, before: rows.slice(0, 4), face: outline });
        expect(z.array(Shape).parse(shapes)).toEqual(shapes);
      }
    }
  });
});
