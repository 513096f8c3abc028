import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { knownScores } from '../../../tests/helpers/known-scores.ts';
import { madeDescription } from '../../../tests/helpers/made-calibration.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { detectors } from '../../engine/detectors/registry.ts';
import { concludeAll, type Examined } from '../analysis/conclude.ts';
import { parametersSha256 } from '../analysis/plan.ts';
import { parseScores, writeCsv } from './scores-csv.ts';
import { readCalibrations } from './calibrations.ts';
import { detectorOfToday, storeCalibration } from './store-calibration.ts';

const folder = tempFolder();
const scoresPath = join(folder, 'scores.csv');
const describePath = join(folder, 'pool.json');
const table = writeCsv(
  ['path', 'group', 'label', 'score'],
  knownScores(100, 100, 2).map(({ path, group, synthetic, score }) => [path, group, synthetic ? 'fake' : 'real', score]),
);
writeFileSync(scoresPath, table);
writeFileSync(describePath, JSON.stringify(madeDescription));
const request = {
  scoresPath,
  testPath: null,
  describePath,
  detectorId: 'blink',
  column: 'score',
  folder: join(folder, 'calibrations'),
  now: new Date(0),
};

it('is stored with its hash, read back, and used at conclusion inside its conditions only', async () => {
  const { path, calibration } = await storeCalibration(request);
  const calibrations = readCalibrations(request.folder);
  expect([...calibrations.keys()]).toEqual(['blink']);
  expect(calibrations.get('blink')).toMatchObject({ calibration });

  const card = detectors.find((one) => one.card.id === 'blink')?.card;
  if (card === undefined) throw new Error('there is no blink detector');
  const fixed = {
    card,
    applies: () => ({ applies: true }),
    conclude: () => ({ outcome: { status: 'measured', score: 1.5, measures: [], statement: 'Invented.' }, signals: [], findings: [] }),
  } as unknown as AnyDetector;
  const conclude = (width: number) => {
    const facts = { kind: 'video', durationUs: 1, bitRate: null, streams: [{ type: 'video', codec: 'h264', width, height: 100 }] };
    const examined = { facts, tracks: [], failures: new Map(), rows: () => [], faceAt: () => null } as unknown as Examined;
    const ran = { id: card.id, version: card.version, parametersSha256: parametersSha256(card) };
    const locked = calibration.detector.weights;
    return concludeAll([fixed], examined, { calibrations, plan: { detectors: [ran], weights: locked } })[0]?.outcome;
  };
  expect(conclude(640)).toMatchObject({
    evaluation: { status: 'evaluated', log10LR: calibration.line.intercept + 1.5 * calibration.line.slope },
  });
  expect(conclude(100)).toMatchObject({ evaluation: { status: 'notValidated' } });

  appendFileSync(path, ' ');
  expect(readCalibrations(request.folder).get('blink')).toMatchObject({ problem: expect.stringContaining('another hash') as string });
  expect(readCalibrations(join(folder, 'nowhere'))).toEqual(new Map());
});

it('writes nothing when it is refused', async () => {
  const path = join(folder, 'few.csv');
  writeFileSync(path, table.split('\n').slice(0, 30).join('\n'));
  const few = { ...request, scoresPath: path, folder: join(folder, 'refused') };
  await expect(storeCalibration(few)).rejects.toMatchObject({ code: 'CALIBRATION_REFUSED' });
  expect(readCalibrations(few.folder)).toEqual(new Map());
});

it('reads rows of this detector that have a score, and names a bad line', () => {
  const text = 'path,group,label,score,detector\na,g,real,1.5,blink\n"b,c",g,fake,,blink\nd,g,fake,2,gaze\n';
  expect(parseScores(text, 'blink').map(({ path, score }) => [path, score])).toEqual([['a', 1.5]]);
  expect(() => parseScores('path,group,label,score\na,g,real,1\na,g,real,much\n', 'blink')).toThrow(
    'entry 2 of the scores file: score "much"',
  );
  expect(parseScores('path,group,label,logit\na,g,real,2\n', 'blink', 'logit')[0]?.score).toBe(2);
  expect(() => parseScores('path,group,label\n', 'blink')).toThrow('no column "score"');
});

it('refuses scores of another version of the detector', async () => {
  const [head, ...lines] = table.trim().split('\n');
  const older = join(folder, 'older.csv');
  writeFileSync(older, [`${head ?? ''},version`, ...lines.map((line) => `${line},0.9.0`)].join('\n'));
  await expect(storeCalibration({ ...request, scoresPath: older })).rejects.toMatchObject({
    code: 'APP_BAD_REQUEST',
    message: expect.stringContaining('scores of blink 0.9.0') as string,
  });
});

it('every calibration of the program has its locked hash and is of today’s detector', () => {
  const shipped = [...readCalibrations()];
  expect(shipped.map(([id]) => id)).toEqual(['face-swap']);
  for (const [id, one] of shipped) expect(one).toMatchObject({ calibration: { detector: detectorOfToday(id) } });
  expect(JSON.parse(readFileSync('models/calibrations/calibrations.lock.json', 'utf8'))).toMatchObject({ format: 1 });
});
