/** What an encoder wrote about itself into the first pictures or sounds: x264 and x265 state their options in an SEI message, libavcodec its version in AAC filler. */
import type { FileBytes, Gathered } from './bytes.ts';

const LOOKED_THROUGH_BYTES = 512 * 1024;
const MEDIA = new Set(['mdat', 'Cluster', 'LIST']);

const WORDS: readonly (readonly [string, RegExp])[] = [
  ['SEI of the first picture', /x264 - core [\x20-\x7e]{1,900}/],
  ['SEI of the first picture', /x265 \(build \d+\)[\x20-\x7e]{1,900}/],
  ['media data', /Lavc\d+\.\d+\.\d+(?: [a-z0-9]+)?/],
  ['media data', /HandBrake \d[\x20-\x7e]{1,60}/],
];

export async function findEncoderWords(bytes: FileBytes, out: Gathered): Promise<void> {
  const part = out.parts.find(({ name, note }) => MEDIA.has(name) && (name !== 'LIST' || note === 'movi'));
  if (part === undefined) return;
  const text = (await bytes.read(part.offset, Math.min(part.sizeBytes, LOOKED_THROUGH_BYTES))).toString('latin1');
  for (const [where, pattern] of WORDS) {
    const found = pattern.exec(text);
    if (found !== null) out.writer(where, found[0]);
  }
}
