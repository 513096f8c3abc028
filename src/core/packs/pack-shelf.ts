/** The model packs of this machine: each in a folder named by its network's SHA-256, read-only, checked whenever it is read. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startApart } from '../../base/node/apart.ts';
import { MEMORY_BYTES } from '../../base/node/confine.ts';
import { makeFolder } from '../../base/node/make-folder.ts';
import { Failure } from '../../base/failure.ts';
import type { InstalledPack, PackAddition, PackCheck } from '../../contract/packs.ts';
import { DetectorId } from '../../contract/values.ts';
import type { PackAnswer, PackTask } from './pack-worker.ts';
import { parseCard, readPack, readPackZip, type PackContent } from './read-pack.ts';

/** Our choice, as for a provider that is tried: hundreds of megabytes with eight crops need seconds. */
const TRIAL_MS = 240_000;

export const packsFolder = (dataFolder: string): string => join(dataFolder, 'packs');

export class PackShelf {
  readonly #folder: string;
  readonly #trialMs: number;

  /** `trialMs`: how long a network may take to load and to answer all its reference crops. */
  constructor(dataFolder: string, trialMs = TRIAL_MS) {
    this.#folder = packsFolder(dataFolder);
    this.#trialMs = trialMs;
  }

  /** By their cards, in order of name. A folder whose card cannot be read is left out here; `verify` says what is wrong with it. */
  list(): InstalledPack[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => /^[0-9a-f]{64}$/.test(name))
      .flatMap((sha256) => {
        try {
          const card = parseCard(readFileSync(join(this.#folder, sha256, 'card.json')));
          return [{ detectorId: DetectorId.parse(`pack:${card.id}`), sha256, card }];
        } catch (error) {
          console.error(`the model pack ${sha256} cannot be listed:`, error);
          return [];
        }
      })
      .sort((a, b) => (a.card.id < b.card.id ? -1 : 1));
  }

  /** Rejects with a PACK_… code; nothing is left behind then. */
  async add(path: string): Promise<PackAddition> {
    return this.#keep(await readPack(path));
  }

  async addZip(zip: Buffer): Promise<PackAddition> {
    return this.#keep(await readPackZip(zip));
  }

  /** Hashes every file again and asks the network its reference crops. Rejects with PACK_NOT_FOUND or another PACK_… code. */
  async verify(id: string): Promise<PackCheck> {
    const { sha256 } = this.#find(id);
    return this.#try(join(this.#folder, sha256), sha256);
  }

  /** Jobs that used it keep its card and can still be concluded. Rejects with PACK_NOT_FOUND. */
  async remove(id: string): Promise<void> {
    const folder = join(this.#folder, this.#find(id).sha256);
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  }

  #find(id: string): InstalledPack {
    const pack = this.list().find(({ card }) => card.id === id);
    if (pack === undefined) throw new Failure('PACK_NOT_FOUND', id);
    return pack;
  }

  async #keep(content: PackContent): Promise<PackAddition> {
    const { card, files } = content;
    const { sha256 } = card.network;
    if (this.list().some((pack) => pack.card.id === card.id || pack.sha256 === sha256)) throw new Failure('PACK_EXISTS', card.id);
    makeFolder(this.#folder, 0o700);
    const incoming = await mkdtemp(join(this.#folder, 'incoming-'));
    try {
      for (const [name, bytes] of files) await writeFile(join(incoming, name), bytes, { mode: 0o400, flag: 'wx' });
      const checked = await this.#try(incoming, sha256);
      await rename(incoming, join(this.#folder, sha256));
      return { pack: { detectorId: DetectorId.parse(`pack:${card.id}`), sha256, card }, check: checked };
    } catch (error) {
      await rm(incoming, { recursive: true, force: true });
      throw error;
    }
  }

  /** Its tensors may be of any size whatever the file's is, so what it runs in can be ended, and has an end of memory where that can be set. */
  #try(folder: string, sha256: string): Promise<PackCheck> {
    const { promise, resolve, reject } = Promise.withResolvers<PackCheck>();
    const refuse = (words: string): void => reject(new Failure('PACK_NETWORK_UNUSABLE', words));
    const task: PackTask = { folder, sha256 };
    const onAnswer = (answer: PackAnswer): void => {
      if ('check' in answer) resolve(answer.check);
      else reject(new Failure(answer.error.code, answer.error.detail));
    };
    // The build of the Electron door rewrites this name to the bundle's.
    const trial = startApart(new URL('./pack-worker.ts', import.meta.url), task, { onAnswer, onEnd: refuse }, MEMORY_BYTES);
    const timer = setTimeout(() => {
      refuse(`no answer within the limit of ${String(this.#trialMs / 1000)} s`);
      trial.stop();
    }, this.#trialMs);
    return promise.finally(() => {
      clearTimeout(timer);
    });
  }
}
