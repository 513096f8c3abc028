/** Chunks of RIFF files: AVI, WAVE, WebP (Multimedia Programming Interface and Data Specifications 1.0; WebP Container Specification). */
import { printable, type FileBytes, type Gathered } from './bytes.ts';

const MAX_DEPTH = 8;

export async function readRiff(bytes: FileBytes, out: Gathered): Promise<void> {
  await chunks(bytes, out, 0, bytes.size, 0);
}

async function chunks(bytes: FileBytes, out: Gathered, from: number, to: number, depth: number): Promise<void> {
  for (let at = from; at + 8 <= to;) {
    const head = await bytes.read(at, 12);
    if (head.length < 8) return;
    const name = head.subarray(0, 4).toString('latin1');
    const stated = head.readUInt32LE(4);
    const size = Math.min(stated, to - at - 8);
    if (size < stated)
      out.problem(`Chunk ${printable(name, 8)} at byte ${String(at)} is said to end ${String(stated - size)} bytes too late.`);
    const list = (name === 'RIFF' || name === 'LIST') && size >= 4;
    const kind = list ? head.subarray(8, 12).toString('latin1') : null;
    const note = kind ?? (await noteOf(bytes, name, at + 8, size, out));
    out.part(name, depth, at, 8 + size, note);
    // The frames of a film, one chunk each, say nothing more.
    if (list && kind !== 'movi') {
      if (depth + 1 < MAX_DEPTH) await chunks(bytes, out, at + 12, at + 8 + size, depth + 1);
      else out.problem(`Lists lie deeper than ${String(MAX_DEPTH)} at byte ${String(at)}.`);
    }
    at += 8 + size + (size % 2);
  }
}

async function noteOf(bytes: FileBytes, name: string, at: number, size: number, out: Gathered): Promise<string | null> {
  const software = ['ISFT', 'IENG', 'ICMT', 'IARL', 'ITCH'].includes(name);
  if (!software && !['strh', 'strn', 'ICRD', 'IDIT', 'JUNK', 'fmt '].includes(name)) return null;
  const body = await bytes.read(at, Math.min(size, 256));
  if (name === 'strh') return body.length < 8 ? null : body.subarray(0, 8).toString('latin1');
  if (name === 'fmt ') return body.length < 8 ? null : `format ${String(body.readUInt16LE(0))}, ${String(body.readUInt32LE(4))} Hz`;
  const text = printable(body.toString('latin1').replaceAll('\0', ' '), 200);
  if (name === 'JUNK') return /^[\x20-\x7e]{6,}$/.test(text) ? text : null;
  if (software) out.writer(`RIFF ${name}`, text);
  return text;
}
