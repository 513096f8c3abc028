/** models.lock.json: what each network's file must be, and where it came from. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Sha256 } from '../../contract/values.ts';

const LockEntrySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** File name inside the weights folder. */
  file: z.string().regex(/^[a-z0-9-]+\.onnx$/),
  sha256: Sha256,
  bytes: z.int().positive(),
  origin: z.strictObject({
    package: z.string(),
    version: z.string(),
    file: z.string(),
    sources: z.array(z.strictObject({ file: z.string(), sha256: Sha256 })),
  }),
  licence: z.string(),
});
export type LockEntry = z.infer<typeof LockEntrySchema>;

const Lock = z.strictObject({ format: z.literal(1), networks: z.array(LockEntrySchema) });

/** The lock is part of the program: when it cannot be read or parsed, that is our bug, so it throws as it is. */
export function readLock(path: string): readonly LockEntry[] {
  return Lock.parse(JSON.parse(readFileSync(path, 'utf8'))).networks;
}

/** Network id -> SHA-256, for a job's plan. */
export function lockedWeights(lockPath: string): ReadonlyMap<string, string> {
  return new Map(readLock(lockPath).map((entry) => [entry.id, entry.sha256]));
}
