/**
 * The face tracking of `@vladmandic/human`, whose networks are ours too, on the same frames: its WASM backend under Node. What that needs
 * (90 MB of TensorFlow.js) is no dependency of this program; it is fetched on demand into .cache/bench, at exact versions.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFaceTracker } from '../../../src/engine/faces/track.ts';
import { openNetworks } from '../../../src/engine/inference/session.ts';
import { decodeFrames } from '../../../src/engine/media/decode.ts';
import { probe } from '../../../src/engine/media/probe.ts';
import { findTools } from '../../../src/engine/media/tools.ts';
import { must } from '../../../src/base/assert.ts';
import { faceFilm } from '../../../src/core/bench/goal-films.ts';
import { FRANCK } from '../../helpers/real-clips.ts';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, '.cache/bench/human');
const NEEDED = ['core', 'converter', 'backend-wasm'].map((part) => `@tensorflow/tfjs-${part}@4.22.0`);
const [WIDTH, HEIGHT, DETECT_EVERY] = [1280, 720, 25];

/** What of the library is used here. */
interface Disposable {
  dispose(): void;
}
interface Human {
  readonly tf: { tensor(values: Int32Array, shape: readonly number[], type: 'int32'): Disposable; getBackend(): string };
  load(): Promise<void>;
  detect(picture: Disposable): Promise<{ readonly face: readonly { readonly mesh: readonly unknown[] }[]; readonly error: string | null }>;
}

function install(): void {
  if (!existsSync(join(folder, 'node_modules/@tensorflow/tfjs-backend-wasm'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const done = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...NEEDED], {
      cwd: folder,
      stdio: ['ignore', 2, 2],
    });
    if (done.status !== 0) throw new Error('what human needs could not be installed');
  }
  // Copied, so that it finds what it needs beside itself.
  cpSync(join(root, 'node_modules/@vladmandic/human'), join(folder, 'node_modules/@vladmandic/human'), { recursive: true });
}

async function openHuman(): Promise<Human> {
  install();
  const modelFetch = globalThis.fetch;
  // Its loader asks for files by fetch, which Node does not serve.
  globalThis.fetch = (input, init) =>
    typeof input === 'string' && input.startsWith('file:')
      ? Promise.resolve(new Response(readFileSync(new URL(input))))
      : modelFetch(input, init);
  const library = createRequire(join(folder, 'package.json'))(join(folder, 'node_modules/@vladmandic/human/dist/human.node-wasm.js')) as {
    Human: new (config: object) => Human;
  };
  const off = { enabled: false };
  const human = new library.Human({
    backend: 'wasm',
    wasmPath: join(folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'),
    modelBasePath: `${pathToFileURL(join(folder, 'node_modules/@vladmandic/human/models')).href}/`,
    debug: false,
    // Nothing is passed over because it looks like the frame before: neither do we.
    cacheSensitivity: 0,
    ...{ filter: off, gesture: off, body: off, hand: off, object: off, segmentation: off },
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 4, skipFrames: DETECT_EVERY, skipTime: 1e9 },
      mesh: { enabled: true },
      iris: { enabled: true },
      ...{ emotion: off, description: off, antispoof: off, liveness: off, attention: off },
    },
  });
  await human.load();
  return human;
}

/** Both see the same frames in memory, one thread each; the first ten are not counted. */
export async function againstHuman(frames: number, films: string): Promise<object> {
  const path = await faceFilm({ folder: films, ffmpegPath: 'ffmpeg', sample: FRANCK }, 720, 20);
  const human = await openHuman();
  const size = WIDTH * HEIGHT * 3;
  const args = ['-v', 'error', '-i', path, '-frames:v', String(frames), '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
  const rgb = spawnSync('ffmpeg', args, { maxBuffer: frames * size + 1024 }).stdout;
  const theirs = { ms: 0, faces: 0 };
  for (let frame = 0; frame < frames; frame += 1) {
    const picture = human.tf.tensor(new Int32Array(rgb.subarray(frame * size, (frame + 1) * size)), [1, HEIGHT, WIDTH, 3], 'int32');
    const startedAt = performance.now();
    const { face, error } = await human.detect(picture);
    if (error !== null) throw new Error(error);
    if (frame >= 10) theirs.ms += performance.now() - startedAt;
    theirs.faces += face.length;
    picture.dispose();
  }
  const ours = await trackedByUs(path, frames);
  const counted = frames - 10;
  return {
    backend: human.tf.getBackend(),
    frames,
    humanMsPerFrame: theirs.ms / counted,
    ourMsPerFrame: ours.ms / counted,
    times: theirs.ms / ours.ms,
    humanFaces: theirs.faces,
    ourFaces: ours.faces,
  };
}

async function trackedByUs(path: string, frames: number): Promise<{ ms: number; faces: number }> {
  const tools = await findTools();
  const { facts, index } = await probe(path, tools);
  const { timeBase, pts } = must(index, 'a film has an index');
  const networks = await openNetworks({ weightsFolder: join(root, 'models/weights'), provider: 'cpu' });
  const tracker = await createFaceTracker({ networks, maxFaces: 4, detectEvery: DETECT_EVERY });
  const ours = { ms: 0, faces: 0 };
  for await (const frame of decodeFrames({ path, ffmpegPath: tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth: WIDTH })) {
    const startedAt = performance.now();
    const faces = await tracker.track(frame);
    if (frame.frame >= 10) ours.ms += performance.now() - startedAt;
    ours.faces += faces.length;
    if (frame.frame + 1 === frames) break;
  }
  await networks.close();
  return ours;
}
