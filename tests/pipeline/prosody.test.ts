/** Prosody on a voice made by rule: ffmpeg's own flite, whose melody is flat; and on sound that is no speech. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scoreFiles } from '../../src/core/analysis/score.ts';
import type { ScoredDetector } from '../../src/contract/score.ts';
import { findTools, type MediaTools } from '../../src/engine/media/tools.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const folder = tempFolder();
let tools: MediaTools;

beforeAll(async () => {
  tools = await findTools();
});

const hasFlite = (): boolean =>
  execFileSync('ffmpeg', ['-hide_banner', '-v', 'error', '-filters'], { encoding: 'utf8' }).includes(' flite ');

async function prosodyOf(path: string): Promise<ScoredDetector> {
  for await (const line of scoreFiles([path], { tools, version: 'test', detectorIds: ['prosody'] })) {
    if ('error' in line) throw new Error(line.error.message);
    const detector = line.detectors['prosody' as never] as ScoredDetector | undefined;
    if (detector === undefined) throw new Error('prosody was asked for');
    return detector;
  }
  throw new Error('one line for each file');
}

it.skipIf(!hasFlite())('finds the flat melody of a voice made by rule', { timeout: 60_000 }, async () => {
  const words = 'They counted the boxes twice and both times one of them was missing. The old bridge was closed to cars after the storm';
  await ffmpeg('-f', 'lavfi', '-i', `flite=voice=slt:text='${words}'`, join(folder, 'flite.wav'));
  const found = await prosodyOf(join(folder, 'flite.wav'));
  expect(found.outcome).toBe('measured');
  expect(found.score).toBeGreaterThan(1);
  expect(found.findings.map(({ kind }) => kind)).toEqual(['flat-melody']);
});

it('takes a tone for no voice', { timeout: 60_000 }, async () => {
  await ffmpeg('-f', 'lavfi', '-i', 'sine=frequency=220:sample_rate=16000:duration=5', join(folder, 'tone.wav'));
  const found = await prosodyOf(join(folder, 'tone.wav'));
  expect(found).toMatchObject({ outcome: 'abstained', findings: [] });
  expect(found.reason).toContain('0.0 s of voice in speech');
});
