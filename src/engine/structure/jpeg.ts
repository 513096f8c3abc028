/** Segments of a JPEG file (ITU-T T.81 annex B): tables, frame header, application data, and what follows the end. */
import { jpegFill } from '../media/sniff.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { FileBytes, Gathered } from './bytes.ts';

/** T.81 figure A.6: where the k-th step of the zigzag lies, row by row. */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57,
  50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
] as const;

type Jpeg = NonNullable<FileStructure['jpeg']>;

const NAMES: Readonly<Record<number, string>> = {
  0xc4: 'DHT',
  0xc8: 'JPG',
  0xcc: 'DAC',
  0xd8: 'SOI',
  0xd9: 'EOI',
  0xda: 'SOS',
  0xdb: 'DQT',
  0xdc: 'DNL',
  0xdd: 'DRI',
  0xfe: 'COM',
};

function nameOf(marker: number): string {
  const known = NAMES[marker];
  if (known !== undefined) return known;
  if (marker >= 0xc0 && marker <= 0xcf) return `SOF${String(marker - 0xc0)}`;
  if (marker >= 0xe0 && marker <= 0xef) return `APP${String(marker - 0xe0)}`;
  if (marker >= 0xd0 && marker <= 0xd7) return `RST${String(marker - 0xd0)}`;
  return `0x${marker.toString(16).padStart(2, '0')}`;
}

const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

export async function readJpeg(bytes: FileBytes, out: Gathered): Promise<void> {
  const jpeg: Jpeg = { quantisation: [], components: [], progressive: false };
  out.jpeg = jpeg;
  out.part('SOI', 0, 0, 2);
  let at = 2;
  while (at < bytes.size) {
    const head = await bytes.read(at, 4);
    if (head[0] !== 0xff) {
      out.problem(`Byte ${String(at)}: a marker is expected and not there.`);
      const next = await nextMarker(bytes, at);
      if (next === null) break;
      at = next;
      continue;
    }
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      at += jpegFill(await bytes.read(at, 65_536));
      continue;
    }
    if (marker === 0xd9) {
      out.part('EOI', 0, at, 2);
      if (at + 2 < bytes.size)
        out.part('data after the end', 0, at + 2, bytes.size - at - 2, 'further pictures, a film or padding: phones append them');
      return;
    }
    if ((marker >= 0xd0 && marker <= 0xd8) || marker === 0x01) {
      out.part(nameOf(marker), 0, at, 2);
      at += 2;
      continue;
    }
    const length = head.length < 4 ? 0 : head.readUInt16BE(2);
    if (length < 2 || at + 2 + length > bytes.size) {
      out.problem(`${nameOf(marker)} at byte ${String(at)} states a length of ${String(length)} that cannot be.`);
      if (length < 2) break;
    }
    const body = await bytes.read(at + 4, length - 2);
    out.part(nameOf(marker), 0, at, 2 + length, segment(marker, body, jpeg, out));
    at += 2 + length;
    if (marker === 0xda) {
      const next = await nextMarker(bytes, at);
      out.part('coded data', 1, at, (next ?? bytes.size) - at);
      if (next === null) break;
      at = next;
    }
  }
  out.problem('The file ends without an end marker (EOI).');
}

/** T.81 B.1.1.5: within coded data 0xFF is followed by zero, or is a restart marker; anything else is the next segment. */
async function nextMarker(bytes: FileBytes, from: number): Promise<number | null> {
  for (let at = from; at < bytes.size;) {
    const piece = await bytes.read(at, 65_536);
    let place = piece.indexOf(0xff);
    while (place !== -1 && place + 1 < piece.length) {
      const follows = piece[place + 1] ?? 0;
      if (follows !== 0 && follows !== 0xff && (follows < 0xd0 || follows > 0xd7)) return at + place;
      place = piece.indexOf(0xff, place + 1);
    }
    if (piece.length < 2) return null;
    at += piece.length - 1;
  }
  return null;
}

function segment(marker: number, body: Buffer, jpeg: Jpeg, out: Gathered): string | null {
  if (marker === 0xdb) return tables(body, jpeg, out);
  if (isFrame(marker)) return frame(marker, body, jpeg, out);
  if (marker === 0xfe) {
    out.writer('JPEG comment', body.toString('latin1'));
    return body.toString('latin1');
  }
  if (marker >= 0xe0 && marker <= 0xef) return application(marker, body);
  return null;
}

function application(marker: number, body: Buffer): string {
  const end = body.indexOf(0);
  const label = body.subarray(0, end === -1 ? 40 : Math.min(end, 60)).toString('latin1');
  if (marker === 0xe0 && label === 'JFIF' && body.length >= 12) {
    return `JFIF ${String(body[5])}.${String(body[6]).padStart(2, '0')}, density ${String(body.readUInt16BE(8))} x ${String(body.readUInt16BE(10))}`;
  }
  if (marker === 0xeb && body.subarray(0, 2).toString('latin1') === 'JP') return 'JUMBF (C2PA lives here)';
  return label;
}

/** T.81 B.2.4.1. */
function tables(body: Buffer, jpeg: Jpeg, out: Gathered): string {
  const ids: string[] = [];
  for (let at = 0; at < body.length;) {
    const first = body[at] ?? 0;
    const [wide, id] = [first >> 4 === 1, first & 15];
    const length = wide ? 128 : 64;
    if (first >> 4 > 1 || id > 3 || at + 1 + length > body.length) {
      out.problem('A quantisation table cannot be read.');
      break;
    }
    const steps = new Array<number>(64).fill(0);
    ZIGZAG.forEach((place, k) => {
      steps[place] = wide ? body.readUInt16BE(at + 1 + 2 * k) : (body[at + 1 + k] ?? 0);
    });
    at += 1 + length;
    ids.push(`table ${String(id)}${wide ? ', 16 bit' : ''}`);
    if (steps.includes(0)) out.problem(`Quantisation table ${String(id)} holds a step of zero.`);
    else if (jpeg.quantisation.length < 16) jpeg.quantisation.push({ id, steps });
  }
  return ids.join('; ');
}

/** T.81 B.2.2. */
function frame(marker: number, body: Buffer, jpeg: Jpeg, out: Gathered): string | null {
  const count = body[5] ?? 0;
  if (body.length < 6 + 3 * count || count === 0) {
    out.problem('The frame header is cut short.');
    return null;
  }
  if (jpeg.components.length > 0) {
    out.problem('The file holds a second frame header.');
    return null;
  }
  jpeg.progressive = [0xc2, 0xc6, 0xca, 0xce].includes(marker);
  for (let at = 6; at < 6 + 3 * count; at += 3) {
    const sampling = body[at + 1] ?? 0;
    jpeg.components.push({ horizontal: sampling >> 4, vertical: sampling & 15, table: body[at + 2] ?? 0 });
  }
  const sampling = jpeg.components.map(({ horizontal, vertical }) => `${String(horizontal)}x${String(vertical)}`).join(' ');
  const kind = jpeg.progressive ? 'progressive' : 'sequential';
  return `${String(body.readUInt16BE(3))} x ${String(body.readUInt16BE(1))} pixels, ${String(body[0])} bit, ${kind}, sampling ${sampling}`;
}
