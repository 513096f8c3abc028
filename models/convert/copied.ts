/** Networks that come as ONNX already: they are copied as they are, and locked like the converted ones. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { LockEntry } from '../../src/engine/inference/lock.ts';

export interface CopiedNetwork {
  readonly id: string;
  readonly package: string;
  /** Path of the network inside the npm package. */
  readonly file: string;
  readonly licence: string;
}

export const COPIED: readonly CopiedNetwork[] = [
  {
    id: 'silero-vad',
    package: '@ricky0123/vad-web',
    file: 'dist/silero_vad_v6.onnx',
    licence: 'ISC (npm package); network Silero VAD 6 by the Silero Team, MIT (github.com/snakers4/silero-vad)',
  },
];

export function copyNetwork(root: string, source: CopiedNetwork): { bytes: Buffer; entry: LockEntry } {
  const folder = join(root, 'node_modules', source.package);
  const { version } = z.looseObject({ version: z.string() }).parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const bytes = readFileSync(join(folder, source.file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    bytes,
    entry: {
      id: source.id,
      file: `${source.id}.onnx`,
      sha256,
      bytes: bytes.length,
      origin: { package: source.package, version, file: source.file, sources: [{ file: basename(source.file), sha256 }] },
      licence: source.licence,
    },
  };
}
