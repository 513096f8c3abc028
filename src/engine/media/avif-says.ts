/** The items of an AVIF still (ISO/IEC 23008-12 and 14496-12 section 8.11): which one is shown, how it is turned, and what lies beside it. */
import type { FileBytes } from '../structure/bytes.ts';
import { boxHead } from '../structure/iso-boxes.ts';
import type { Quarter, Turn } from './facts.ts';

export interface AvifSays {
  readonly primaryType: string;
  readonly turn: Turn | null;
  /** Coded pictures besides the primary one that are neither its alpha nor its thumbnail. */
  readonly others: number;
  readonly transparent: boolean;
}

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** `null` where the file has an index (a film) or no items. Throws RangeError for lying bytes. */
export async function avifSays(bytes: FileBytes): Promise<AvifSays | null> {
  const meta = await metaOf(bytes);
  if (meta === null) return null;
  const boxes = inside(meta.subarray(4));
  const of = (type: string): Buffer | undefined => boxes.find((box) => box.type === type)?.body;
  const [pitm, iinf, iprp, iref] = [of('pitm'), of('iinf'), of('iprp'), of('iref')];
  if (pitm === undefined || iinf === undefined) return null;
  const primary = pitm[0] === 0 ? pitm.readUInt16BE(4) : pitm.readUInt32BE(4);
  const items = itemsOf(iinf);
  const properties = iprp === undefined ? [] : propertiesOf(iprp);
  const aside = new Set(iref === undefined ? [] : inside(iref.subarray(4)).flatMap(referring));
  return {
    primaryType: items.get(primary) ?? 'unknown',
    turn: turnBy(properties.filter(({ item }) => item === primary).map(({ box }) => box)),
    others: [...items].filter(([id, type]) => id !== primary && type === 'av01' && !aside.has(id)).length,
    transparent: properties.some(({ box }) => box.type === 'auxC' && box.body.toString('latin1').includes('alpha')),
  };
}

/** Most bytes of `meta` that are read; a still of one picture has some hundred. */
const META_BYTES = 1 << 20;

/** The body of `meta` at the top; `null` without one, or beside `moov`. */
async function metaOf(bytes: FileBytes): Promise<Buffer | null> {
  let meta: Buffer | null = null;
  for (let at = 0; at + 8 <= bytes.size;) {
    const { name, size, header } = boxHead(await bytes.read(at, 16), bytes.size - at);
    if (name === 'moov') return null;
    if (size < header) break;
    if (name === 'meta') meta = await bytes.read(at + header, Math.min(size - header, META_BYTES));
    at += size;
  }
  return meta;
}

function inside(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const { name, size, header } = boxHead(bytes.subarray(at, at + 16), bytes.length - at);
    if (size < header) break;
    boxes.push({ type: name, body: bytes.subarray(at + header, at + size) });
    at += size;
  }
  return boxes;
}

/** 14496-12 section 8.11.6: each item's number and its type. */
function itemsOf(iinf: Buffer): Map<number, string> {
  const entries = inside(iinf.subarray(iinf[0] === 0 ? 6 : 8)).filter(({ type }) => type === 'infe');
  return new Map(
    entries.map(({ body }) => {
      const wide = (body[0] ?? 0) >= 3;
      return [wide ? body.readUInt32BE(4) : body.readUInt16BE(4), body.toString('latin1', wide ? 10 : 8, wide ? 14 : 12)];
    }),
  );
}

/** 14496-12 section 8.11.12: what is an alpha plane (`auxl`) or a thumbnail (`thmb`) of another item. */
function referring({ type, body }: Box): number[] {
  return ['auxl', 'thmb'].includes(type) && body.length >= 2 ? [body.readUInt16BE(0)] : [];
}

/** 23008-12 section 9.3: the list of properties, and which of them belong to which item. */
function propertiesOf(iprp: Buffer): { readonly item: number; readonly box: Box }[] {
  const parts = inside(iprp);
  const all = inside(parts.find(({ type }) => type === 'ipco')?.body ?? Buffer.alloc(0));
  return parts
    .filter(({ type }) => type === 'ipma')
    .flatMap(({ body }) => associations(body))
    .flatMap(({ item, number }) => {
      const box = all[number - 1];
      return box === undefined ? [] : [{ item, box }];
    });
}

function associations(ipma: Buffer): { readonly item: number; readonly number: number }[] {
  const [longItems, longNumbers] = [(ipma[0] ?? 0) >= 1, ((ipma[3] ?? 0) & 1) === 1];
  const found: { item: number; number: number }[] = [];
  let at = 8;
  for (let entries = ipma.readUInt32BE(4); entries > 0; entries -= 1) {
    const item = longItems ? ipma.readUInt32BE(at) : ipma.readUInt16BE(at);
    at += longItems ? 4 : 2;
    const count = ipma.readUInt8(at);
    at += 1;
    for (let n = 0; n < count; n += 1) {
      // The highest bit says whether a reader must know the property.
      found.push({ item, number: longNumbers ? ipma.readUInt16BE(at) & 0x7fff : ipma.readUInt8(at) & 0x7f });
      at += longNumbers ? 2 : 1;
    }
  }
  return found;
}

/** 23008-12 sections 6.5.10 and 6.5.12: quarters anticlockwise, then upper and lower (0) or left and right (1) exchanged. */
function turnBy(boxes: readonly Box[]): Turn | null {
  const [irot, imir] = ['irot', 'imir'].map((type) => boxes.find((box) => box.type === type)?.body[0]);
  if (irot === undefined && imir === undefined) return null;
  const upsideDown = imir !== undefined && (imir & 1) === 0;
  const rotation = ((720 - 90 * ((irot ?? 0) & 3) + (upsideDown ? 180 : 0)) % 360) as Quarter;
  return { rotation, mirrored: imir !== undefined };
}
