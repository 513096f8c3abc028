/** ffprobe's whole answer, kept as a derived file: the stored facts are only what this version uses of it. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import { entryFor } from '../../store/entries.ts';
import type { OpenCase, Tools } from '../context.ts';
import type { DerivedFile } from '../../store/records.ts';

export const PROBE_KIND = 'ffprobe-json';
const Answer = z.looseObject({ format: z.looseObject({ filename: z.string() }) });

export async function keepProbe(opened: OpenCase, exhibit: Exhibit, raw: unknown, tools: Tools): Promise<void> {
  const parsed = Answer.safeParse(raw);
  // ffprobe saw the copy under its made-up name in this machine's folders, which says nothing about the exhibit.
  const answer = parsed.success ? { ...parsed.data, format: { ...parsed.data.format, filename: exhibit.originalName } } : raw;
  const bytes = Buffer.from(`${JSON.stringify(answer, null, 2)}\n`, 'utf8');
  const path = `derived/${exhibit.id}-ffprobe.json`;
  await atomicWrite(join(opened.folder, path), bytes);
  await chmod(join(opened.folder, path), 0o444);
  opened.store.act(
    (file: DerivedFile) => entryFor.derivedStored(opened.actor, file),
    (tx) =>
      tx.addDerivedFile({
        exhibitId: exhibit.id,
        kind: PROBE_KIND,
        path,
        sha256: sha256Hex(bytes),
        sizeBytes: bytes.length,
        recipe: {
          tool: 'ffprobe',
          version: tools.version,
          options: ['-show_format', '-show_streams', '-of', 'json'],
          exhibitSha256: exhibit.hashes.sha256,
          changed: 'format.filename holds the original name',
        },
      }),
  );
}
