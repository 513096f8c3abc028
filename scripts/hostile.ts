/**
 * Takes in and examines about 2,000 hostile files and writes how each ended: `node scripts/hostile.ts --csv hostile.csv`.
 * Exit code 1 where one crashed, hung, broke inside, asked the network, or told what stands in another file.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { csvLine } from '../src/base/csv.ts';
import { findTools } from '../src/engine/media/tools.ts';
import { layBait } from './hostile/bait.ts';
import { corpus, WHOLE_CORPUS, type HostileFile } from './hostile/corpus.ts';
import { measure, type Measured } from './hostile/measure.ts';
import { summary } from './hostile/summary.ts';

const { values } = parseArgs({
  options: {
    csv: { type: 'string', default: 'hostile.csv' },
    seed: { type: 'string', default: '1' },
    family: { type: 'string', multiple: true },
    seconds: { type: 'string', default: '180' },
    /** `2/3`: the second of three parts, for several at a time. */
    part: { type: 'string', default: '1/1' },
    /** Keeps the files of those that did not end well. */
    keep: { type: 'string' },
  },
});

const COLUMNS = [
  'family',
  'origin',
  'words',
  'how',
  'taken',
  'code',
  'detail',
  'job',
  'failures',
  'thumbnail',
  'seconds',
  'toolMib',
  'coreMib',
] as const;

const tools = await findTools();
const folder = mkdtempSync(join(tmpdir(), 'penumbra-hostile-'));
const baitFolder = join(folder, 'bait');
mkdirSync(baitFolder);
const bait = await layBait(baitFolder, tools.ffmpegPath);
const csv = resolve(values.csv);
await writeFile(csv, `${csvLine(COLUMNS)}\n`);

const [part, parts] = values.part.split('/').map(Number);

async function* wanted(): AsyncGenerator<HostileFile> {
  let number = 0;
  for await (const file of corpus({ folder, ffmpegPath: tools.ffmpegPath, seed: Number(values.seed), bait, counts: WHOLE_CORPUS })) {
    number += 1;
    if (number % (parts ?? 1) === (part ?? 1) - 1 && (values.family === undefined || values.family.includes(file.family))) yield file;
    // The examined file is no longer needed; the corpus itself would fill gigabytes.
    await rm(file.path, { recursive: true, force: true });
  }
}

const all: Measured[] = [];
const startedAt = performance.now();
for await (const measured of measure(wanted(), { folder: join(folder, 'cases'), limitMs: Number(values.seconds) * 1000 })) {
  all.push(measured);
  const cells = COLUMNS.map((column) => (typeof measured[column] === 'number' ? measured[column].toFixed(2) : measured[column]));
  await appendFile(csv, `${csvLine(cells)}\n`);
  if (measured.how !== 'result' && measured.how !== 'typed error') console.error(cells.join('  '));
  if (all.length % 100 === 0) console.error(`${String(all.length)} files, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
const leaks = bait.leaks(join(folder, 'cases'));
await bait.close();
console.log(summary(all, { connections: bait.connections(), leaks }));
const bad = all.filter(({ how }) => how !== 'result' && how !== 'typed error').length;
rmSync(folder, { recursive: true, force: true });
process.exitCode = bad > 0 || leaks.length > 0 || bait.connections() > 0 ? 1 : 0;
