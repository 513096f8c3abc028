/** Rewrites the samples of a film in MP4 that ffmpeg made of one stream, as damage would: all else, times above all, stays. */
import { readFileSync, writeFileSync } from 'node:fs';

/** `edit` is given each sample, in order of decoding, and gives back what is to be in its place. */
export function editSamples(from: string, to: string, edit: (sample: Buffer, n: number) => Buffer): string {
  const film = readFileSync(from);
  const body = (name: string): number => film.indexOf(name) + 4;
  const [sizes, chunks, runs] = [body('stsz'), body('stco'), body('stsc')];
  const count = film.readUInt32BE(sizes + 8);
  const chunkCount = film.readUInt32BE(chunks + 4);
  const runCount = film.readUInt32BE(runs + 4);
  const samplesOf = (chunk: number): number => {
    let samples = 0;
    for (let n = 0; n < runCount && film.readUInt32BE(runs + 8 + 12 * n) <= chunk + 1; n += 1)
      samples = film.readUInt32BE(runs + 12 + 12 * n);
    return samples;
  };
  const pieces: Buffer[] = [];
  const media = body('mdat') - 8;
  let sample = 0;
  let written = media + 8;
  const made = Buffer.from(film);
  for (let chunk = 0; chunk < chunkCount; chunk += 1) {
    let at = film.readUInt32BE(chunks + 8 + 4 * chunk);
    made.writeUInt32BE(written, chunks + 8 + 4 * chunk);
    for (let n = 0; n < samplesOf(chunk) && sample < count; n += 1, sample += 1) {
      const size = film.readUInt32BE(sizes + 12 + 4 * sample);
      const piece = edit(film.subarray(at, at + size), sample);
      made.writeUInt32BE(piece.length, sizes + 12 + 4 * sample);
      pieces.push(piece);
      written += piece.length;
      at += size;
    }
  }
  const head = Buffer.from(made.subarray(0, media + 8));
  head.writeUInt32BE(written - media, media);
  writeFileSync(to, Buffer.concat([head, ...pieces, made.subarray(media + film.readUInt32BE(media))]));
  return to;
}

/** The units of a sample, each with its four bytes of length. */
export function unitsOf(sample: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let at = 0; at < sample.length;) {
    const end = at + 4 + sample.readUInt32BE(at);
    units.push(sample.subarray(at, end));
    at = end;
  }
  return units;
}
