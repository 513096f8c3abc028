/** Triage of many files: the same rows on several processes, after a kill, and beside a file that brings its process down. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { ScoreLine } from '../../src/contract/score.ts';
import { scoreMany } from '../../src/core/analysis/score-many.ts';
import { scoreTriage, type TriageOptions } from '../../src/core/analysis/score-triage.ts';
import { scoreFiles, type ScoreOptions } from '../../src/core/analysis/score.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const folder = join(tempFolder(), 'pictures');
const names = ['a1.png', 'a2.png', 'a3.png', 'a4.png', 'b-text.png', 'below/c.png'];
let options: ScoreOptions;
beforeAll(async () => {
  await mkdir(join(folder, 'below'), { recursive: true });
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=4', '-frames:v', '4', join(folder, 'a%d.png'));
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=64x96', '-frames:v', '1', join(folder, 'below/c.png'));
  writeFileSync(join(folder, 'b-text.png'), 'This is no picture.\n');
  options = { tools: await findTools(), version: '0.1.0', detectorIds: ['spectrum', 'compression', 'container'] };
});

/** Without what differs from run to run. */
async function rows(lines: AsyncIterable<ScoreLine>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const line of lines) all.push('error' in line ? line : { ...line, timing: null });
  return all;
}

it('gives the same rows in the same order on two processes, in one, and after a run that was cut off', { timeout: 120_000 }, async () => {
  const one = await rows(
    scoreFiles(
      names.map((name) => join(folder, name)),
      options,
    ),
  );
  expect(one).toMatchObject([
    { frames: 1 },
    { frames: 1 },
    { frames: 1 },
    { frames: 1 },
    { error: { code: 'MEDIA_UNRECOGNISED' } },
    { frames: 1 },
  ]);
  const resultsPath = join(tempFolder(), 'results.jsonl');
  const triage: TriageOptions = { ...options, resultsPath, workers: 2 };
  expect(await rows(scoreTriage([folder], triage))).toEqual(one);

  const kept = readFileSync(resultsPath, 'utf8').split('\n');
  expect(kept.length).toBe(names.length);
  // As a kill leaves it: two lines, and a third that was cut off.
  writeFileSync(resultsPath, `${kept[0] ?? ''}\n${kept[1] ?? ''}\n${(kept[2] ?? '').slice(0, 300)}`);
  const examined: string[] = [];
  const again = scoreTriage([folder], { ...triage, workers: 1, onProgress: (file) => examined.push(file) });
  expect(await rows(again)).toEqual(one);
  expect([...new Set(examined)]).toEqual(['a3.png', 'a4.png', 'below/c.png'].map((name) => join(folder, name)));
  const untimed = (lines: readonly string[]): unknown[] =>
    lines.filter((line) => line !== '').map((line) => ({ ...(JSON.parse(line) as { line: object }), timing: null }));
  expect(untimed(readFileSync(resultsPath, 'utf8').split('\n')).length).toBe(untimed(kept).length);
});

it('measures anew what was measured otherwise', { timeout: 60_000 }, async () => {
  const resultsPath = join(tempFolder(), 'results.jsonl');
  const [path] = names.map((name) => join(folder, name));
  const examined: string[] = [];
  for (const version of ['0.1.0', '0.1.0', '0.2.0'])
    await rows(scoreTriage([path ?? ''], { ...options, version, resultsPath, workers: 1, onProgress: (file) => examined.push(file) }));
  expect(examined).toEqual([path, path]);
});

it('goes on with another process where one dies: that file alone has an error', { timeout: 60_000 }, async () => {
  const paths = ['1', '2 deadly', '3', '4', '5 deadly', '6', '7'];
  const child = new URL('../helpers/dying-score-child.ts', import.meta.url);
  const lines = await rows(scoreMany(paths, options, 2, child));
  expect(lines).toMatchObject(
    paths.map((file) => ({
      file,
      error: file.includes('deadly')
        ? { code: 'APP_INTERNAL', detail: expect.stringContaining('SIGKILL') as string }
        : { code: 'FILE_EMPTY' },
    })),
  );
});
