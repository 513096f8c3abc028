/**
 * What the detector coding-frames tells of the files of cut_and_code.py. usage: node models/training/audio/frames.ts FILES.csv
 *
 * Of each kind: files; those in which frames of MP3 are told; those with a shift; with one of the right size; and with that at the right place.
 */
import { readFileSync } from 'node:fs';
import { must } from '../../../src/base/assert.ts';
import type { MediaFacts } from '../../../src/contract/exhibits.ts';
import { codingFramesDetector } from '../../../src/engine/detectors/coding-frames/detector.ts';
import { openFrames } from '../../../src/engine/detectors/coding-frames/observe.ts';
import type { Conclusion, ObservationRow } from '../../../src/engine/detectors/interface.ts';

function concluded(path: string): Conclusion {
  const bytes = readFileSync(path);
  const [start, sampleRate] = [bytes.indexOf('data') + 8, bytes.readUInt32LE(24)];
  const samples = Float32Array.from({ length: (bytes.length - start) >> 1 }, (_, n) => bytes.readInt16LE(start + 2 * n) / 32_768);
  const observe = openFrames();
  const rows: ObservationRow[] = [];
  for (let index = 0; index * sampleRate < samples.length; index += 1) {
    const channels = [samples.subarray(index * sampleRate, (index + 1) * sampleRate)];
    const block = { index, stretch: 0, firstSample: index * sampleRate, ptsUs: index * 1e6, sampleRate, channels, previous: null };
    rows.push(...observe(block).map((row) => ({ frame: index, trackId: null, ...row })));
  }
  const durationUs = Math.round((samples.length / sampleRate) * 1e6);
  const stream = {
    type: 'audio',
    index: 0,
    codec: 'pcm_s16le',
    sampleRate,
    channels: 1,
    channelLayout: null,
    startUs: 0,
    durationUs,
  } as const;
  const tool = { name: 'ffprobe', version: 'not asked' };
  const facts: MediaFacts = {
    kind: 'audio',
    container: 'wav',
    containerLong: null,
    durationUs,
    bitRate: null,
    tags: {},
    streams: [stream],
    warnings: [],
    tool,
  };
  return codingFramesDetector.conclude({ facts, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
}

const [header, ...lines] = readFileSync(must(process.argv[2], 'a list'), 'utf8').trim().split(/\r?\n/);
if (header !== 'path,kind,seconds,shift') throw new Error('not a list of cut_and_code.py');
const counts = new Map<string, number[]>();
for (const line of lines) {
  const [, path, kind, place, size] = must(/^([^,]*),"?(.*?)"?,([^,]*),([^,]*)$/.exec(line), 'a line of four');
  const { findings } = concluded(must(path, 'a path'));
  const shifts = findings.filter((one) => one.kind === 'frame-offset-changes' && one.measure.unit === 'samples of 576');
  const right = size === '' ? [] : shifts.filter(({ measure }) => measure.value === Number(size));
  const placed = right.filter(({ startUs, endUs }) => startUs <= 1e6 * Number(place) && 1e6 * Number(place) <= endUs);
  const told = findings.some((one) => one.kind === 'coded-before' && one.title.includes('MP3'));
  const sums = counts.get(must(kind, 'a kind')) ?? [0, 0, 0, 0, 0];
  const own = [true, told, shifts.length > 0, right.length > 0, placed.length > 0];
  counts.set(
    must(kind, 'a kind'),
    sums.map((sum, k) => sum + Number(own[k])),
  );
}
for (const [kind, sums] of counts) console.log(`| ${kind} | ${sums.join(' | ')} |`);
