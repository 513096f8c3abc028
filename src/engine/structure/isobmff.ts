/** The box tree of an ISO base media file (ISO/IEC 14496-12; QuickTime File Format): MP4, MOV, HEIF. */
import type { FileBytes } from './bytes.ts';
import { utcSince, type Gathered } from './bytes.ts';
import { boxHead, CONTAINERS, KNOWN_BOXES } from './iso-boxes.ts';
import { sampleEntries, tagText } from './iso-tags.ts';

const MAX_DEPTH = 12;
/** What of a box is looked into. */
const BODY_BYTES = 4096;
/** 1 January 1904, where QuickTime begins to count. */
const EPOCH_1904 = Date.UTC(1904, 0, 1);

export async function readIso(bytes: FileBytes, out: Gathered): Promise<void> {
  const iso: Iso = {
    majorBrand: null,
    brands: [],
    mediaDataFirst: null,
    fragmented: false,
    handlers: [],
    edits: [],
    unknownBoxes: [],
  };
  out.iso = iso;
  await boxes({ bytes, out, iso, path: '', inTags: false }, 0, bytes.size, 0);
  const first = (name: string): number | undefined => out.parts.find((part) => part.depth === 0 && part.name === name)?.offset;
  const [moov, mdat] = [first('moov'), first('mdat')];
  if (moov !== undefined && mdat !== undefined) iso.mediaDataFirst = mdat < moov;
  if (moov === undefined && first('meta') === undefined) out.problem('There is no index (moov).');
}

type Iso = NonNullable<Gathered['iso']>;
interface Place {
  readonly bytes: FileBytes;
  readonly out: Gathered;
  readonly iso: Iso;
  /** Names of the boxes around, as moov/trak/mdia. */
  readonly path: string;
  readonly inTags: boolean;
}

async function boxes(place: Place, from: number, to: number, depth: number): Promise<void> {
  const { bytes, out, path } = place;
  let at = from;
  while (at + 8 <= to) {
    const head = await bytes.read(at, 16);
    if (head.length < 8) break;
    const begin = boxHead(head, to - at);
    const { name, stated, header } = begin;
    let { size } = begin;
    // QuickTime ends a list of user data by four zero bytes.
    if (stated === 0 && depth > 0) break;
    if (size < header) {
      out.problem(`Box ${name} at byte ${String(at)} states a size of ${String(size)}.`);
      return;
    }
    if (at + size > to) {
      out.problem(
        `Box ${name} at byte ${String(at)} is said to end ${String(at + size - to)} bytes after ${path === '' ? 'the file' : path}.`,
      );
      size = to - at;
    }
    await box({ ...place, path: path === '' ? name : `${path}/${name}` }, name, at, size, header, depth);
    at += size;
  }
  if (depth === 0 && at < to) out.problem(`${String(to - at)} bytes after the last box.`);
}

async function box(place: Place, name: string, at: number, size: number, header: number, depth: number): Promise<void> {
  const { bytes, out, iso, inTags } = place;
  const body = name === 'mdat' ? Buffer.alloc(0) : await bytes.read(at + header, Math.min(size - header, BODY_BYTES));
  const note = inTags || place.path.includes('/udta/') ? tagText(name, body) : noteOf(name, body, place);
  if ((inTags || place.path.includes('/udta/')) && note !== null) tag(name, note, out);
  out.part(name, depth, at, size, note);
  if (!inTags && !place.path.includes('/ilst/') && !KNOWN_BOXES.has(name) && iso.unknownBoxes.length < 64) {
    const path = place.path.slice(-80);
    if (!iso.unknownBoxes.includes(path)) iso.unknownBoxes.push(path);
  }
  if (name === 'moof') iso.fragmented = true;
  if (!CONTAINERS.has(name) && !inTags) return;
  if (depth + 1 >= MAX_DEPTH) {
    out.problem(`Boxes lie deeper than ${String(MAX_DEPTH)} at byte ${String(at)}; what is below is not listed.`);
    return;
  }
  if (inTags) return;
  // QuickTime's meta is a plain box, that of ISO has version and flags before its children.
  const skip = name === 'meta' && body.subarray(4, 8).toString('latin1') !== 'hdlr' ? 4 : 0;
  await boxes({ ...place, inTags: name === 'ilst' }, at + header + skip, at + size, depth + 1);
}

function tag(name: string, text: string, out: Gathered): void {
  if (name === '©too' || name === '©swr' || name === '©enc') out.writer(`tag ${name}`, text);
  if (name === '©mak' || name === '©mod') out.writer(`tag ${name}`, text);
}

function noteOf(name: string, body: Buffer, place: Place): string | null {
  const { iso, out, path } = place;
  const text = (from: number, to: number): string => body.subarray(from, to).toString('latin1');
  if (name === 'ftyp' && body.length >= 8) {
    iso.majorBrand = text(0, 4);
    for (let at = 8; at + 4 <= body.length && iso.brands.length < 64; at += 4) iso.brands.push(text(at, at + 4));
    return `brand ${iso.majorBrand}, version ${String(body.readUInt32BE(4))}, compatible with ${iso.brands.join(' ')}`;
  }
  if (['mvhd', 'tkhd', 'mdhd'].includes(name)) return times(name, body, path, out);
  if (name === 'hdlr' && body.length >= 24) {
    const type = text(8, 12);
    const raw = body.subarray(24);
    // QuickTime writes the length before the name, ISO a zero behind it.
    const counted = raw.length > 0 && raw[0] === raw.length - 1 && raw[0] >= 1;
    const label = raw
      .subarray(counted ? 1 : 0)
      .toString('utf8')
      .replaceAll('\0', '');
    if (iso.handlers.length < 64 && path.includes('/mdia/hdlr')) iso.handlers.push({ type, name: label.slice(0, 120) });
    return `${type} ${label}`;
  }
  if (name === 'elst') return edits(body, place);
  if (name === 'stsd') return sampleEntries(body, out);
  if (name === 'uuid') return body.subarray(0, 16).toString('hex');
  if (name === 'free' || name === 'skip') {
    const held = text(0, 64).replaceAll(/[^\x20-\x7e]/g, '');
    if (held.length < 6) return null;
    out.writer(`text in ${name}`, text(0, 200).replaceAll(/[^\x20-\x7e]/g, ' '));
    return held;
  }
  return null;
}

/** 14496-12 sections 8.2.2, 8.3.2 and 8.4.2: version, flags, created, modified (32 or 64 bits each). */
function times(name: string, body: Buffer, path: string, out: Gathered): string | null {
  const wide = body[0] === 1;
  if (body.length < (wide ? 20 : 12)) {
    out.problem(`${path} is cut short.`);
    return null;
  }
  const [created, modified] = wide
    ? [Number(body.readBigUInt64BE(4)), Number(body.readBigUInt64BE(12))]
    : [body.readUInt32BE(4), body.readUInt32BE(8)];
  const [from, to] = [utcSince(EPOCH_1904, created), utcSince(EPOCH_1904, modified)];
  out.time(`${name} created`, from);
  out.time(`${name} modified`, to);
  return `created ${from ?? 'not stated'}, modified ${to ?? 'not stated'}`;
}

/** 14496-12 section 8.6.6. */
function edits(body: Buffer, { iso, out }: Place): string | null {
  if (body.length < 8) {
    out.problem('An edit list is cut short.');
    return null;
  }
  const [wide, count] = [body[0] === 1, body.readUInt32BE(4)];
  const step = wide ? 20 : 12;
  const listed: string[] = [];
  for (let k = 0; k < Math.min(count, 64) && 8 + (k + 1) * step <= body.length; k++) {
    const at = 8 + k * step;
    const duration = wide ? Number(body.readBigUInt64BE(at)) : body.readUInt32BE(at);
    const start = wide ? Number(body.readBigInt64BE(at + 8)) : body.readInt32BE(at + 4);
    const words = start === -1 ? `nothing for ${String(duration)}` : `from ${String(start)} for ${String(duration)}`;
    listed.push(words);
    if ((start !== 0 || count > 1) && iso.edits.length < 64) iso.edits.push(words);
  }
  return `${String(count)} ${count === 1 ? 'entry' : 'entries'}: ${listed.join('; ')}`;
}
