/** A pass without media and networks: frames carry only their number, faces only their track. */
import { must } from '../../src/base/assert.ts';
import type { MediaFacts, MediaKind } from '../../src/contract/exhibits.ts';
import type { FileStructure } from '../../src/contract/structure.ts';
import { DetectorId } from '../../src/contract/values.ts';
import { Failure } from '../../src/base/failure.ts';
import type {
  Conclusion,
  ConcludeInput,
  DetectorEnv,
  Feed,
  FeedItems,
  ObservationRow,
  ObservingDetector,
} from '../../src/engine/detectors/interface.ts';
import type { EyeMesh, FaceItem } from '../../src/engine/faces/face.ts';
import { withPrevious } from '../../src/engine/sound/sound-block.ts';
import { OVERLAY_LENGTH } from '../../src/engine/faces/overlay.ts';
import type { AudioBlock } from '../../src/engine/media/blocks.ts';
import type { WorkingFrame } from '../../src/engine/media/frame.ts';
import { Outbox } from '../../src/engine/outbox.ts';
import { runPass } from '../../src/engine/pass.ts';
import type { Decoding, PassSources } from '../../src/engine/pass-sources.ts';
import type { EngineTask, FrameWarning, FromEngine } from '../../src/engine/protocol.ts';

export interface FakeBehaviour {
  readonly applies?: boolean;
  readonly openError?: Error;
  readonly throwAt?: number;
  readonly row?: readonly (number | null)[];
  readonly conclude?: (input: ConcludeInput) => Conclusion;
  readonly version?: string;
  /** Its value is the level of the sound instead. */
  readonly hears?: boolean;
  /** Its value is the sum of what the two frames before held instead, -1 for one that there was not. */
  readonly looksBack?: boolean;
  readonly readsStructure?: boolean;
  /** A frame without a face gives the row -1. */
  readonly facelessToo?: boolean;
}

export type FakeDetector = ObservingDetector & { readonly calls: { opened: number; observed: number; closed: number } };

export function fakeDetector(id: string, feed: Feed, behaviour: FakeBehaviour = {}): FakeDetector {
  const calls = { opened: 0, observed: 0, closed: 0 };
  const observe = (frame: number, value: number): readonly (number | null)[] => {
    calls.observed += 1;
    if (frame === behaviour.throwAt) throw new Error(`thrown at ${String(frame)}`);
    return behaviour.row ?? [value];
  };
  const open = <Item, Answer>(take: (item: Item) => Answer) => {
    calls.opened += 1;
    if (behaviour.openError !== undefined) return Promise.reject(behaviour.openError);
    return Promise.resolve({
      observe: take,
      ...(behaviour.facelessToo === true ? { observeWithoutFace: (image: WorkingFrame) => observe(image.frame, -1) } : {}),
      close: () => {
        calls.closed += 1;
        return Promise.resolve();
      },
    });
  };
  const common = {
    calls,
    columns: [{ name: 'value', unit: '1' }],
    applies: () =>
      behaviour.applies === false ? ({ applies: false, reason: 'It never applies.' } as const) : ({ applies: true } as const),
    conclude: behaviour.conclude ?? concludeWithMean(id, feed),
  };
  const card = {
    id: DetectorId.parse(id),
    version: behaviour.version ?? '1.0.0',
    title: id,
    family: 'structure' as const,
    question: 'What is the mean of the numbers?',
    method: 'It adds and divides.',
    citations: [{ text: 'None needed.' }],
    published: [],
    measured: [],
    limits: ['It knows only numbers.'],
    score: { unit: '1', meaning: 'mean' },
    parameters: [{ name: 'one', value: 1, unit: '1', origin: 'chosen' }],
    weights: [],
  };
  if (feed === 'audio') {
    return {
      ...common,
      card: { ...card, feed },
      // Two rows from each block: its own number, and that of the block before it, -1 where there is none.
      open: () =>
        open(({ index, ptsUs, previous }: FeedItems['audio']) => [
          { ptsUs, values: observe(index, index) },
          { ptsUs: ptsUs + 500_000, values: [previous?.index ?? -1] },
        ]),
    };
  }
  return feed === 'frame'
    ? {
        ...common,
        ...(behaviour.looksBack === true ? { looksBack: true as const } : {}),
        ...(behaviour.readsStructure === true ? { readsStructure: true as const } : {}),
        card: { ...card, feed },
        open: async (env: DetectorEnv) => {
          const structure = await env.structure;
          return open((frame: FeedItems['frame']) => {
            if (behaviour.readsStructure === true) return observe(frame.frame, structure?.partsOmitted ?? -1);
            return observe(
              frame.frame,
              behaviour.looksBack === true ? (frame.previous?.y[0] ?? -1) + (frame.previous?.previous?.y[0] ?? -1) : frame.frame * 3,
            );
          });
        },
      }
    : {
        ...common,
        ...(behaviour.hears === true ? { hears: true as const } : {}),
        card: { ...card, feed },
        open: () =>
          open((face: FeedItems['face']) => observe(face.image.frame, behaviour.hears === true ? (face.sound?.level ?? -1) : face.box[0])),
      };
}

function concludeWithMean(id: string, feed: Feed): (input: ConcludeInput) => Conclusion {
  return ({ rows }) => {
    const values = rows.flatMap((row) => row.values.filter((value) => value !== null));
    if (values.length === 0)
      return { outcome: { status: 'abstained', reason: 'There is nothing to add.', measures: [] }, signals: [], findings: [] };
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const detectorId = DetectorId.parse(id);
    const first = rows[0];
    const last = rows.at(-1);
    const place = (row: ObservationRow | undefined): number | null => (feed === 'audio' ? null : (row?.frame ?? null));
    return {
      outcome: { status: 'measured', score: mean, measures: [{ name: 'mean', value: mean, unit: '1' }], statement: 'The mean was taken.' },
      signals: [
        {
          detectorId,
          name: 'value',
          title: 'Value',
          unit: '1',
          trackId: null,
          frames: feed === 'audio' ? null : rows.map((row) => row.frame),
          ptsUs: rows.map((row) => row.ptsUs),
          values: rows.map((row) => row.values[0] ?? null),
          levels: [],
        },
      ],
      findings: [
        {
          detectorId,
          kind: 'mean',
          title: 'Mean',
          trackId: null,
          firstFrame: place(first),
          lastFrame: place(last),
          keyFrame: place(first),
          startUs: first?.ptsUs ?? 0,
          endUs: last?.ptsUs ?? 0,
          region: null,
          measure: { name: 'mean', value: mean, unit: '1' },
          weight: 'note',
          explanation: 'A mean.',
          check: 'Add and divide.',
        },
      ],
    };
  };
}

export interface FakeOptions {
  readonly frames: number;
  readonly detectors: readonly FakeDetector[];
  readonly kind?: MediaKind;
  readonly facesPerFrame?: number;
  /** How much the clock moves with each frame; the clock of the pass knows nothing else. */
  readonly msPerFrame?: number;
  /** The decoder ends after so many frames. */
  readonly decodable?: number;
  readonly decodeErrorAt?: number;
  readonly trackerThrowsAt?: number;
  /** Blocks of sound. */
  readonly blocks?: number;
  readonly soundErrorAt?: number;
  readonly msPerBlock?: number;
}

export const FAKE_FACTS: MediaFacts = {
  kind: 'video',
  container: 'mp4',
  containerLong: null,
  durationUs: 1_000_000,
  bitRate: null,
  tags: {},
  streams: [],
  warnings: [],
  tool: { name: 'ffprobe', version: 'fake' },
};

const FAKE_STRUCTURE: FileStructure = { format: 'other', parts: [], partsOmitted: 7, jpeg: null, problems: [] };

export function fakeTask(options: FakeOptions): EngineTask {
  return {
    path: '/nowhere',
    facts: { ...FAKE_FACTS, kind: options.kind ?? 'video' },
    timeBase: { num: 1, den: 25 },
    pts: Array.from({ length: options.frames }, (_, frame) => frame),
    plan: {
      exhibitSha256: '0'.repeat(64),
      detectors: options.detectors.map(({ card }) => ({ id: card.id, version: card.version, parametersSha256: '0'.repeat(64) })),
      weights: [],
      decoder: { name: 'ffmpeg', version: 'fake' },
      runtime: { name: 'onnxruntime', version: 'fake' },
      provider: 'cpu',
      sampling: { everyNthFrame: 1, detectFacesEvery: 25, maxWorkingWidth: 1280, maxFaces: 4 },
      penumbraVersion: '0.0.0',
    },
    ffmpegPath: '/nowhere/ffmpeg',
    ffprobePath: '/nowhere/ffprobe',
    weightsFolder: '/nowhere/weights',
    resume: null,
  };
}

const NO_EYE: EyeMesh = { contour: new Float32Array(142), iris: new Float32Array(10), widthWorkingPx: 20 };

/** The fake tracker drifts: each box depends on all frames before it, so that a resumed run is right only with its state. */
function fakeTracker(options: FakeOptions, state: unknown): Awaited<ReturnType<PassSources['openTracker']>> {
  let drift = typeof state === 'object' && state !== null && 'drift' in state ? Number(state.drift) : 0.1;
  return {
    track: (image) => {
      if (image.frame === options.trackerThrowsAt) return Promise.reject(new Failure('INFERENCE_FAILED', 'facemesh'));
      drift = Math.sin(drift * 3 + image.frame);
      const face = (trackId: number): FaceItem => ({
        image,
        trackId,
        confidence: 0.9,
        box: [drift + trackId, 0, 10, 10],
        mesh: new Float32Array(468 * 3),
        leftEye: NO_EYE,
        rightEye: NO_EYE,
      });
      return Promise.resolve(Array.from({ length: options.facesPerFrame ?? 0 }, (_, n) => face(n + 1)));
    },
    state: () => ({ drift }),
  };
}

/** Its level is the time of the span's middle in seconds; it knows nothing before where it was opened, and nothing behind four seconds. */
function fakeSound(openedUs: number): Awaited<ReturnType<PassSources['openSound']>> {
  return {
    span: (fromUs, toUs) => {
      if (fromUs < openedUs) throw new Error('asked for sound that was passed over');
      return Promise.resolve(fromUs >= 4_000_000 ? null : { level: (fromUs + toUs) / 2e6, parts: [0, 0, 0, 0], voice: 0.5 });
    },
    close: () => Promise.resolve(),
  };
}

export function fakeSources(options: FakeOptions): PassSources {
  let clock = 0;
  async function* frames(firstFrame: number, held: number): AsyncGenerator<WorkingFrame> {
    // No more memory than was promised to be kept, as the real decoder has it.
    const planes = Array.from({ length: held + 1 }, () => new Uint8Array(1));
    for (let frame = firstFrame; frame < (options.decodable ?? options.frames); frame += 1) {
      if (frame === options.decodeErrorAt) throw new Failure('TOOL_FAILED', 'ffmpeg');
      clock += options.msPerFrame ?? 0;
      const plane = must(planes[frame % planes.length], 'a plane');
      plane[0] = frame;
      yield await Promise.resolve({ frame, ptsUs: frame * 40_000, width: 0, height: 0, scale: 1, y: plane, cb: plane, cr: plane });
    }
  }
  async function* blocks(): AsyncGenerator<AudioBlock> {
    for (let index = 0; index < (options.blocks ?? 0); index += 1) {
      if (index === options.soundErrorAt) throw new Failure('TOOL_FAILED', 'ffmpeg');
      clock += options.msPerBlock ?? 0;
      const channels = [new Float32Array(8).fill(index)];
      yield await Promise.resolve({ index, stretch: 0, firstSample: index * 8, ptsUs: index * 1_000_000, sampleRate: 8, channels });
    }
  }
  return {
    detectors: options.detectors,
    decode: (firstFrame, _signal, held) => decodingOf(frames(firstFrame, held)),
    openNetworks: () =>
      Promise.resolve({ provider: 'cpu', load: () => Promise.reject(new Failure('WEIGHTS_MISSING')), close: () => Promise.resolve() }),
    openTracker: (_networks, state) => Promise.resolve(fakeTracker(options, state)),
    readStructure: () => Promise.resolve(FAKE_STRUCTURE),
    openSound: (_networks, fromUs) => Promise.resolve(fakeSound(fromUs)),
    decodeSound: () =>
      Object.assign(withPrevious(blocks()), { ended: Promise.resolve({ samples: 0, stretches: 1, warnings: ['The sound was fake.'] }) }),
    overlayPoints: (face) => Array.from({ length: OVERLAY_LENGTH }, (_, at) => face.box[0] + at),
    now: () => clock,
  };
}

/** Frames as a decoding that had nothing to say about them. */
export function decodingOf(frames: AsyncGenerator<WorkingFrame>, warnings: readonly FrameWarning[] = []): Decoding {
  return Object.assign(frames, { ended: Promise.resolve({ warnings, decodeSeconds: 0 }) });
}

/** Runs a pass whose batches are acknowledged at once; all its messages. */
export async function runToEnd(task: EngineTask, sources: PassSources): Promise<FromEngine[]> {
  const messages: FromEngine[] = [];
  const outbox = new Outbox((message) => {
    messages.push(message);
    if (message.type === 'batch') outbox.receive({ type: 'ack', seq: message.seq });
  });
  await runPass(task, sources, outbox);
  return messages;
}
