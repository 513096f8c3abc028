/** User data and sample descriptions of ISO base media files, as text. */
import { printable, type Gathered } from './bytes.ts';

/** A tag's text: of iTunes (a `data` box within) or QuickTime (length and language before it); `null` where there is none. */
export function tagText(name: string, body: Buffer): string | null {
  if (body.length >= 16 && body.subarray(4, 8).toString('latin1') === 'data') {
    const end = Math.min(body.length, body.readUInt32BE(0));
    const kind = body.readUInt32BE(8) & 0xffffff;
    if (kind === 1) return printable(body.subarray(16, Math.max(16, end)).toString('utf8'), 300);
    return null;
  }
  if (!name.startsWith('©') || body.length < 4) return null;
  const length = body.readUInt16BE(0);
  return printable(body.subarray(4, Math.min(body.length, 4 + length)).toString('utf8'), 300);
}

/** 14496-12 section 8.5.2 and 12.1.3: the code of each description, and the name that a video coder left (32 bytes at 50). */
export function sampleEntries(body: Buffer, out: Gathered): string {
  const found: string[] = [];
  let at = 8;
  while (at + 16 <= body.length && found.length < 16) {
    const size = body.readUInt32BE(at);
    const code = body.subarray(at + 4, at + 8).toString('latin1');
    const length = body[at + 50] ?? 0;
    const named = ['avc1', 'avc3', 'hvc1', 'hev1', 'mp4v', 'av01', 'vp09', 'apch', 'apcn', 'jpeg'].includes(code);
    const coder = named && length <= 31 ? printable(body.subarray(at + 51, at + 51 + length).toString('latin1'), 40) : '';
    if (coder !== '') out.writer('compressor name', coder);
    found.push(coder === '' ? code : `${code} (${coder})`);
    if (size < 16) break;
    at += size;
  }
  return found.join('; ');
}
