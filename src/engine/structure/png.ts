/** Chunks of a PNG file (W3C PNG specification, section 5). */
import { printable, type FileBytes, type Gathered } from './bytes.ts';

const TEXTS = new Set(['tEXt', 'iTXt']);

export async function readPng(bytes: FileBytes, out: Gathered): Promise<void> {
  let at = 8;
  let ended = false;
  while (at + 12 <= bytes.size && !ended) {
    const head = await bytes.read(at, 8);
    const [length, name] = [head.readUInt32BE(0), head.subarray(4, 8).toString('latin1')];
    const cut = at + 12 + length > bytes.size;
    if (cut) out.problem(`Chunk ${name} at byte ${String(at)} is said to end after the file.`);
    const body = await bytes.read(at + 8, Math.min(length, 1024));
    out.part(name, 0, at, Math.min(12 + length, bytes.size - at), noteOf(name, body, out));
    if (cut) return;
    ended = name === 'IEND';
    at += 12 + length;
  }
  if (!ended) out.problem('The file ends without an end chunk (IEND).');
  else if (at < bytes.size) out.part('data after the end', 0, at, bytes.size - at);
}

function noteOf(name: string, body: Buffer, out: Gathered): string | null {
  if (name === 'IHDR' && body.length >= 13)
    return `${String(body.readUInt32BE(0))} x ${String(body.readUInt32BE(4))} pixels, ${String(body[8])} bit, colour type ${String(body[9])}`;
  if (name === 'caBX') return 'JUMBF (C2PA lives here)';
  if (!TEXTS.has(name)) return null;
  const keyword = body.subarray(0, Math.max(0, body.indexOf(0))).toString('latin1');
  // iTXt has two flags and two more strings between keyword and text.
  const text = printable(body.subarray(keyword.length + 1).toString('utf8'), 300);
  if (/^(software|comment|creator tool|parameters|prompt|workflow)$/i.test(keyword)) out.writer(`PNG text ${keyword}`, text);
  return `${keyword}: ${text}`;
}
