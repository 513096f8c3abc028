/** Writes golden.json with TensorFlow.js itself: `node models/convert/golden/make-golden.ts` (needs ffmpeg; run again only when a network is added). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { must } from '../../../src/base/assert.ts';
import { NETWORKS, PACKAGE } from '../networks.ts';
import { cut, decodePhotograph, INPUTS, PHOTOGRAPH } from './recipe.ts';

/** What we use of TensorFlow.js, which the package carries inside a file without usable types. */
interface TfTensor {
  data(): Promise<Float32Array>;
}
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  tensor(values: Float32Array, shape: readonly number[], dtype?: 'float32' | 'int32'): TfTensor;
  loadGraphModelSync(artifacts: readonly [unknown, ArrayBuffer]): { execute(input: TfTensor, outputs: string): TfTensor };
  readonly version: { readonly tfjs: string };
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Every so many values are kept. */
const STEP: Readonly<Record<string, number>> = { blazeface: 97, facemesh: 7, iris: 1, faceres: 7, movenet: 1 };

// The bundle was made for browsers and looks for a window; its plain JavaScript backend needs nothing of it.
Object.assign(globalThis, { window: globalThis, document: { createElement: () => ({ getContext: () => null }) } });
const tf = (await import(join(ROOT, 'node_modules', PACKAGE, 'dist/tfjs.esm.js'))) as TensorFlow;
await tf.setBackend('cpu');

const Manifest = z.looseObject({ weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(z.unknown()) })) });
const photograph = decodePhotograph();
const networks: Record<string, unknown> = {};
for (const source of NETWORKS) {
  const path = join(ROOT, 'node_modules', PACKAGE, source.file);
  const json = Manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  const weights = readFileSync(path.replace(/json$/, 'bin'));
  const model = tf.loadGraphModelSync([json, new Uint8Array(weights).buffer]);
  const input = must(INPUTS[source.id], `a golden input for ${source.id}`);
  const nchw = cut(photograph, input);
  const plane = input.side * input.side;
  const nhwc = new Float32Array(nchw.length).map((_, k) => must(nchw[(k % 3) * plane + Math.floor(k / 3)], 'a value'));
  const tensor = tf.tensor(nhwc, [1, input.side, input.side, 3], input.whole ? 'int32' : 'float32');
  const step = must(STEP[source.id], `a step for ${source.id}`);
  const outputs: Record<string, unknown> = {};
  for (const [name, node] of Object.entries(source.outputs)) {
    const data = await model.execute(tensor, node).data();
    const peak = data.reduce((best, value, k) => (value > must(data[best], 'a value') ? k : best), 0);
    outputs[name] = { count: data.length, step, peak, peakValue: Number(must(data[peak], 'peak').toPrecision(9)), values: [...data].filter((_, k) => k % step === 0).map((value) => Number(value.toPrecision(9))) };
  }
  networks[source.id] = outputs;
}
const golden = {
  madeWith: `TensorFlow.js ${tf.version.tfjs}, backend cpu`,
  photograph: { ...PHOTOGRAPH, planesSha256: photograph.sha256 },
  networks,
};
writeFileSync(join(ROOT, 'models/convert/golden/golden.json'), `${JSON.stringify(golden)}\n`);
