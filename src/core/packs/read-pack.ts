/** Reads a model pack from a folder or a zip and refuses it unless it holds exactly what its card says. Nothing is loaded or run here. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { PackCard } from '../../contract/packs.ts';
import type { IncomingFile } from '../application.ts';
import { readZip } from './read-zip.ts';

/** A card has a few hundred bytes for each reference crop. Our choice. */
const MOST_CARD_BYTES = 100_000;
/** Card, network and at most eight reference crops. */
const MOST_FILES = 10;
/** A network of the largest size that a card may state, stored without packing, and eight crops of 1024 x 1024. */
const MOST_ZIP_BYTES = 530_000_000;
/** No folder, no drive, no dot at the start: the only names that a pack can have. */
const SAFE_NAME = /^[a-z][a-z0-9-]*\.[a-z]+$/;

export interface PackContent {
  readonly card: PackCard;
  /** By name: `card.json`, `network.onnx` and the reference crops. */
  readonly files: ReadonlyMap<string, Buffer>;
}

interface Source {
  readonly sizes: ReadonlyMap<string, number>;
  /** At most `most` bytes. */
  readonly read: (name: string, most: number) => Promise<Buffer>;
}

/** Rejects with one of the PACK_… codes, FILE_NOT_FOUND or FILE_UNREADABLE. */
export async function readPack(path: string): Promise<PackContent> {
  const info = await lstat(path).catch((cause: unknown) => {
    throw new Failure('FILE_NOT_FOUND', basename(path), { cause });
  });
  if (info.isSymbolicLink()) throw new Failure('PACK_UNSAFE', 'it is a link');
  if (info.isDirectory()) return readFrom(await folderSource(path));
  if (!info.isFile()) throw new Failure('PACK_UNREADABLE');
  return readPackZip(await readWhole(path, MOST_ZIP_BYTES));
}

/** The bytes of a window's zip, never more than a pack can have. Rejects with PACK_TOO_LARGE. */
export async function readZipBytes({ name, sizeBytes, bytes }: IncomingFile): Promise<Buffer> {
  if ((sizeBytes ?? 0) > MOST_ZIP_BYTES) throw new Failure('PACK_TOO_LARGE', name);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MOST_ZIP_BYTES) throw new Failure('PACK_TOO_LARGE', name);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

export function readPackZip(zip: Buffer): Promise<PackContent> {
  const entries = new Map(readZip(zip, MOST_FILES).map((entry) => [entry.name, entry]));
  return readFrom({
    sizes: new Map([...entries].map(([name, { sizeBytes }]) => [name, sizeBytes])),
    read: (name) => Promise.resolve(entries.get(name)?.unpack() ?? Buffer.alloc(0)),
  });
}

async function folderSource(folder: string): Promise<Source> {
  const names = await readdir(folder);
  if (names.length > MOST_FILES) throw new Failure('PACK_FILES_WRONG', `${String(names.length)} files`);
  const sizes = new Map<string, number>();
  for (const name of names) {
    const info = await lstat(join(folder, name));
    if (!info.isFile()) throw new Failure('PACK_UNSAFE', name);
    sizes.set(name, info.size);
  }
  return { sizes, read: (name, most) => readWhole(join(folder, name), most) };
}

/** A link that takes the place of the file meanwhile is not followed. */
async function readWhole(path: string, most: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause: unknown) => {
    throw new Failure('FILE_UNREADABLE', basename(path), { cause });
  });
  try {
    const { size } = await file.stat();
    if (size > most) throw new Failure('PACK_TOO_LARGE', basename(path));
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function readFrom({ sizes, read }: Source): Promise<PackContent> {
  for (const name of sizes.keys()) if (!SAFE_NAME.test(name)) throw new Failure('PACK_UNSAFE', name);
  const take = async (name: string, most: number): Promise<Buffer> => {
    if ((sizes.get(name) ?? 0) > most) throw new Failure('PACK_TOO_LARGE', name);
    return read(name, most);
  };
  if (!sizes.has('card.json')) throw new Failure('PACK_CARD_INVALID', 'there is no card.json');
  const cardBytes = await take('card.json', MOST_CARD_BYTES);
  const card = parseCard(cardBytes);
  const cropBytes = 3 * card.inputSide * card.inputSide;
  const stated = new Map([
    ['network.onnx', { bytes: card.network.bytes, sha256: card.network.sha256 }],
    ...card.reference.map(({ file, sha256 }) => [file, { bytes: cropBytes, sha256 }] as const),
  ]);
  const extra = [...sizes.keys()].filter((name) => name !== 'card.json' && !stated.has(name));
  const missing = [...stated.keys()].filter((name) => !sizes.has(name));
  if (extra.length > 0) throw new Failure('PACK_FILES_WRONG', `not in the card: ${extra.join(', ')}`);
  if (missing.length > 0) throw new Failure('PACK_FILES_WRONG', `missing: ${missing.join(', ')}`);
  const files = new Map([['card.json', cardBytes]]);
  for (const [name, { bytes, sha256 }] of stated) {
    const content = await take(name, bytes);
    if (content.length !== bytes || createHash('sha256').update(content).digest('hex') !== sha256) {
      throw new Failure('PACK_HASH_MISMATCH', name);
    }
    files.set(name, content);
  }
  return { card, files };
}

export function parseCard(bytes: Buffer): PackCard {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new Failure('PACK_CARD_INVALID', 'it is not JSON', { cause });
  }
  const card = PackCard.safeParse(json);
  if (!card.success) throw new Failure('PACK_CARD_INVALID', z.prettifyError(card.error), { cause: card.error });
  return card.data;
}
