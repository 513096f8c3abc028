/** Records for tests of the store and the verifier: small, valid, and the same every time. */
import type { FindingDraft, Outcome, Plan, Signal, Track } from '../../src/contract/analysis.ts';
import {
  Outcome as OutcomeSchema,
  FindingDraft as FindingDraftSchema,
  Plan as PlanSchema,
  Signal as SignalSchema,
} from '../../src/contract/analysis.ts';
import { Combined as CombinedSchema, type Combined } from '../../src/contract/fusion.ts';
import type { MediaFacts } from '../../src/contract/exhibits.ts';
import type { NewSnapshot } from '../../src/contract/snapshots.ts';
import type { FaceRow } from '../../src/engine/protocol.ts';
import type { ExhibitId } from '../../src/contract/values.ts';
import type { Batch, NewExhibit, NewLightDrawingRecord, SoundBatch } from '../../src/store/records.ts';

export const exampleNow = (): (() => Date) => {
  let tick = 0;
  return () => new Date(Date.UTC(2026, 0, 2, 3, 4, 5, tick++));
};

export const exampleFacts: MediaFacts = {
  kind: 'video',
  container: 'mov,mp4',
  containerLong: null,
  durationUs: 400_000,
  bitRate: null,
  tags: { major_brand: 'isom' },
  streams: [
    {
      type: 'video',
      index: 0,
      codec: 'h264',
      profile: null,
      width: 64,
      height: 48,
      rotation: 0,
      sampleAspectRatio: null,
      pixelFormat: 'yuv420p',
      colorSpace: null,
      colorRange: null,
      timeBase: { num: 1, den: 25 },
      averageFrameRate: { num: 25, den: 1 },
      frameCount: 10,
      keyFrameCount: 1,
      variableFrameRate: false,
      startUs: 0,
      durationUs: 400_000,
      encoder: null,
    },
  ],
  warnings: [],
  tool: { name: 'ffprobe', version: '5.1' },
};

export const exampleExhibit = (hashes: NewExhibit['hashes'], sizeBytes: number, name = 'clip.mp4'): NewExhibit => ({
  originalName: name,
  sizeBytes,
  hashes,
  extension: 'mp4',
  sourceModifiedAtUtc: '2025-12-31T23:59:59.000Z',
  facts: exampleFacts,
  index: { timeBase: { num: 1, den: 25 }, pts: [-2, 0, 1, 2, 3, 4, 5, 6, 7, 9_007_199_254_740_991], keyFrames: [0, 5] },
});

export const examplePlan = (sha256: string): Plan =>
  PlanSchema.parse({
    exhibitSha256: sha256,
    detectors: [{ id: 'blink', version: '1.0.0', parametersSha256: 'b'.repeat(64) }],
    weights: [{ id: 'facemesh', sha256: 'c'.repeat(64) }],
    decoder: { name: 'ffmpeg', version: '5.1' },
    runtime: { name: 'onnxruntime-node', version: '1.30.0' },
    provider: 'cpu',
    sampling: { everyNthFrame: 1, detectFacesEvery: 10, maxWorkingWidth: 640, maxFaces: 4 },
    penumbraVersion: '0.1.0',
  });

export const exampleFace = (frame: number, trackId = 0): FaceRow => ({
  frame,
  ptsUs: frame * 40_000,
  trackId,
  confidence: 0.75,
  box: [10.5, 20.25, 30, 40],
  points: [1.5, 2.25, 3.125, 4000.0625],
});

export const exampleBatch = (firstFrame: number, lastFrame: number): Batch => {
  const frames = Array.from({ length: lastFrame - firstFrame + 1 }, (_, i) => firstFrame + i);
  return {
    firstFrame,
    lastFrame,
    framesDecoded: frames.length,
    faces: frames.map((frame) => exampleFace(frame)),
    observations: { blink: frames.map((frame) => ({ frame, ptsUs: frame * 40_000, trackId: 0, values: [frame / 3, null] })) },
    warnings: firstFrame === 0 ? [{ frame: 0, words: 'first frame is grey' }] : [],
    trackerState: { next: lastFrame + 1 },
  };
};

/** Two rows from each block. */
export const exampleSoundBatch = (firstBlock: number, blocks: number): SoundBatch => ({
  firstBlock,
  blocks,
  ended: false,
  observations: {
    channels: Array.from({ length: 2 * blocks }, (_, row) => ({
      frame: firstBlock + (row >> 1),
      ptsUs: firstBlock * 1_000_000 + row * 500_000,
      trackId: null,
      values: [row / 3, null],
    })),
  },
  warnings: [],
});

export const exampleOutcome: Outcome = OutcomeSchema.parse({
  status: 'measured',
  score: 0.25,
  measures: [{ name: 'rate', value: 12, unit: '1/min', interval: [8, 17], intervalKind: '95 % Poisson' }],
  statement: 'Twelve blinks a minute.',
});

const pair = { genuine: 40, synthetic: 50 };
/** Of two cues that both gave the score of the example outcome: 0.1 + 0.5 · 0.25 + 2 · (0.25 - 0.5) = -0.275, held at -0.2. */
export const exampleCombined: Combined = CombinedSchema.parse({
  status: 'evaluated',
  cues: ['blink', 'gaze'],
  log10LR: -0.2,
  bounded: 'lower',
  verbal: 'no support for one proposition over the other',
  constant: 0.1,
  contributions: [
    { detectorId: 'blink', score: 0.25, log10LR: 0.125 },
    { detectorId: 'gaze', score: 0.25, log10LR: -0.5 },
  ],
  without: [],
  fusion: {
    sha256: 'f'.repeat(64),
    fusion: {
      format: 'penumbra-fusion/1',
      propositions: { h1: 'The item was made for this test.', h2: 'The item was not made for this test.' },
      pool: 'No files: numbers of a test.',
      conditions: [{ on: 'kind', oneOf: ['video'] }],
      limits: ['Not of real media.'],
      cues: ['blink', 'gaze'].map((id) => ({ id, version: '1.0.0', parametersSha256: 'a'.repeat(64), weights: [] })),
      date: '2026-11-28',
      scoresSha256: 'b'.repeat(64),
      testScoresSha256: null,
      patterns: [
        {
          cues: [
            { id: 'blink', centre: 0, slope: 0.5 },
            { id: 'gaze', centre: 0.5, slope: 2 },
          ],
          constant: 0.1,
          ridge: 0.01,
          fittedOn: { files: pair, groups: pair },
          bounds: { lower: -0.2, upper: 1, origin: 'made for a test' },
          validation: {
            how: 'cross-fitted by group',
            files: pair,
            groups: pair,
            auc: 0.9,
            cllr: 0.5,
            cllrInterval: [0.4, 0.6],
            leastCllr: 0.45,
            alone: [
              { id: 'blink', cllr: 0.7 },
              { id: 'gaze', cllr: 0.6 },
            ],
            best: ['gaze'],
            gain: [-0.2, -0.05],
            misleading: { genuine: 0.1, synthetic: 0.1 },
          },
        },
      ],
      refused: [],
    },
  },
});

export const exampleTrack: Track = { trackId: 0, firstFrame: 0, lastFrame: 9, frames: 10, medianInterocularPx: 80 };

export const exampleSignal: Signal = SignalSchema.parse({
  detectorId: 'blink',
  name: 'openness',
  title: 'Eye openness',
  unit: '1',
  trackId: 0,
  frames: [0, 1],
  ptsUs: [0, 40_000],
  values: [0.3, null],
  levels: [{ name: 'baseline', value: 0.31 }],
});

export const exampleFinding: FindingDraft = FindingDraftSchema.parse({
  detectorId: 'blink',
  kind: 'blink',
  title: 'Blink',
  trackId: 0,
  firstFrame: 3,
  lastFrame: 6,
  keyFrame: 4,
  startUs: 120_000,
  endUs: 240_000,
  region: [1, 2, 3, 4],
  measure: { name: 'duration', value: 0.12, unit: 's' },
  weight: 'note',
  explanation: 'Both eyes closed.',
  check: 'Look at the lids.',
});

export const exampleSnapshot: Omit<NewSnapshot, 'exhibitId'> = {
  frame: 4,
  region: [8, 4, 40, 30],
  zoom: 8,
  view: { channel: 'cr', contrast: 'none', black: 10, white: 200, gamma: 1.8, invert: true, matrix: 'bt709' },
  overlays: ['Face box and track'],
  caption: 'A seam beside the ear',
};

export const exampleLight = (exhibitId: ExhibitId, exhibitSha256: string): NewLightDrawingRecord => ({
  exhibitId,
  frame: 3,
  width: 64,
  height: 48,
  constraints: [
    {
      kind: 'cast',
      name: 'Post',
      at: [10.5, 40],
      rays: [
        [20, 10],
        [30, 12],
      ],
    },
    { kind: 'shading', name: 'Ball', at: [40, 20], outward: [40, 10], lit: true },
  ],
  solution: {
    status: 'consistent',
    region: [
      [
        [20, 10, 1],
        [31.123456789, 12, 0.5],
        [25, 0, 0],
      ],
    ],
    statement: 'A single light satisfies both.',
  },
  recipe: { exhibitSha256, decoder: { name: 'ffmpeg', version: '5.1' }, solver: { name: 'light from wedges', version: '1.0.0' } },
  by: 'Demo Examiner',
});
