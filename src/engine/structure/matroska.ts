/** Elements of a Matroska or WebM file (EBML: RFC 8794; Matroska: RFC 9559). */
import { printable, utcSince, type FileBytes, type Gathered } from './bytes.ts';

const MAX_DEPTH = 8;
type Kind = 'master' | 'text' | 'date' | 'other';

const ELEMENTS: ReadonlyMap<number, readonly [string, Kind]> = new Map([
  [0x1a45dfa3, ['EBML', 'master']],
  [0x4282, ['DocType', 'text']],
  [0x18538067, ['Segment', 'master']],
  [0x114d9b74, ['SeekHead', 'other']],
  [0x1549a966, ['Info', 'master']],
  [0x4d80, ['MuxingApp', 'text']],
  [0x5741, ['WritingApp', 'text']],
  [0x4461, ['DateUTC', 'date']],
  [0x7ba9, ['Title', 'text']],
  [0x1654ae6b, ['Tracks', 'master']],
  [0xae, ['TrackEntry', 'master']],
  [0x86, ['CodecID', 'text']],
  [0x536e, ['Name', 'text']],
  [0x1f43b675, ['Cluster', 'other']],
  [0x1c53bb6b, ['Cues', 'other']],
  [0x1941a469, ['Attachments', 'other']],
  [0x1043a770, ['Chapters', 'other']],
  [0x1254c367, ['Tags', 'master']],
  [0x7373, ['Tag', 'master']],
  [0x67c8, ['SimpleTag', 'master']],
  [0x45a3, ['TagName', 'text']],
  [0x4487, ['TagString', 'text']],
  [0xec, ['Void', 'other']],
  [0xbf, ['CRC-32', 'other']],
]);

export async function readMatroska(bytes: FileBytes, out: Gathered): Promise<void> {
  await elements(bytes, out, 0, bytes.size, 0);
}

/** RFC 8794 section 4: so many bytes as the leading zeros of the first say, plus one. */
function variable(
  body: Buffer,
  at: number,
  keepMarker: boolean,
): { readonly value: number; readonly length: number; readonly unknown: boolean } | null {
  const first = body[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || at + length > body.length) return null;
  let value = keepMarker ? first : first & (0xff >> length);
  let unknown = (first & (0xff >> length)) === 0xff >> length;
  for (let k = 1; k < length; k++) {
    value = value * 256 + (body[at + k] ?? 0);
    unknown &&= body[at + k] === 0xff;
  }
  return { value, length, unknown };
}

async function elements(bytes: FileBytes, out: Gathered, from: number, to: number, depth: number): Promise<void> {
  let tagName = '';
  for (let at = from; at + 2 <= to;) {
    const head = await bytes.read(at, 16);
    const id = variable(head, 0, true);
    const size = id === null || id.length > 4 ? null : variable(head, id.length, false);
    if (id === null || size === null) {
      out.problem(`Byte ${String(at)}: no element begins there.`);
      return;
    }
    const [name, kind] = ELEMENTS.get(id.value) ?? [`0x${id.value.toString(16)}`, 'other' as const];
    const start = at + id.length + size.length;
    // A live recording does not know how long its Segment and Clusters become.
    const end = size.unknown ? to : start + size.value;
    if (end > to) out.problem(`Element ${name} at byte ${String(at)} is said to end ${String(end - to)} bytes too late.`);
    const last = Math.min(end, to);
    const text = kind === 'text' ? printable((await bytes.read(start, Math.min(last - start, 1000))).toString('utf8'), 300) : null;
    const date = kind === 'date' && last - start === 8 ? dateOf(await bytes.read(start, 8)) : null;
    out.part(name, depth, at, last - at, size.unknown ? 'of unknown length' : (text ?? date));
    if (kind === 'date') out.time('DateUTC', date);
    if (name === 'TagName') tagName = text ?? '';
    if (name === 'MuxingApp' || name === 'WritingApp') out.writer(name, text ?? '');
    if (name === 'TagString' && /encoder|software/i.test(tagName)) out.writer(`tag ${tagName}`, text ?? '');
    if (kind === 'master') {
      if (depth + 1 < MAX_DEPTH) await elements(bytes, out, start, last, depth + 1);
      else out.problem(`Elements lie deeper than ${String(MAX_DEPTH)} at byte ${String(at)}.`);
    }
    at = last;
  }
}

/** RFC 9559: nanoseconds since the beginning of 2001. */
function dateOf(body: Buffer): string | null {
  return body.length < 8 ? null : utcSince(Date.UTC(2001, 0, 1), Number(body.readBigInt64BE(0)) / 1e9);
}
