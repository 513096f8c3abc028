/**
 * Kills the application at moments of chance while it imports, examines, annotates and reports, case after case, and compares what is
 * left with a case that was never killed: `node tests/bench/faults.ts --kills 100 --seed 1`. Exit code 1 where anything was lost or differs.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { findTools } from '../../src/engine/media/tools.ts';
import { killAtRandom, type Moment, resultsOf } from '../helpers/kill-at-random.ts';
import { chanceOf } from '../../scripts/hostile/random.ts';
import { makeSeeds } from '../../scripts/hostile/seeds.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } } });
/** Of each case: at any moment of its work, then while it writes its report, which is short beside the rest. */
const KILLS_A_CASE = 3;
const KILLS_OF_A_REPORT = 4;
/** From the first word of the process; longer than all of its work on an idle machine. */
const LATEST_MS = 6000;
const LATEST_OF_A_REPORT_MS = 2500;

const folder = mkdtempSync(join(tmpdir(), 'penumbra-faults-'));
const media = join(folder, 'media');
mkdirSync(media);
await makeSeeds(media, (await findTools()).ffmpegPath, ['h264.mp4', 'still.png', 'sound.wav']);
await killAtRandom(join(folder, 'whole'), media, []);
const whole = resultsOf(join(folder, 'whole'));
const chance = chanceOf(Number(values.seed));
let killed = 0;
let wrong = 0;
const stages = new Map<string, number>();
for (let number = 1; killed < Number(values.kills); number++) {
  const place = join(folder, `case-${String(number)}`);
  const moments: Moment[] = [
    ...Array.from({ length: KILLS_A_CASE }, () => chance.below(LATEST_MS)),
    ...Array.from({ length: KILLS_OF_A_REPORT }, () => ({ stage: 'reporting', afterMs: chance.below(LATEST_OF_A_REPORT_MS) })),
  ];
  const kills = await killAtRandom(place, media, moments);
  for (const { stage, lost, problems } of kills.filter((kill) => kill.killed)) {
    killed += 1;
    stages.set(stage, (stages.get(stage) ?? 0) + 1);
    wrong += lost.length + problems.length;
    for (const words of [...lost, ...problems]) console.error(`case ${String(number)}, after "${stage}": ${words}`);
  }
  if (!isDeepStrictEqual(resultsOf(place), whole)) {
    wrong += 1;
    console.error(`case ${String(number)}: the results differ from those of the case that was never killed`);
  }
  rmSync(place, { recursive: true, force: true });
}
console.log(
  `${String(killed)} kills, ${String(wrong)} things lost or different; killed after: ${[...stages].map(([stage, count]) => `${stage} ${String(count)}`).join(', ')}`,
);
rmSync(folder, { recursive: true, force: true });
process.exitCode = wrong > 0 ? 1 : 0;
