/**
 * Takes in and examines about 2,000 hostile files and writes how each ended: `node scripts/hostile.ts --csv hostile.csv`.
 * Exit code 1 where one crashed, hung, broke inside, asked the network, or told what stands in another file.
 * With `--watch trace.txt` strace looks on: exit code 1 also where any process connected or sent to an address, or opened a file that is
 * neither the case's, the evidence's, the program's nor the system's. `--most 100` ends after so many files.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryPrefix } from '../src/base/node/temporary-folder.ts';
import { csvLine } from '../src/base/csv.ts';
import { findTools } from '../src/engine/media/tools.ts';
import { layBait } from './hostile/bait.ts';
import { corpus, WHOLE_CORPUS, type HostileFile } from './hostile/corpus.ts';
import { measure, type Measured } from './hostile/measure.ts';
import { summary } from './hostile/summary.ts';
import { whatWasAsked, whyNoWatch } from './hostile/watch.ts';

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
    watch: { type: 'string' },
    most: { type: 'string' },
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

const root = resolve(import.meta.dirname, '..');
const programs = realpathSync(join(root, 'node_modules'));
const traceFile = values.watch === undefined ? undefined : resolve(values.watch);
const obstacle = traceFile === undefined ? null : whyNoWatch();
if (obstacle !== null) {
  console.error(obstacle);
  process.exit(2);
}

const tools = await findTools();
const folder = mkdtempSync(temporaryPrefix('hostile'));
const baitFolder = join(folder, 'bait');
mkdirSync(baitFolder);
const bait = await layBait(baitFolder, tools.ffmpegPath);
const csv = resolve(values.csv);
await writeFile(csv, `${csvLine(COLUMNS)}\n`);

const [part, parts] = values.part.split('/').map(Number);

async function* wanted(): AsyncGenerator<HostileFile> {
  let number = 0;
  let given = 0;
  for await (const file of corpus({ folder, ffmpegPath: tools.ffmpegPath, seed: Number(values.seed), bait, counts: WHOLE_CORPUS })) {
    number += 1;
    if (number % (parts ?? 1) === (part ?? 1) - 1 && (values.family === undefined || values.family.includes(file.family))) {
      given += 1;
      yield file;
    }
    // The examined file is no longer needed; the corpus itself would fill gigabytes.
    await rm(file.path, { recursive: true, force: true });
    if (given >= Number(values.most ?? Infinity)) return;
  }
}

const all: Measured[] = [];
const startedAt = performance.now();
const options = {
  folder: join(folder, 'cases'),
  limitMs: Number(values.seconds) * 1000,
  ...(traceFile === undefined ? {} : { traceFile }),
};
for await (const measured of measure(wanted(), options)) {
  all.push(measured);
  const cells = COLUMNS.map((column) => (typeof measured[column] === 'number' ? measured[column].toFixed(2) : measured[column]));
  await appendFile(csv, `${csvLine(cells)}\n`);
  if (measured.how !== 'result' && measured.how !== 'typed error') console.error(cells.join('  '));
  if (all.length % 100 === 0) console.error(`${String(all.length)} files, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
const leaks = bait.leaks(join(folder, 'cases'));
await bait.close();
console.log(summary(all, { connections: bait.connections(), leaks }));
const asked =
  traceFile === undefined ? null : await whatWasAsked(traceFile, [join(folder, 'cases'), join(folder, 'files'), root, programs]);
if (asked !== null) {
  console.log(
    `Watched: ${String(asked.opens)} files opened, ${String(asked.connects)} connections or messages; not allowed: ${String(asked.addresses.size)} addresses, ${String(asked.files.size)} files.`,
  );
  for (const [words, times] of [...asked.addresses, ...asked.files]) console.log(`${String(times)} x ${words}`);
}
const reached = asked === null ? 0 : asked.addresses.size + asked.files.size;
const bad = all.filter(({ how }) => how !== 'result' && how !== 'typed error').length;
rmSync(folder, { recursive: true, force: true });
process.exitCode = bad > 0 || leaks.length > 0 || bait.connections() > 0 || reached > 0 ? 1 : 0;
