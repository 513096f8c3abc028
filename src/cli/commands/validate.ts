/** `penumbra validate`: error rates of the detectors on labelled files. */
import { readArguments, readWorkers, required } from '../arguments.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { penumbraVersion } from '../../core/version.ts';
import { passedOverInWords, PROVIDER_HELP, readProvider } from '../provider-option.ts';

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
    if ((values.keep === undefined) !== (values.title === undefined)) throw new UsageError('--keep and --title go together');
    if (values.keep !== undefined && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(values.keep))
      throw new UsageError('--keep takes small letters, digits and hyphens');
    const asked = readProvider(values.provider);
    const workers = readWorkers(values.workers);
    const labelsPath = required(positionals[0] ?? values.labels, '<labels.csv>');
    const [
      { validate },
      { summaryTable, fileTable },
      { numbersByCondition, numbersTable, writeValidation },
      { keepValidation, validationOf },
      { chosenDetectors },
      { detectorsOn },
      { machineHere },
      { recipeOf },
      { dataFolder },
      { findTools },
    ] = await Promise.all([
      import('../../core/validation/validate.ts'),
      import('../../core/validation/tables.ts'),
      import('../../core/validation/write-validation.ts'),
      import('../../core/validation/known-validations.ts'),
      import('../../core/analysis/plan.ts'),
      import('../../core/analysis/score.ts'),
      import('../../core/providers/machine.ts'),
      import('../../core/validation/recipe.ts'),
      import('../../core/default-ports.ts'),
      import('../../engine/media/tools.ts'),
    ]);
    const machine = await machineHere(asked, dataFolder());
    const detectors = chosenDetectors(
      detectorsOn(machine),
      values.detectors?.split(',').map((id) => id.trim()),
    );
    const cards = detectors.map(({ card }) => card);
    const detectorIds = cards.map(({ id }) => id);
    const version = penumbraVersion();
    const tools = await findTools();
    const names = cards.map(({ id, version: own }) => `${id} ${own}`);
    const result = await validate({
      labelsPath,
      ...(values.kind === undefined ? {} : { kind: values.kind }),
      ...(values.split === undefined ? {} : { split: values.split }),
      ...(values.results === undefined ? {} : { resultsPath: values.results }),
      score: { tools, version, machine },
      detectorIds,
      ...(workers === null ? {} : { workers }),
      recipe: recipeOf(cards, machine),
      onFile: (done, of, path) => io.progress(`${String(done + 1)}/${String(of)} ${path}`),
      signal: io.signal,
    });
    const numbers = values.out === undefined && values.keep === undefined ? [] : numbersByCondition(result.files, cards);
    if (values.out !== undefined) await writeValidation(values.out, result.files, cards, numbers);
    if (values.keep !== undefined && values.title !== undefined) {
      const kept = validationOf({
        title: values.title,
        date: new Date(),
        penumbraVersion: version,
        decoderVersion: tools.version,
        provider: machine.chosen.provider,
        result,
        cards,
        numbers,
      });
      io.progress(`kept as ${await keepValidation(dataFolder(), values.keep, kept)}`);
    }
    io.out(
      [
        `Penumbra ${version}; ${names.join(', ')}; decoder ${tools.version}; networks on ${machine.chosen.provider}.`,
        ...passedOverInWords(machine.chosen.provider, machine.chosen.choice),
        `Labels ${result.labelsSha256.slice(0, 16)}…, split ${values.split ?? 'all'}, kind ${values.kind ?? 'all'}: ${String(result.files.length)} files examined, ${String(result.failed.length)} could not be.`,
        '',
        summaryTable(result.summaries),
        '',
        ...(numbers.length === 0 ? [] : [numbersTable(numbers), '']),
        fileTable(result.files, detectorIds),
        ...result.failed.map(({ path, code }) => `\nNot examined: ${path} (${code})`),
      ].join('\n'),
    );
    const code: ExitCode = result.failed.length > 0 || io.signal.aborted ? 3 : 0;
    return code;
  },
};
