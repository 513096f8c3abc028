/**
 * What the program's detectors `phase` and `vocoder` measure in every clip of a manifest. usage: node models/training/audio/by-program.ts MANIFEST.csv OUT.csv [SECONDS]
 *
 * The manifest is that of coded.py or joined.py (16 kHz, mono, 16-bit WAV). With SECONDS only that many from the middle of each clip are heard.
 * What is written is the mean over the windows that were judged: the columns of the manifest, and shortSpread, longSpread, high, logit, windows (of phase).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../../src/base/assert.ts';
import { modelsFolder } from '../../../src/core/analysis/models-folder.ts';
import type { SoundRow } from '../../../src/engine/detectors/interface.ts';
import { AT as PLACE, openPhase } from '../../../src/engine/detectors/phase/observe.ts';
import { AT as LOGIT, observeBlock } from '../../../src/engine/detectors/vocoder/observe.ts';
import { openNetworks } from '../../../src/engine/inference/session.ts';
import type { SoundBlock } from '../../../src/engine/sound/sound-block.ts';
import { SPEECH_WEIGHTS } from '../../../src/engine/sound/synthetic-speech.ts';
import { VOICE_WEIGHTS } from '../../../src/engine/sound/voice.ts';

const RATE = 16_000;
const HEADER_BYTES = 44;

function samplesOf(path: string, seconds: number | null): Float32Array {
  const bytes = readFileSync(path);
  const all = Float32Array.from({ length: (bytes.length - HEADER_BYTES) >> 1 }, (_, n) => bytes.readInt16LE(HEADER_BYTES + 2 * n) / 32_768);
  const wanted = seconds === null ? all.length : seconds * RATE;
  const from = Math.max(0, (all.length - wanted) >> 1);
  return all.subarray(from, from + wanted);
}

function* blocksOf(samples: Float32Array): Generator<SoundBlock> {
  let previous: SoundBlock | null = null;
  for (let index = 0; index * RATE < samples.length; index += 1) {
    const channels = [samples.subarray(index * RATE, (index + 1) * RATE)];
    const block: SoundBlock = { index, stretch: 0, firstSample: index * RATE, ptsUs: index * 1e6, sampleRate: RATE, channels, previous };
    yield block;
    previous = block;
  }
}

const [, , manifest, out, seconds] = process.argv;
const [header, ...rows] = readFileSync(must(manifest, 'a manifest'), 'utf8').trim().split(/\r?\n/);
const networks = await openNetworks({ weightsFolder: join(modelsFolder(), 'weights'), provider: 'cpu' });
const voice = await networks.load(VOICE_WEIGHTS);
const phase = openPhase(voice);
const hearing = { voice, vocoder: await networks.load(SPEECH_WEIGHTS) };
const lines = [`${must(header, 'a header')},shortSpread,longSpread,high,logit,windows`];

/** By the mean of what is not null; empty where all is. */
function mean(rows: readonly SoundRow[], place: number): string {
  const values = rows.flatMap(({ values: all }) => all[place] ?? []);
  return values.length === 0 ? '' : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);
}

for (const row of rows) {
  const [phases, logits]: [SoundRow[], SoundRow[]] = [[], []];
  for (const block of blocksOf(samplesOf(must(row.split(',')[0], 'a path'), seconds === undefined ? null : Number(seconds)))) {
    phases.push(...(await phase(block)));
    logits.push(...(await observeBlock(block, hearing)));
  }
  const judged = phases.filter(({ values }) => values[PLACE.short] !== null).length;
  lines.push(
    [row, mean(phases, PLACE.short), mean(phases, PLACE.long), mean(phases, PLACE.high), mean(logits, LOGIT.logit), judged].join(','),
  );
}
await networks.close();
writeFileSync(must(out, 'where to write'), `${lines.join('\n')}\n`);
