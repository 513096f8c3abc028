/** What ffprobe and the reader of structure said of an item: as the case keeps it, or read again for the report where it does not. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json.ts';
import { isMissing } from '../../base/node/is-missing.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import { ERROR_WORDS } from '../../contract/errors.ts';
import type { Exhibit, ToolVersion } from '../../contract/exhibits.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { PROBE_KIND } from '../exhibits/keep-probe.ts';
import type { ReportProbe, ReportStructure } from './report-data.ts';
import { utc } from './words.ts';

export interface ItemSources {
  /** ffprobe's whole answer, asked again. Rejects as `probe` does. */
  probe(exhibitId: string): Promise<{ readonly raw: Json; readonly tool: ToolVersion }>;
  /** Rejects with TOOL_MISSING, or when the file cannot be read. */
  structure(exhibitId: string): Promise<FileStructure>;
}

export interface ItemReadings {
  readonly probe: ReportProbe;
  readonly structure: ReportStructure;
}

/** Reading a file again takes up to a second; a report of many items that were never examined is not made to wait for all of them. Our choice. */
const READ_AGAIN = 12;

const Recipe = z.object({ tool: z.string(), version: z.string() });

/** `intact`: whether the stored file is still what was imported; another is not read. */
export class ItemReader {
  readonly #store: CaseReader;
  readonly #sources: ItemSources;
  #again = 0;

  constructor(store: CaseReader, sources: ItemSources) {
    this.#store = store;
    this.#sources = sources;
  }

  async read(exhibit: Exhibit, intact: boolean): Promise<ItemReadings> {
    return { probe: await this.#probe(exhibit, intact), structure: await this.#structure(exhibit, intact) };
  }

  async #probe(exhibit: Exhibit, intact: boolean): Promise<ReportProbe> {
    const kept = await this.#keptProbe(exhibit.id);
    if (kept !== null && kept.text !== null) return kept;
    const why = kept === null ? 'the case keeps no answer of its import' : kept.words;
    const { value, words } = await this.#readAgain(intact, why, async () => {
      const { raw, tool } = await this.#sources.probe(exhibit.id);
      return { value: `${JSON.stringify(raw, null, 2)}\n`, by: `${tool.name} ${tool.version}` };
    });
    return { text: value, keptAs: null, words };
  }

  /** `null`: there is none. */
  async #keptProbe(exhibitId: string): Promise<ReportProbe | null> {
    const file = this.#store.derivedFiles(exhibitId).findLast(({ kind }) => kind === PROBE_KIND);
    if (file === undefined) return null;
    try {
      const bytes = await readFile(join(this.#store.folder, file.path));
      if (sha256Hex(bytes) !== file.sha256) return { text: null, keptAs: null, words: `${file.path} is not what was kept` };
      const recipe = Recipe.safeParse(file.recipe);
      const by = recipe.success ? `${recipe.data.tool} (${recipe.data.version})` : 'ffprobe';
      return {
        text: bytes.toString('utf8'),
        keptAs: file.path,
        words: `As ${by} answered when the item was imported, ${utc(file.atUtc)}; kept as ${file.path}, SHA-256 ${file.sha256}.`,
      };
    } catch (error) {
      if (isMissing(error)) return { text: null, keptAs: null, words: `${file.path} is gone` };
      throw error;
    }
  }

  async #structure(exhibit: Exhibit, intact: boolean): Promise<ReportStructure> {
    for (const { id } of this.#store.jobs(exhibit.id).toReversed()) {
      const value = this.#store.structure(id);
      if (value !== null) return { value, words: `As stored with examination ${id}.` };
    }
    return this.#readAgain(intact, 'no examination has stored it', async () => ({
      value: await this.#sources.structure(exhibit.id),
      by: 'this program',
    }));
  }

  async #readAgain<T>(
    intact: boolean,
    why: string,
    read: () => Promise<{ value: T; by: string }>,
  ): Promise<{ readonly value: T | null; readonly words: string }> {
    if (!intact) return { value: null, words: `Not read: ${why}, and the stored item is not what was imported.` };
    if (this.#again >= 2 * READ_AGAIN)
      return { value: null, words: `Not read: ${why}, and a report reads no more than ${String(READ_AGAIN)} items again.` };
    this.#again += 1;
    try {
      const { value, by } = await read();
      return { value, words: `Read again from the stored item for this report by ${by}: ${why}.` };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { value: null, words: `Cannot be read: ${ERROR_WORDS[error.code]}` };
    }
  }
}
