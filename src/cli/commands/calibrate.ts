/** `penumbra calibrate`: from scores with labels to a calibration file, or the reason why there is none. */
import { ratioWords } from '../../base/verbal-scale.ts';
import { readArguments, required } from '../arguments.ts';
import type { Command } from '../command.ts';

export const calibrateCommand: Command = {
  name: 'calibrate',
  usage: 'calibrate <scores.csv> --detector <id> --describe <pool.json> [--test <scores.csv>] [--column score] [--out <folder>]',
  summary: 'turn a detector’s scores into a calibration for likelihood ratios, or say why they do not support one',
  help: `  <scores.csv>    columns path, group, label (real|fake), score; as "penumbra validate --out" writes them
  --detector id   the detector that gave the scores, in its version of today
  --describe f    JSON: propositions h1 and h2, pool, conditions, limits (docs/howto/validate.md)
  --test f        scores of other sources to test on; without it the fit is tested on its own groups in turn
  --column c      the scores' column (default: score); it must hold the detector's own score
  --out folder    where calibrations and their lock lie (default: the program's own)
  Refused, with the reason: too few sources, classes that a threshold parts, a score without information.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<scores.csv>'], {
      detector: { type: 'string' },
      describe: { type: 'string' },
      test: { type: 'string' },
      column: { type: 'string' },
      out: { type: 'string' },
    });
    const { storeCalibration } = await import('../../core/validation/store-calibration.ts');
    const { path, calibration } = await storeCalibration({
      scoresPath: positionals[0] ?? '',
      testPath: values.test ?? null,
      describePath: required(values.describe, '--describe'),
      detectorId: required(values.detector, '--detector'),
      column: values.column ?? 'score',
      folder: values.out ?? null,
      now: new Date(),
    });
    const { bounds, validation, fittedOn } = calibration;
    io.out(
      [
        path,
        `fitted on ${String(fittedOn.files.genuine)} genuine files of ${String(fittedOn.groups.genuine)} sources and ${String(fittedOn.files.synthetic)} synthetic of ${String(fittedOn.groups.synthetic)}`,
        `LR from ${ratioWords(bounds.lower)} to ${ratioWords(bounds.upper)} at most`,
        `tested ${validation.how}: AUC ${validation.auc.toFixed(3)}, equal error rate ${validation.equalErrorRate.toFixed(3)}, Cllr ${validation.cllr.toFixed(3)}${validation.cllrInterval === null ? '' : ` (95 % ${validation.cllrInterval.map((end) => end.toFixed(3)).join(' to ')})`}, least ${validation.leastCllr.toFixed(3)}`,
      ].join('\n'),
    );
    return 0;
  },
};
