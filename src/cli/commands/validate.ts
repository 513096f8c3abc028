/** `penumbra validate`: error rates of the detectors on labelled files. */
import { readArguments, required } from '../arguments.ts';
import type { Command, ExitCode } from '../command.ts';
import { penumbraVersion } from '../../core/version.ts';

export const validateCommand: Command = {
  name: 'validate',
  usage: 'validate <labels.csv> [--split dev] [--kind video] [--detectors a,b] [--results <file.jsonl>] [--out <folder>]',
  summary: 'measure the detectors on files with known labels: Markdown tables of error rates',
  help: `  <labels.csv>   CSV with the columns path, kind, label (real|fake), method, group, split; paths beside it
  --split s      only this split
  --kind k       only image, audio or video
  --detectors    only these
  --results f    keep one line of JSON for each file, and use again what was measured with the same versions
  --out folder   write numbers.md (AUC, equal error rate, Cllr for each detector and condition), scores.csv and plots as SVG
  --labels f is the same as <labels.csv>.
  AUC with a 95 % bootstrap interval over groups (persons, source films); shares with Wilson intervals.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['[labels.csv]'], {
      labels: { type: 'string' },
      split: { type: 'string' },
      kind: { type: 'string' },
      detectors: { type: 'string' },
      results: { type: 'string' },
      out: { type: 'string' },
    });
    const labelsPath = required(positionals[0] ?? values.labels, '<labels.csv>');
    const [
      { validate },
      { summaryTable, fileTable },
      { numbersTable, writeValidation },
      { chosenDetectors, parametersSha256 },
      { detectors: registry },
      { findTools },
    ] = await Promise.all([
      import('../../core/validation/validate.ts'),
      import('../../core/validation/tables.ts'),
      import('../../core/validation/write-validation.ts'),
      import('../../core/analysis/plan.ts'),
      import('../../engine/detectors/registry.ts'),
      import('../../engine/media/tools.ts'),
    ]);
    const detectors = chosenDetectors(
      registry,
      values.detectors?.split(',').map((id) => id.trim()),
    );
    const version = penumbraVersion();
    const tools = await findTools();
    const names = detectors.map(({ card }) => `${card.id} ${card.version}`);
    const result = await validate({
      labelsPath,
      ...(values.kind === undefined ? {} : { kind: values.kind }),
      ...(values.split === undefined ? {} : { split: values.split }),
      ...(values.results === undefined ? {} : { resultsPath: values.results }),
      score: { tools, version },
      detectorIds: detectors.map(({ card }) => card.id),
      recipe: detectors.map(({ card }) => `${card.id} ${card.version} ${parametersSha256(card).slice(0, 12)}`).join(', '),
      onFile: (done, of, path) => io.progress(`${String(done + 1)}/${String(of)} ${path}`),
      signal: io.signal,
    });
    const numbers =
      values.out === undefined
        ? []
        : await writeValidation(
            values.out,
            result.files,
            detectors.map(({ card }) => card),
          );
    io.out(
      [
        `Penumbra ${version}; ${names.join(', ')}; decoder ${tools.version}.`,
        `Labels ${result.labelsSha256.slice(0, 16)}…, split ${values.split ?? 'all'}, kind ${values.kind ?? 'all'}: ${String(result.files.length)} files examined, ${String(result.failed.length)} could not be.`,
        '',
        summaryTable(result.summaries),
        '',
        ...(numbers.length === 0 ? [] : [numbersTable(numbers), '']),
        fileTable(
          result.files,
          detectors.map(({ card }) => card.id),
        ),
        ...result.failed.map(({ path, code }) => `\nNot examined: ${path} (${code})`),
      ].join('\n'),
    );
    const code: ExitCode = result.failed.length > 0 || io.signal.aborted ? 3 : 0;
    return code;
  },
};
