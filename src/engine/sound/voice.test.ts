import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ort from '../inference/onnx-runtime.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openNetworks } from '../inference/session.ts';
import type { Networks } from '../inference/networks.ts';
import { VOICE_STEP, VOICE_WEIGHTS, VoiceActivity } from './voice.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

let networks: Networks;
beforeAll(async () => {
  networks = await openNetworks({ weightsFolder: join(root, 'models/weights'), provider: 'cpu' });
});
afterAll(() => networks.close());

/** A buzz of 120 Hz with a moving resonance: enough like a voice that the network is in two minds. */
const step = (index: number): Float32Array =>
  Float32Array.from({ length: VOICE_STEP }, (_, k) => {
    const t = (index * VOICE_STEP + k) / 16_000;
    const buzz = ((t * 120) % 1) - 0.5;
    return 0.4 * buzz * Math.sin(2 * Math.PI * (500 + 300 * Math.sin(9 * t)) * t) * (0.5 + 0.5 * Math.sin(20 * t));
  });
const STEPS = 40;

/** What we use of the package's own runner. */
interface PackageRunner {
  Silero: {
    new: (runtime: typeof ort, fetcher: () => Promise<Uint8Array>) => Promise<{ process(x: Float32Array): Promise<{ isSpeech: number }> }>;
  };
}

it("gives the very numbers of the package's own runner", async () => {
  const folder = join(root, 'node_modules/@ricky0123/vad-web/dist');
  const { Silero } = createRequire(import.meta.url)(join(folder, 'models/silero.js')) as PackageRunner;
  const theirs = await Silero.new(ort, () => Promise.resolve(readFileSync(join(folder, 'silero_vad_v6.onnx'))));
  const ours = new VoiceActivity(await networks.load(VOICE_WEIGHTS));
  const given: number[] = [];
  for (let index = 0; index < STEPS; index += 1) {
    given.push(await ours.next(step(index)));
    expect(Math.abs(given[index]! - (await theirs.process(step(index))).isSpeech)).toBeLessThan(1e-6);
  }
  expect(Math.max(...given)).toBeGreaterThan(0.2);
  expect(Math.min(...given)).toBeLessThan(0.15);
});

it('hears nobody in silence', async () => {
  const voice = new VoiceActivity(await networks.load(VOICE_WEIGHTS));
  for (let index = 0; index < 20; index += 1) expect(await voice.next(new Float32Array(VOICE_STEP))).toBeLessThan(0.1);
});
