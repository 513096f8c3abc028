/** The units that a packet of H.264 or HEVC is made of, each behind its length (ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1). */

/** Bytes of the length in front of each unit, by the byte of avcC or hvcC that says it. */
export const lengthBytesOf = (byte: number | undefined): number => ((byte ?? 0) & 3) + 1;

/** `null` where lengths do not add up: a wrong position, or a hostile file. */
export function unitsIn(packet: Buffer, lengthBytes: number): Buffer[] | null {
  const units: Buffer[] = [];
  for (let at = 0; at < packet.length;) {
    if (at + lengthBytes >= packet.length) return null;
    const from = at + lengthBytes;
    const end = from + packet.readUIntBE(at, lengthBytes);
    if (end <= from || end > packet.length) return null;
    units.push(packet.subarray(from, end));
    at = end;
  }
  return units;
}
