/** `penumbra calibrate`: from scores with labels to a calibration file, or the reason why there is none. */
import { ratioWords } from '../../base/verbal-scale.ts';
import { readArguments, required } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';

export const calibrateCommand: Command = {
  name: 'calibrate',
  usage:
    'calibrate <scores.csv> --detector <id> | --fuse <id,id,…> --describe <pool.json> [--test <scores.csv>] [--column score] [--out <folder>]',
  summary: 'turn a detector’s scores into a calibration for likelihood ratios, or say why they do not support one',
  help: `  <scores.csv>    columns path, group, label (real|fake), score; as "penumbra validate --out" writes them
  --detector id   the detector that gave the scores, in its version of today
  --fuse a,b      instead: combine two to four detectors into one likelihood ratio (the table's column detector tells their rows apart)
  --describe f    JSON: propositions h1 and h2, pool, conditions, limits (docs/howto/validate.md)
  --test f        scores of other sources to test on; without it the fit is tested on its own groups in turn
  --column c      the scores' column (default: score); it must hold the detector's own score
  --out folder    where calibrations and their lock lie (default: the program's own)
  Refused, with the reason: too few sources, classes that a threshold parts, a score without information; a fusion also where it is not
  better than the best of its cues on sources that it had not seen.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<scores.csv>'], {
      detector: { type: 'string' },
      fuse: { type: 'string' },
      describe: { type: 'string' },
      test: { type: 'string' },
      column: { type: 'string' },
      out: { type: 'string' },
    });
    if (values.fuse !== undefined) {
      if (values.detector !== undefined || values.column !== undefined)
        throw new UsageError('--fuse goes with neither --detector nor --column');
      io.out(await fuse(positionals[0] ?? '', values.fuse, values));
      return 0;
    }
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

interface FuseOptions {
  readonly describe?: string;
  readonly test?: string;
  readonly out?: string;
}

async function fuse(scoresPath: string, ids: string, { describe, test, out }: FuseOptions): Promise<string> {
  const { storeFusion } = await import('../../core/validation/store-fusion.ts');
  const { path, fusion } = await storeFusion({
    scoresPath,
    testPath: test ?? null,
    describePath: required(describe, '--describe'),
    detectorIds: ids.split(',').map((id) => id.trim()),
    folder: out ?? null,
    now: new Date(),
  });
  const patterns = fusion.patterns.flatMap(({ cues, bounds, fittedOn, validation }) => [
    cues.map(({ id }) => id).join(' + '),
    `  fitted on ${String(fittedOn.groups.genuine)} genuine and ${String(fittedOn.groups.synthetic)} synthetic sources; LR from ${ratioWords(bounds.lower)} to ${ratioWords(bounds.upper)} at most`,
    `  tested ${validation.how}: Cllr ${validation.cllr.toFixed(3)} (95 % ${validation.cllrInterval.map((end) => end.toFixed(3)).join(' to ')}); alone ${validation.alone.map((one) => `${one.id} ${one.cllr.toFixed(3)}`).join(', ')}; less than ${validation.best.join(' + ')} alone by ${(-validation.gain[1]).toFixed(3)} to ${(-validation.gain[0]).toFixed(3)}`,
  ]);
  return [path, ...patterns, ...fusion.refused.map(({ cues, reason }) => `${cues.join(' + ')}: not combined: ${reason}`)].join('\n');
}
