/** `penumbra score`: one-shot triage of files, without a case. */
import type { ScoreLine } from '../../contract/score.ts';
import { penumbraVersion } from '../../core/version.ts';
import { signed } from '../../base/signed.ts';
import { ratioWords } from '../../base/verbal-scale.ts';
import { readArguments, readWorkers } from '../arguments.ts';
import { type Command, type ExitCode, type Io, UsageError } from '../command.ts';
import { passedOverInWords, PROVIDER_HELP, readProvider } from '../provider-option.ts';
import { SCORE_CSV_HEAD, scoreCsv } from '../score-csv.ts';
import { timeInWords } from '../words.ts';

export const scoreCommand: Command = {
  name: 'score',
  usage:
    'score <files or folders…> [--json | --csv] [--detectors a,b] [--provider <name>] [--signals] [--results <file.jsonl>] [--workers n]',
  summary: 'examine files once, without a case: one line for each',
  help: `  No case is opened and no custody is kept: for triage only. Of a folder, every file in it and below is examined.
  --json             print one JSON object for each file, in the order of the files, as soon as it is there
  --csv              print a table: one row for each file and detector
  --detectors a,b    only these detectors; a model pack runs only where it is named (pack:<id>)
  --provider <name>  ${PROVIDER_HELP}
  --signals          with --json: add every time series
  --results f        keep one line of JSON for each file, and use again what was measured with the same versions: a run that was cut off goes on.
                     A file that was exchanged meanwhile is not noticed
  --workers n        so many processes (default: one for each core, as far as memory allows; one for fewer than 8 files)
  A file that cannot be read gives a line with its error, stops no other, and makes the exit code 3.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<files or folders…>'], {
      json: { type: 'boolean' },
      csv: { type: 'boolean' },
      detectors: { type: 'string' },
      provider: { type: 'string' },
      signals: { type: 'boolean' },
      results: { type: 'string' },
      workers: { type: 'string' },
    });
    if (values.signals === true && values.json !== true) throw new UsageError('--signals needs --json');
    if (values.csv === true && values.json === true) throw new UsageError('--json and --csv exclude each other');
    const asked = readProvider(values.provider);
    const workers = readWorkers(values.workers);
    const [{ scoreTriage }, { machineHere }, { dataFolder }, { findTools }] = await Promise.all([
      import('../../core/analysis/score-triage.ts'),
      import('../../core/providers/machine.ts'),
      import('../../core/default-ports.ts'),
      import('../../engine/media/tools.ts'),
    ]);
    const lines = scoreTriage(positionals, {
      tools: await findTools(),
      version: penumbraVersion(),
      machine: await machineHere(asked, dataFolder()),
      signals: values.signals === true,
      resultsPath: values.results ?? null,
      workers,
      onProgress: (file, done, total, unit) => io.progress(`${file}: ${String(done)}/${String(total)} ${unit}`),
      onFiles: (done, of) => io.progress(`${String(done)}/${String(of)} files`),
      ...(values.detectors === undefined ? {} : { detectorIds: values.detectors.split(',').map((id) => id.trim()) }),
    });
    let code: ExitCode = 0;
    let files = 0;
    if (values.csv === true) io.out(SCORE_CSV_HEAD);
    for await (const line of untilCancelled(lines, io)) {
      files += 1;
      if ('error' in line) code = 3;
      io.out(values.json === true ? JSON.stringify(line) : values.csv === true ? scoreCsv(line) : describe(line));
    }
    if (io.signal.aborted) return 3;
    if (files > 0) return code;
    io.say('there is no file in what was named');
    return 3;
  },
};

/** There is nothing to keep of a file that is half examined, so a cancelled one is simply left. */
async function* untilCancelled(lines: AsyncGenerator<ScoreLine>, io: Io): AsyncGenerator<ScoreLine> {
  const cancelled = new Promise<null>((resolve) => io.signal.addEventListener('abort', () => resolve(null), { once: true }));
  for (;;) {
    const next = io.signal.aborted ? null : await Promise.race([lines.next(), cancelled]);
    if (next === null) {
      io.say('cancelled: the file at hand was left unfinished');
      return;
    }
    if (next.done === true) return;
    yield next.value;
  }
}

function describe(line: ScoreLine): string {
  if ('error' in line) return `${line.file}: ${line.error.code}: ${line.error.message}`;
  const length = line.durationSeconds === null ? '' : `, ${timeInWords(line.durationSeconds * 1e6)}`;
  const sound = line.blocks === 0 ? [] : [`${String(line.blocks)} s of sound`];
  const picture = line.kind === 'audio' ? [] : [`${String(line.frames)} frames`, `${String(line.facesTracked)} faces tracked`];
  const seen = [...picture, ...sound].join(', ') || 'no sound was examined';
  const detectors = Object.entries(line.detectors).map(([id, { outcome, score, log10LR, verbal, notValidated, reason, findings }]) => {
    const result = score === undefined ? `${outcome}${reason === undefined ? '' : `: ${reason}`}` : `score ${score.toPrecision(3)}`;
    const none = notValidated === undefined ? 'not calibrated' : `no relevant validation: ${notValidated}`;
    const worth = log10LR === undefined ? none : `LR ${ratioWords(log10LR)}, ${verbal ?? ''}`;
    return `  ${id}: ${result}${score === undefined ? '' : `; ${worth}`}; ${String(findings.length)} findings`;
  });
  const on = line.provider === 'cpu' ? '' : `, networks on ${line.provider}`;
  const passedOver = passedOverInWords(line.provider, line.providerChoice).map((words) => `  ${words}`);
  return [`${line.file}: ${line.kind}${length}, ${seen}${on}`, ...passedOver, ...detectors, ...(line.combined ?? []).map(together)].join(
    '\n',
  );
}

function together(combined: NonNullable<Extract<ScoreLine, { detectors: unknown }>['combined']>[number]): string {
  if ('notValidated' in combined) return `  combined (${combined.cues.join(' + ')}): no likelihood ratio: ${combined.notValidated}`;
  const parts = Object.entries(combined.contributions).map(([id, part]) => `${id} ${signed(part)}`);
  return `  combined: LR ${ratioWords(combined.log10LR)}, ${combined.verbal}; log10 LR: ${parts.join(', ')}, constant ${signed(combined.constant)}`;
}
