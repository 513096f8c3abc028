import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { blinkCard } from '../../engine/detectors/blink/card.ts';
import { gazeCard } from '../../engine/detectors/gaze/card.ts';
import { CALIBRATION_LOCK } from './calibrations.ts';
import { FUSION_LOCK } from './fusions.ts';
import { recipeOf } from './recipe.ts';

const machine: Parameters<typeof recipeOf>[1] = {
  packs: [],
  chosen: { provider: 'cpu', choice: { asked: 'cpu', passedOver: [] }, reports: [] },
};

it('changes with the calibration of a detector that is asked, and with what combines detectors', () => {
  const folder = tempFolder();
  vi.stubEnv('PENUMBRA_CALIBRATIONS', folder);
  const [plain, other] = [recipeOf([blinkCard], machine), recipeOf([gazeCard], machine)];
  const calibrations = (sha256: string) =>
    writeFileSync(
      join(folder, CALIBRATION_LOCK),
      JSON.stringify({ format: 1, calibrations: [{ detectorId: 'blink', file: 'blink.json', sha256 }] }),
    );
  calibrations('a'.repeat(64));
  const calibrated = recipeOf([blinkCard], machine);
  expect(calibrated).toBe(`${plain}; ratios by aaaaaaaaaaaa`);
  expect(recipeOf([gazeCard], machine)).toBe(other);
  calibrations('b'.repeat(64));
  expect(recipeOf([blinkCard], machine)).not.toBe(calibrated);
  const fusions = [{ cues: ['blink', 'gaze'], file: 'fusion-blink-gaze.json', sha256: 'c'.repeat(64) }];
  writeFileSync(join(folder, FUSION_LOCK), JSON.stringify({ format: 1, fusions }));
  expect(recipeOf([blinkCard, gazeCard], machine)).toMatch(/; ratios by bbbbbbbbbbbb, cccccccccccc$/);
});
