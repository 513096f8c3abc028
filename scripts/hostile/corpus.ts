/** The hostile corpus, file by file; the same for the same seed, ffmpeg and bait. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { craftedContainers, type Bait } from './crafted-containers.ts';
import { craftedIndexes } from './crafted-indexes.ts';
import { craftedKinds } from './crafted-kinds.ts';
import { craftedStills } from './crafted-stills.ts';
import { damage, type DamageCounts } from './damage.ts';
import { madeFilms } from './made-films.ts';
import { NAMES } from './names.ts';
import { playlists } from './playlists.ts';
import { chanceOf } from './random.ts';
import { makeSeeds } from './seeds.ts';

/** The bytes of the seed of that name; `null` where it could not be made. */
export type SeedOf = (name: string) => Buffer | null;

export interface Crafted {
  readonly family: string;
  readonly name: string;
  readonly bytes: Buffer;
}

export interface HostileFile {
  readonly family: string;
  /** What it was made from, or what it is. */
  readonly origin: string;
  readonly words: string;
  /** A file, or a folder that holds it alone. */
  readonly path: string;
}

export interface CorpusOptions {
  readonly folder: string;
  readonly ffmpegPath: string;
  readonly seed: number;
  readonly bait: Bait;
  readonly counts: DamageCounts;
  /** Only these seeds; all when absent. */
  readonly seeds?: readonly string[];
  /** False leaves out bombs and films that take a while to make. */
  readonly films?: boolean;
}

export const WHOLE_CORPUS: DamageCounts = { truncations: 50, headerFlips: 5, payloadFlips: 3, lies: 3 };

/** Each file is written just before it is given, and may be removed after. */
export async function* corpus(options: CorpusOptions): AsyncGenerator<HostileFile> {
  const workshop = join(options.folder, 'workshop');
  const out = join(options.folder, 'files');
  for (const path of [workshop, out]) await mkdir(path, { recursive: true });
  const { paths, absent } = await makeSeeds(workshop, options.ffmpegPath, options.seeds);
  if (absent.length > 0) console.error(`not in the corpus, because this ffmpeg cannot write them: ${absent.join(', ')}`);
  const wholes = new Map<string, Buffer>();
  for (const [name, path] of paths) wholes.set(name, await readFile(path));
  let number = 0;
  const written = async (family: string, origin: string, words: string, name: string, bytes: Buffer): Promise<HostileFile> => {
    number += 1;
    const path = join(out, `${String(number).padStart(5, '0')}-${name}`);
    await writeFile(path, bytes);
    return { family, origin, words, path };
  };
  for (const [name, whole] of wholes) yield await written('whole', name, '', name, whole);
  const seedOf: SeedOf = (name) => wholes.get(name) ?? null;
  for (const { family, name, bytes } of playlists(options.bait)) yield await written(family, name, '', name, bytes);
  for (const { family, name, bytes } of craftedStills(seedOf, options.films !== false)) yield await written(family, name, '', name, bytes);
  for (const { family, name, bytes } of craftedContainers(seedOf, options.bait)) yield await written(family, name, '', name, bytes);
  for (const { family, name, bytes } of craftedIndexes(seedOf, options.films !== false)) yield await written(family, name, '', name, bytes);
  for (const { family, name, bytes } of craftedKinds(seedOf, options.films !== false)) yield await written(family, name, '', name, bytes);
  if (options.films !== false)
    for await (const { family, name, bytes } of madeFilms(workshop, options.ffmpegPath)) yield await written(family, name, '', name, bytes);
  const picture = seedOf('still.png');
  if (picture !== null) {
    const chance = chanceOf(options.seed);
    for (const name of NAMES) {
      number += 1;
      // In a folder of its own, which is then imported: not every name can be written as a string.
      const path = join(out, `${String(number).padStart(5, '0')}-named`);
      await mkdir(path);
      // Other bytes each time, or they would all be one exhibit.
      const bytes = Buffer.concat([picture, chance.bytes(8)]);
      await writeFile(Buffer.concat([Buffer.from(`${path}/`), Buffer.from(name)]), bytes);
      yield { family: 'name', origin: 'still.png', words: JSON.stringify(name.toString()), path };
    }
  }
  for (const [name, whole] of wholes) {
    const chance = chanceOf(options.seed + number);
    for (const { family, words, bytes } of damage(whole, options.counts, chance)) yield await written(family, name, words, name, bytes);
    for (let k = 0; k < options.counts.lies; k++)
      yield await written('noise', name, 'noise behind its first bytes', name, Buffer.concat([whole.subarray(0, 16), chance.bytes(4096)]));
  }
}
