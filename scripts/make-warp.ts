/**
 * Assembles the pixels of a crop (src/engine/faces/warp/inside.wat) and prints inside-code.ts:
 *
 *   node scripts/make-warp.ts > src/engine/faces/warp/inside-code.ts
 */
import { readFileSync } from 'node:fs';
import wabt from 'wabt';

export async function assembled(): Promise<string> {
  const source = new URL('../src/engine/faces/warp/inside.wat', import.meta.url);
  const tools = await wabt();
  const module = tools.parseWat('inside.wat', readFileSync(source, 'utf8'), { simd: true, relaxed_simd: true, mutable_globals: true });
  module.validate();
  return Buffer.from(module.toBinary({}).buffer).toString('base64');
}

if (import.meta.main) {
  console.log('/** Made of inside.wat by scripts/make-warp.ts; not to be changed by hand. */');
  console.log(`export const INSIDE = '${await assembled()}';`);
}
