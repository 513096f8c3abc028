/** Files of evidence against the hashes that a report states of its items. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Attached } from '../verify/pdf/attached-data.ts';
import { hex } from '../verify/pdf/bytes.ts';

export type Item = NonNullable<Attached['data']['items']>[number]['exhibit'];

export interface HashedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Reads the file once, piece by piece: evidence may be larger than memory. */
export async function hashFile(file: File, onProgress: (bytesDone: number) => void): Promise<HashedFile> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  let done = 0;
  for (;;) {
    const piece = await reader.read();
    if (piece.done) break;
    hash.update(piece.value);
    done += piece.value.length;
    onProgress(done);
  }
  return { name: file.name, sizeBytes: done, sha256: hex(hash.digest()) };
}

export interface ItemCheck {
  readonly item: Item;
  readonly state: 'not given' | 'same' | 'differs';
  readonly words: string;
}

export interface EvidenceCheck {
  readonly items: readonly ItemCheck[];
  /** Given, and neither content nor name is of any item. */
  readonly strangers: readonly HashedFile[];
}

/** A file with an item's content is that item, whatever its name; one with only its name is a changed one. */
export function checkEvidence(items: readonly Item[], files: readonly HashedFile[]): EvidenceCheck {
  const isItem = (file: HashedFile): boolean => items.some(({ hashes }) => hashes.sha256 === file.sha256);
  const isNamed = (file: HashedFile): boolean => items.some(({ originalName }) => originalName === file.name);
  return {
    items: items.map((item) => checkItem(item, files)),
    strangers: files.filter((file) => !isItem(file) && !isNamed(file)),
  };
}

function checkItem(item: Item, files: readonly HashedFile[]): ItemCheck {
  const same = files.find((file) => file.sha256 === item.hashes.sha256);
  if (same !== undefined)
    return { item, state: 'same', words: `${same.name} (${String(same.sizeBytes)} bytes) has the SHA-256 that the report states.` };
  const named = files.find((file) => file.name === item.originalName);
  if (named === undefined) return { item, state: 'not given', words: 'No file with this content was given.' };
  return {
    item,
    state: 'differs',
    words: `${named.name} has ${String(named.sizeBytes)} bytes and the SHA-256 ${named.sha256}: it is not the file that was examined.`,
  };
}
