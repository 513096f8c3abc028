/** The demo's sample of sound: a sentence read by a person, and the same words spoken by two synthesisers. */
import { expect, it } from 'vitest';
import { makeSoundSample, missingForSample } from '../../scripts/sound-sample.ts';
import type { ScoredDetector } from '../../src/contract/score.ts';
import { scoreFiles } from '../../src/core/analysis/score.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const missing = missingForSample();
const without = missing.length === 0 ? '' : ` (skipped: ${missing.join(', ')} not installed)`;

/** Noise like a breath is a note wherever it is found. */
const melodyOf = (prosody: ScoredDetector | undefined) =>
  prosody?.findings.map(({ kind }) => kind).filter((kind) => kind !== 'breath-like-noise');

it.skipIf(missing.length > 0)(
  `has a flat melody where a synthesiser speaks, and none where a person reads${without}`,
  { timeout: 60_000 },
  async () => {
    const sample = makeSoundSample(tempFolder());
    const files = [sample.genuine, ...sample.spoken.map(({ path }) => path)];
    const found: unknown[] = [];
    for await (const line of scoreFiles(files, { tools: await findTools(), version: 'test', detectorIds: ['prosody', 'splice'] })) {
      if ('error' in line) throw new Error(line.error.message);
      const { prosody, splice } = line.detectors as Readonly<Record<string, ScoredDetector>>;
      found.push([line.kind, prosody?.outcome, melodyOf(prosody), splice?.outcome, splice?.findings.length]);
    }
    expect(found).toEqual([
      ['audio', 'measured', [], 'measured', 0],
      ['audio', 'measured', ['flat-melody'], 'measured', 0],
      ['audio', 'measured', ['flat-melody'], 'measured', 0],
    ]);
  },
);
