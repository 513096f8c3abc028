/** A finished proxy becomes a derived file: in its place, read-only, with its recipe, in the same transaction as its custody entry. */
import { chmod, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { syncFolder } from '../../base/node/atomic-write.ts';
import { sha256File } from '../../base/node/sha256-file.ts';
import type { Exhibit, Proxy } from '../../contract/exhibits.ts';
import type { ExhibitId } from '../../contract/values.ts';
import type { MadeProxy } from '../../engine/media/make-proxy.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { entryFor } from '../../store/entries.ts';
import type { DerivedFile } from '../../store/records.ts';
import type { OpenCase, Tools } from '../context.ts';

export const PROXY_KIND = 'proxy';
const Recipe = z.looseObject({ startUs: z.int() });

/** The newest; those before it, lost or altered, stay in the records. */
export function storedProxy(store: CaseReader, exhibitId: ExhibitId): (Proxy & { readonly path: string }) | null {
  const file = store.derivedFiles(exhibitId).findLast(({ kind }) => kind === PROXY_KIND);
  if (file === undefined) return null;
  const { path, sizeBytes, sha256, recipe } = file;
  return { exhibitId, name: nameOf(path), path, sizeBytes, sha256, startUs: Recipe.parse(recipe).startUs };
}

export async function keepProxy(opened: OpenCase, exhibit: Exhibit, made: MadeProxy, tools: Tools): Promise<void> {
  const { store, folder, actor } = opened;
  const before = store.derivedFiles(exhibit.id).filter(({ kind }) => kind === PROXY_KIND).length;
  const path = `derived/${exhibit.id}-proxy${before === 0 ? '' : `-${String(before + 1)}`}.${made.extension}`;
  const [sha256, { size: sizeBytes }] = [await sha256File(made.path), await stat(made.path)];
  const target = join(folder, path);
  await chmod(made.path, 0o444);
  await rename(made.path, target);
  try {
    await syncFolder(join(folder, 'derived'));
    store.act(
      (file: DerivedFile) => entryFor.derivedStored(actor, file),
      (tx) =>
        tx.addDerivedFile({
          exhibitId: exhibit.id,
          kind: PROXY_KIND,
          path,
          sha256,
          sizeBytes,
          recipe: {
            tool: 'ffmpeg',
            version: tools.version,
            options: [...made.options],
            exhibitSha256: exhibit.hashes.sha256,
            purpose: 'for playing in the window; nothing is measured on it',
            startUs: made.startUs,
            frames: made.frames,
            greatestShiftUs: made.greatestShiftUs,
            soundMd5: made.soundMd5,
          },
        }),
    );
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

const nameOf = (path: string): string => path.slice('derived/'.length);
