/** What a packet of H.264 or HEVC holds, as far as it must be known to leave out what no other frame refers to (ITU-T H.264, 7.4.1; H.265, 7.4.2.2). */
import type { QuickCodec } from './packet-table.ts';
import { lengthBytesOf, unitsIn } from './units.ts';

export interface PacketKind {
  /** Decoding can begin here and nothing before it matters. */
  readonly isEntry: boolean;
  /** No other frame of the same or a lower layer refers to it. */
  readonly isUnreferenced: boolean;
  /** 0 in H.264. */
  readonly layer: number;
}

/**
 * `null` where the bytes are no packet of this film: lengths that do not add up (a wrong position, or a hostile file), no picture in it, or
 * sets of parameters that the container's own record does not have: a decoder that goes on would keep them.
 */
export function packetKind(codec: QuickCodec, codecPrivate: Buffer, packet: Buffer): PacketKind | null {
  const units = unitsIn(packet, lengthBytesOf(codecPrivate[codec === 'h264' ? 4 : 21]));
  if (units === null) return null;
  const found: PacketKind[] = [];
  for (const unit of units) {
    const kind = codec === 'h264' ? h264Unit(unit) : hevcUnit(unit);
    if (kind === 'parameters' ? !codecPrivate.includes(unit) : kind === 'unknown') return null;
    if (typeof kind === 'object') found.push(kind);
  }
  const [first] = found;
  if (first === undefined || found.some(({ layer, isEntry }) => layer !== first.layer || isEntry !== first.isEntry)) return null;
  return { ...first, isUnreferenced: found.every(({ isUnreferenced }) => isUnreferenced) };
}

type Unit = PacketKind | 'parameters' | 'other' | 'unknown';

function h264Unit(unit: Buffer): Unit {
  const header = unit[0] ?? 0;
  const type = header & 31;
  if (type >= 1 && type <= 5) return { isEntry: type === 5, isUnreferenced: header >> 5 === 0, layer: 0 };
  if (type === 7 || type === 8) return 'parameters';
  // Supplemental information, delimiters, ends, filler; anything newer (extensions of parameters, further views) is left alone.
  return [6, 9, 10, 11, 12].includes(type) ? 'other' : 'unknown';
}

function hevcUnit(unit: Buffer): Unit {
  const [first = 0, second = 0] = unit;
  const type = (first >> 1) & 63;
  const isFurtherView = (first & 1) !== 0 || second >> 3 !== 0;
  if (unit.length < 2 || isFurtherView) return 'unknown';
  // 0 to 15: even ones are referred to by no picture of their layer; 16 to 21: where decoding may begin.
  if (type <= 9) return { isEntry: false, isUnreferenced: type % 2 === 0, layer: second & 7 };
  if (type >= 16 && type <= 21) return { isEntry: true, isUnreferenced: false, layer: second & 7 };
  if (type >= 32 && type <= 34) return 'parameters';
  return [35, 36, 37, 38, 39, 40].includes(type) ? 'other' : 'unknown';
}
