import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { madeDescription } from '../../../tests/helpers/made-calibration.ts';
import { pairedScores } from '../../../tests/helpers/made-fusion.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { combineAll, type DetectorConclusion, type Examined } from '../analysis/conclude.ts';
import { readFusions } from './fusions.ts';
import { writeCsv } from './scores-csv.ts';
import { detectorOfToday } from './store-calibration.ts';
import { joinedScores, storeFusion } from './store-fusion.ts';

const folder = tempFolder();
const ids = ['blink', 'head-pose'] as const;
const HEAD = ['path', 'group', 'label', 'detector', 'score'];
const rows = pairedScores(150, [1.5, 1.5], 0.3, ids).flatMap(({ group, synthetic, scores }) =>
  // Every tenth file has no second score: the detector abstained.
  ids.map((id) => [group, group, synthetic ? 'fake' : 'real', id, id === 'head-pose' && group.endsWith('7') ? '' : String(scores.get(id))]),
);
writeFileSync(join(folder, 'scores.csv'), writeCsv(HEAD, rows));
writeFileSync(join(folder, 'pool.json'), JSON.stringify(madeDescription));
const request = {
  scoresPath: join(folder, 'scores.csv'),
  testPath: null,
  describePath: join(folder, 'pool.json'),
  detectorIds: ids,
  folder: join(folder, 'calibrations'),
  now: new Date(0),
};

it('is stored with its hash, read back, and used where an examination asked at least two of its cues', { timeout: 30_000 }, async () => {
  const { path, fusion } = await storeFusion(request);
  expect(fusion.patterns[0]?.fittedOn.files).toEqual({ genuine: 135, synthetic: 135 });
  const fusions = readFusions(request.folder);
  expect(fusions).toMatchObject([{ fusion }]);
  const facts = { kind: 'video', durationUs: 1, bitRate: null, streams: [{ type: 'video', codec: 'h264', width: 640, height: 100 }] };
  const examined = { facts, tracks: [] } as unknown as Examined;
  const concluded = ids.map((id) => ({
    detectorId: detectorOfToday(id).id,
    outcome: { status: 'measured', score: 1.2, measures: [], statement: 'x' },
    signals: [],
    findings: [],
  })) as DetectorConclusion[];
  const plan = (asked: readonly string[]) => ({
    detectors: asked.map(detectorOfToday),
    weights: ids.flatMap((id) => detectorOfToday(id).weights),
  });
  const of = (asked: readonly string[], shelf = fusions) =>
    combineAll(concluded, examined, { calibrations: new Map(), fusions: shelf, plan: plan(asked) });
  const [combined] = of(ids);
  expect(combined).toMatchObject({ status: 'evaluated', cues: ids, without: [], fusion: { sha256: fusions[0]?.sha256 } });
  if (combined?.status === 'evaluated')
    expect(combined.contributions.reduce((sum, { log10LR }) => sum + log10LR, combined.constant)).toBeCloseTo(combined.log10LR, 12);
  expect(of(['blink', 'gaze'])).toEqual([]);

  appendFileSync(path, ' ');
  expect(of(ids, readFusions(request.folder))).toEqual([
    { status: 'notValidated', cues: ids, reason: expect.stringContaining('another hash') as string, fusionSha256: fusions[0]?.sha256 },
  ]);
  expect(readFusions(join(folder, 'nowhere'))).toEqual([]);
});

it('writes nothing when it is refused', async () => {
  writeFileSync(join(folder, 'few.csv'), writeCsv(HEAD, rows.slice(0, 60)));
  const few = { ...request, scoresPath: join(folder, 'few.csv'), folder: join(folder, 'refused') };
  await expect(storeFusion(few)).rejects.toMatchObject({ code: 'FUSION_REFUSED' });
  expect(readFusions(few.folder)).toEqual([]);
});

it('joins the rows of one file, and refuses a table that says two things of it', () => {
  const cues = ids.map(detectorOfToday);
  const text = (second: string): string => `path,group,label,detector,score\na,g,real,blink,1\n${second}\nb,h,fake,head-pose,\n`;
  expect(joinedScores(text('a,g,real,head-pose,2'), cues).map(({ group, scores }) => [group, [...scores]])).toEqual([
    [
      'g',
      [
        ['blink', 1],
        ['head-pose', 2],
      ],
    ],
  ]);
  for (const wrong of ['a,g,fake,head-pose,2', 'a,x,real,head-pose,2', 'a,g,real,blink,2'])
    expect(() => joinedScores(text(wrong), cues)).toThrow('says two things of a');
});
