import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blinkCard } from '../../engine/detectors/blink/card.ts';
import { gazeCard } from '../../engine/detectors/gaze/card.ts';
import type { LabelledFile } from './summary.ts';
import { summarise } from './summary.ts';
import { keepValidation, knownValidations, validationOf } from './known-validations.ts';
import { numbersByCondition } from './write-validation.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';

/** Scores 0, 1, 2, 3 of genuine and 2, 3, 4, 5 of synthetic files by two methods; one synthetic file gave none. */
const files = [0, 1, 2, 3, 2, 3, 4, 5, null].map((score, at): LabelledFile => {
  const synthetic = at >= 4;
  const result = { outcome: 'measured', findings: [], ...(score === null ? {} : { score }) };
  return {
    label: {
      path: `${String(at)}.mp4`,
      kind: 'video',
      label: synthetic ? 'fake' : 'real',
      method: synthetic ? (at % 2 === 0 ? 'swap' : 'blend') : '',
      group: `g${String(at)}`,
      split: 'dev',
    },
    scored: { detectors: { [blinkCard.id]: result } } as unknown as LabelledFile['scored'],
  };
});

const parts = {
  title: 'Nine invented files',
  date: new Date('2026-11-28T12:00:00Z'),
  penumbraVersion: '0.1.0',
  decoderVersion: 'ffmpeg 5.1',
  provider: 'cpu',
  result: { labelsSha256: 'a'.repeat(64), files, failed: [], summaries: [summarise(files, blinkCard.id), summarise(files, gazeCard.id)] },
  cards: [blinkCard, gazeCard],
  numbers: numbersByCondition(files, [blinkCard, gazeCard]),
};
const made = validationOf(parts);

it('keeps the numbers and curves of each condition, by hand', () => {
  const [detector, other] = made.detectors;
  // Gaze was asked and said nothing of any file.
  expect(other).toBeUndefined();
  expect(() => validationOf({ ...parts, cards: [gazeCard] })).toThrow('no detector gave a score');
  expect(detector?.assessable).toMatchObject({ genuine: { count: 4, of: 4 }, synthetic: { count: 4, of: 5 } });
  expect(detector?.conditions.map(({ name, files: { genuine, synthetic } }) => [name, genuine, synthetic])).toEqual([
    ['all', 4, 4],
    ['method blend', 4, 2],
    ['method swap', 4, 2],
  ]);
  const all = detector?.conditions[0];
  // Of 16 pairs the synthetic file is above in 2 + 3 + 4 + 4 = 13; the two ties count half each.
  expect(all?.auc).toBe(14 / 16);
  expect(all?.roc).toEqual([
    [0, 0],
    [0, 0.25],
    [0, 0.5],
    [0.25, 0.75],
    [0.5, 1],
    [0.75, 1],
    [1, 1],
  ]);
  expect(all?.histogram).toMatchObject({ from: 0, to: 5 });
  expect(all?.histogram?.genuine.reduce((sum, share) => sum + share)).toBe(1);
  expect(JSON.stringify(made)).not.toContain('.mp4');
});

it('finds what was kept, newest first, and names what it cannot read', async () => {
  const data = tempFolder();
  const own = (): readonly string[] => knownValidations(data).validations.map(({ title }) => title);
  const shipped = own().length;
  await keepValidation(data, 'mine', made);
  await keepValidation(data, 'later', { ...made, title: 'Later files', date: '2999-01-01' });
  expect(own()).toHaveLength(shipped + 2);
  expect(own()[0]).toBe('Later files');
  expect(knownValidations(data).validations).toContainEqual(made);
  // A validation of the same name takes the place of the former one.
  await keepValidation(data, 'mine', { ...made, title: 'The same files again' });
  expect(own()).not.toContain('Nine invented files');
  mkdirSync(join(data, 'validations'), { recursive: true });
  writeFileSync(join(data, 'validations', 'broken.json'), '{');
  writeFileSync(join(data, 'validations', 'old.json'), '{"format":"penumbra-validation/0"}');
  expect(knownValidations(data)).toMatchObject({
    problems: ['broken.json is not a validation that this version can read.', 'old.json is not a validation that this version can read.'],
  });
  expect(own()).toHaveLength(shipped + 2);
});
