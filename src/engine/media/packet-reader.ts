/** Which packets a run of frames needs, and their bytes, read from the exhibit. */
import { open, type FileHandle } from 'node:fs/promises';
import { largeMemory } from './large-memory.ts';
import { packetKind, type PacketKind } from './nal-units.ts';
import type { PacketTable } from './packet-table.ts';

export interface ReadPacket {
  readonly frame: number;
  readonly isKey: boolean;
  readonly data: Buffer;
}

/** Read at once; a group of pictures of 4K at 100 Mbit/s and ten seconds. */
const MOST_BYTES = 128 << 20;
/** Sound lies between the pictures: so much of it is read along rather than left out by a further read. */
const GAP_BYTES = 1 << 16;
const PIECE_BYTES = 4 << 20;

/** First and last packet, in order of decoding, of frames `first` to `last`; `null` where no key frame leads to all of them. */
export function packetsOf(table: PacketTable, first: number, last: number): { readonly from: number; readonly to: number } | null {
  let from = table.packetOf[first] ?? 0;
  let to = from;
  while (from > 0 && (table.isKey[from] === 0 || (table.frame[from] ?? 0) > first)) from -= 1;
  if (table.isKey[from] === 0 || (table.frame[from] ?? 0) > first) return null;
  for (let frame = first; frame <= last; frame += 1) {
    const packet = table.packetOf[frame] ?? 0;
    if (packet < from) return null;
    if (packet > to) to = packet;
  }
  return { from, to };
}

/** So many packets after the last needed one are read along, to push it out. */
const FOLLOWING = 8;
/** More than any decoder holds back: 16 frames to put in order, and one for each thread. */
export const MOST_PUSHERS = 24;

export interface RunPackets {
  readonly needed: readonly ReadPacket[];
  /** What the film goes on with; none at its end. */
  readonly following: readonly ReadPacket[];
}

export interface Reading {
  /** The key frame's packet, read before the others so that it can be decoded meanwhile. */
  readonly entry: ReadPacket;
  /** Least and greatest frame of all that is read. */
  readonly lowest: number;
  readonly highest: number;
  /** `null` where they are not what their film's record says. */
  readonly packets: Promise<RunPackets | null>;
}

/**
 * The packets from the key frame on that frames `first` to `last` need: without those that no other frame refers to.
 * `null` where they are too many bytes, or the first is not what its film's record says.
 */
export async function readPackets(path: string, table: PacketTable, first: number, last: number): Promise<Reading | null> {
  const range = packetsOf(table, first, last);
  if (range === null) return null;
  const to = Math.min(range.to + FOLLOWING, table.isKey.length - 1);
  if (bytesOf(table, range.from, to) > MOST_BYTES) return null;
  const file = await open(path, 'r');
  const [entry] = (await readFrom(file, table, range.from, range.from).catch(() => null)) ?? [];
  if (entry === undefined || !areEntries(table, [entry])) {
    await file.close();
    return null;
  }
  const packets = readFrom(file, table, range.from + 1, to)
    .finally(() => file.close())
    .then((others) => (others === null ? null : runOf(table, [entry, ...others], range.to - range.from + 1, first, last)));
  // Whoever has given up does not wait for it.
  packets.catch(() => undefined);
  const frames = table.frame.subarray(range.from, to + 1);
  return { entry, lowest: frames.reduce((a, b) => Math.min(a, b)), highest: frames.reduce((a, b) => Math.max(a, b)), packets };
}

/** Of what was read, the first `length` packets are the run; the others follow it. */
function runOf(table: PacketTable, read: readonly ReadPacket[], length: number, first: number, last: number): RunPackets | null {
  const kinds = kindsOf(table, read);
  if (kinds === null) return null;
  const thinned = thinnedRun(table, read.slice(0, length), first, last);
  if (thinned !== null) return thinned;
  // A picture that its own layer does not refer to may still be referred to by a higher one.
  const top = Math.max(...kinds.map(({ layer }) => layer));
  const isUsed = ({ frame }: ReadPacket, n: number): boolean => {
    const kind = kinds[n];
    if (kind?.isUnreferenced !== true || kind.layer < top) return true;
    // What is shown later than the wanted frames pushes them out.
    return n < length ? frame >= first && frame <= last : frame > last;
  };
  return {
    needed: read.slice(0, length).filter(isUsed),
    following: read.slice(length).filter((packet, n) => isUsed(packet, n + length)),
  };
}

/** With what stands in for pictures that the wanted ones do not need, and small pictures to push them out. */
function thinnedRun({ standIns }: PacketTable, run: readonly ReadPacket[], first: number, last: number): RunPackets | null {
  const wanted = new Set([...run.entries()].filter(([, { frame }]) => frame >= first && frame <= last).map(([n]) => n));
  const thinned =
    standIns?.thin(
      run.map(({ data }) => data),
      wanted,
      MOST_PUSHERS,
    ) ?? null;
  if (thinned === null) return null;
  const needed = run.flatMap((packet, n) => {
    const what = thinned.packets[n];
    return what === 'left out' || what === undefined ? [] : [what === 'as it is' ? packet : { ...packet, data: what }];
  });
  const after = Math.max(...run.map(({ frame }) => frame)) + 1;
  return { needed, following: thinned.pushers.map((data, n) => ({ frame: after + n, isKey: false, data })) };
}

/** Whether these are packets of this film, and each key frame among them a place where a decoder forgets what it saw before. */
export const areEntries = (table: PacketTable, packets: readonly ReadPacket[]): boolean => kindsOf(table, packets) !== null;

/** `null` too where a key frame is no entry but a recovery point: it needs a decoder that has seen nothing yet. */
function kindsOf(table: PacketTable, packets: readonly ReadPacket[]): PacketKind[] | null {
  const kinds: PacketKind[] = [];
  for (const { data, isKey } of packets) {
    const kind = packetKind(table.codec, table.codecPrivate, data);
    if (kind?.isEntry !== isKey) return null;
    kinds.push(kind);
  }
  return kinds;
}

/** Packets `from` to `to` as they are; `null` where they are too many bytes or the file ends before them. */
export async function readRange(path: string, table: PacketTable, from: number, to: number): Promise<ReadPacket[] | null> {
  if (bytesOf(table, from, to) > MOST_BYTES) return null;
  const file = await open(path, 'r');
  try {
    return await readFrom(file, table, from, to);
  } finally {
    await file.close();
  }
}

function bytesOf({ sizeBytes }: PacketTable, from: number, to: number): number {
  return sizeBytes.subarray(from, to + 1).reduce((sum, bytes) => sum + bytes, 0);
}

async function readFrom(file: FileHandle, table: PacketTable, from: number, to: number): Promise<ReadPacket[] | null> {
  const read: ReadPacket[] = [];
  for (let n = from; n <= to;) {
    const start = table.position[n] ?? 0;
    let end = start + (table.sizeBytes[n] ?? 0);
    let next = n + 1;
    for (; next <= to; next += 1) {
      const at = table.position[next] ?? 0;
      const its = at + (table.sizeBytes[next] ?? 0);
      if (at < end || at - end > GAP_BYTES || its - start > PIECE_BYTES) break;
      end = its;
    }
    const piece = await readPiece(file, start, end - start);
    if (piece === null) return null;
    for (; n < next; n += 1) {
      const at = (table.position[n] ?? 0) - start;
      const data = piece.subarray(at, at + (table.sizeBytes[n] ?? 0));
      read.push({ frame: table.frame[n] ?? 0, isKey: table.isKey[n] === 1, data });
    }
  }
  return read;
}

async function readPiece(file: FileHandle, position: number, bytes: number): Promise<Buffer | null> {
  const piece = largeMemory(bytes);
  for (let at = 0; at < bytes;) {
    const { bytesRead } = await file.read(piece, at, bytes - at, position + at);
    if (bytesRead === 0) return null;
    at += bytesRead;
  }
  return piece;
}
