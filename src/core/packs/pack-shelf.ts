/** The model packs of this machine: each in a folder named by its network's SHA-256, read-only, checked whenever it is read. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { Failure } from '../../base/failure.ts';
import type { InstalledPack, PackAddition, PackCheck } from '../../contract/packs.ts';
import { DetectorId } from '../../contract/values.ts';
import { parseCard, readPack, readPackZip, type PackContent } from './read-pack.ts';

export const packsFolder = (dataFolder: string): string => join(dataFolder, 'packs');

export class PackShelf {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = packsFolder(dataFolder);
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
    const { sha256, card } = this.#find(id);
    const content = await readPack(join(this.#folder, sha256));
    if (content.card.network.sha256 !== sha256) throw new Failure('PACK_HASH_MISMATCH', card.id);
    return check(content);
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
    const checked = await check(content);
    makeFolder(this.#folder, 0o700);
    const incoming = await mkdtemp(join(this.#folder, 'incoming-'));
    try {
      for (const [name, bytes] of files) await writeFile(join(incoming, name), bytes, { mode: 0o400, flag: 'wx' });
      await rename(incoming, join(this.#folder, sha256));
    } catch (error) {
      await rm(incoming, { recursive: true, force: true });
      throw error;
    }
    return { pack: { detectorId: DetectorId.parse(`pack:${card.id}`), sha256, card }, check: checked };
  }
}

async function check({ card, files }: PackContent): Promise<PackCheck> {
  // Loaded only now, so that listing does not load the runtime.
  const { openPackNetwork, selfTest } = await import('../../engine/packs/pack-network.ts');
  const onnx = files.get('network.onnx');
  if (onnx === undefined) throw new Failure('PACK_FILES_WRONG', 'missing: network.onnx');
  const network = await openPackNetwork(card, onnx, 'cpu');
  try {
    return await selfTest(card, network, files);
  } finally {
    await network.close();
  }
}
