/** Networks that we trained ourselves: each lies in the repository beside its card, and is copied to the others and locked like them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { LockEntry } from '../../src/engine/inference/lock.ts';

/** Folders `models/<id>` with `<id>.onnx` and `card.json`. */
export const OWN_FACE_NETWORKS: readonly string[] = ['face-swap', 'gan-image', 'capsule-forensics'];
export const OWN: readonly string[] = ['vocoder', ...OWN_FACE_NETWORKS];

const Card = z.strictObject({
  id: z.string(),
  version: z.string(),
  sha256: z.string(),
  licence: z.string(),
  data: z.array(z.string()).min(1),
  training: z.looseObject({ recipe: z.string() }),
});

/** Throws when the file is not the one that its card describes. */
export function ownNetwork(root: string, id: string): { bytes: Buffer; entry: LockEntry } {
  const folder = `models/${id}`;
  const card = Card.parse(JSON.parse(readFileSync(join(root, folder, 'card.json'), 'utf8')));
  const file = `${id}.onnx`;
  const bytes = readFileSync(join(root, folder, file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (card.id !== id || card.sha256 !== sha256) throw new Error(`${folder}/${file} is not what its card describes`);
  return {
    bytes,
    entry: {
      id,
      file,
      sha256,
      bytes: bytes.length,
      origin: { package: 'penumbra', version: card.version, file: `${folder}/${file}`, sources: [{ file, sha256 }] },
      licence: card.licence,
    },
  };
}
