/**
 * Fits the projection that identity-drift stores: the 32 principal components of the face descriptions of many persons, one picture each.
 * Prints src/engine/detectors/identity-drift/projection.ts.
 *
 *   node scripts/make-identity-projection.ts list.txt > src/engine/detectors/identity-drift/projection.ts
 *
 * `list.txt` names one picture in each line (absolute paths), one person each; pictures without a face are passed over.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { must } from '../src/base/assert.ts';
import { describe, identityCrop, prepare, SIDE } from '../src/engine/detectors/identity-drift/describe.ts';
import { createFaceTracker } from '../src/engine/faces/track.ts';
import { openNetworks } from '../src/engine/inference/session.ts';
import { findTools } from '../src/engine/media/tools.ts';

const COMPONENTS = 32;
/** Subspace iteration: more vectors than wanted, and rounds until they stand still. */
const EXTRA = 16;
const ROUNDS = 40;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, k) => sum + value * must(b[k], 'a value'), 0);

async function descriptions(paths: readonly string[]): Promise<Float64Array[]> {
  const { ffmpegPath, ffprobePath } = await findTools();
  const networks = await openNetworks({ weightsFolder: fileURLToPath(new URL('../models/weights', import.meta.url)), provider: 'cpu' });
  const network = await networks.load('faceres');
  const [rgb, input] = [new Float32Array(3 * SIDE * SIDE), new Float32Array(3 * SIDE * SIDE)];
  const found: Float64Array[] = [];
  for (const path of paths) {
    const size = execFileSync(ffprobePath, ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', path], {
      encoding: 'utf8',
    });
    const [width = 0, height = 0] = size.trim().split(',').map(Number);
    const filter = ['-vf', 'scale=out_range=full:out_color_matrix=bt601', '-pix_fmt', 'yuvj420p', '-f', 'rawvideo', '-'];
    const bytes = new Uint8Array(execFileSync(ffmpegPath, ['-v', 'error', '-i', path, ...filter], { maxBuffer: 1 << 28 }));
    const luma = width * height;
    const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
    const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
    const tracker = await createFaceTracker({ networks, maxFaces: 4, detectEvery: 1 });
    const faces = await tracker.track({ frame: 0, ptsUs: 0, width, height, scale: 1, ...planes });
    const [face] = faces.toSorted((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3]);
    const crop = face === undefined ? null : identityCrop(face);
    if (face === undefined || crop === null) continue;
    prepare(face, crop, rgb, input);
    found.push(Float64Array.from(await describe(network, input)));
  }
  await networks.close();
  return found;
}

/** Principal components, the greatest first, by subspace iteration on the covariance; starts from fixed pseudo-random vectors. */
function principal(rows: readonly Float64Array[], mean: Float64Array): Float64Array[] {
  const centred = rows.map((row) => row.map((value, k) => value - must(mean[k], 'a mean')));
  let seed = 1;
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647 - 0.5;
  let vectors = Array.from({ length: COMPONENTS + EXTRA }, () => mean.map(random));
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = vectors.map((vector) => {
      const sum = new Float64Array(vector.length);
      for (const row of centred) {
        const along = dot(row, vector);
        for (const [k, value] of row.entries()) sum[k] = must(sum[k], 'a sum') + along * value;
      }
      return sum;
    });
    for (const [n, vector] of next.entries()) {
      for (const earlier of next.slice(0, n)) {
        const along = dot(vector, earlier);
        for (const [k, value] of earlier.entries()) vector[k] = must(vector[k], 'a value') - along * value;
      }
      const length = Math.sqrt(dot(vector, vector));
      for (const [k, value] of vector.entries()) vector[k] = value / length;
    }
    vectors = next;
  }
  return vectors.slice(0, COMPONENTS);
}

const paths = readFileSync(must(process.argv[2], 'a list'), 'utf8').split('\n').filter(Boolean);
const rows = await descriptions(paths);
const mean = new Float64Array(1024).map((_, k) => rows.reduce((sum, row) => sum + must(row[k], 'a value'), 0) / rows.length);
const lines = principal(rows, mean).map((vector) => {
  const peak = Math.max(...vector.map(Math.abs));
  const weights = Int8Array.from(vector, (value) => Math.round((127 * value) / peak));
  const offset = weights.reduce((sum, weight, k) => sum + (weight * peak * must(mean[k], 'a mean')) / 127, 0);
  return `  ['${Buffer.from(weights.buffer).toString('base64')}', ${(peak / 127).toPrecision(7)}, ${offset.toPrecision(7)}],\n`;
});
process.stdout.write(
  `/**\n * The 32 principal components of the face descriptions of ${rows.length} persons, one picture each; made by scripts/make-identity-projection.ts.\n` +
    ' * For each: 1024 weights as signed bytes (base64), what one step of a weight is worth, and the mean, taken away after weighting.\n */\n' +
    `export const COMPONENTS: readonly (readonly [weights: string, step: number, offset: number])[] = [\n${lines.join('')}];\n`,
);
