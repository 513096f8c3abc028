/** `penumbra validate`: error rates of the detectors on labelled files. */
import { readArguments, readWorkers, required } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { PROVIDER_HELP, readProvider } from '../provider-option.ts';

export const validateCommand: Command = {
  name: 'validate',
  usage:
    'validate <labels.csv> [--split dev] [--kind video] [--detectors a,b] [--provider <name>] [--results <file.jsonl>] [--workers n] [--out <folder>] [--keep <name> --title <words>]',
  summary: 'measure the detectors on files with known labels: Markdown tables of error rates',
  help: `  <labels.csv>   CSV with the columns path, kind, label (real|fake), method, group, split; paths beside it
  --split s      only this split
  --kind k       only image, audio or video
  --detectors    only these; a model pack runs only where it is named (pack:<id>)
  --provider n   ${PROVIDER_HELP}
  --results f    keep one line of JSON for each file, and use again what was measured with the same versions
  --workers n    so many processes (default: one for each core, as far as memory allows; one for fewer than 8 files)
  --out folder   write numbers.md (AUC, equal error rate, Cllr for each detector and condition), scores.csv and plots as SVG
  --keep name    show the curves and numbers in the window's Validation view, under this name (small letters, digits, hyphens);
                 the files and their names are not kept
  --title words  what the files were, as it may be quoted; needed with --keep
  --labels f is the same as <labels.csv>.
  AUC with a 95 % bootstrap interval over groups (persons, source films); shares with Wilson intervals.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['[labels.csv]'], {
      labels: { type: 'string' },
      split: { type: 'string' },
      kind: { type: 'string' },
      detectors: { type: 'string' },
      provider: { type: 'string' },
      results: { type: 'string' },
      workers: { type: 'string' },
      out: { type: 'string' },
      keep: { type: 'string' },
      title: { type: 'string' },
    });
    const { keep, title } = values;
    if ((keep === undefined) !== (title === undefined)) throw new UsageError('--keep and --title go together');
    if (keep !== undefined && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(keep))
      throw new UsageError('--keep takes small letters, digits and hyphens');
    const provider = readProvider(values.provider);
    const workers = readWorkers(values.workers);
    const labelsPath = required(positionals[0] ?? values.labels, '<labels.csv>');
    const { runValidation } = await import('../run-validation.ts');
    return runValidation({ ...values, labelsPath, provider, workers }, io);
  },
};
