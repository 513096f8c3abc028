/**
 * Assembles WebAssembly text that stands in src/ and prints the code beside it:
 *
 *   node scripts/make-wasm.ts src/engine/faces/warp/inside.wat > src/engine/faces/warp/inside-code.ts
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import wabt from 'wabt';

/** In base64. */
export async function assembled(path: string | URL): Promise<string> {
  const tools = await wabt();
  const features = { simd: true, relaxed_simd: true, mutable_globals: true };
  const module = tools.parseWat('source.wat', readFileSync(path, 'utf8'), features);
  module.validate();
  return Buffer.from(module.toBinary({}).buffer).toString('base64');
}

if (import.meta.main) {
  const [path = ''] = process.argv.slice(2);
  const file = basename(path);
  console.log(`/** Made of ${file} by scripts/make-wasm.ts; not to be changed by hand. */`);
  console.log(`export const ${basename(file, '.wat').toUpperCase().replaceAll('-', '_')} = '${await assembled(path)}';`);
}
