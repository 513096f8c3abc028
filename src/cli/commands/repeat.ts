/** `penumbra repeat`: runs finished examinations of a case once more and compares them number by number. */
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { figure } from '../../base/figure.ts';
import type { Repetition } from '../../contract/repetition.ts';
import { JobId } from '../../contract/values.ts';
import { readArguments } from '../arguments.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { PROVIDER_HELP, readProvider } from '../provider-option.ts';
import { progressInWords } from '../words.ts';

export const repeatCommand: Command = {
  name: 'repeat',
  usage: 'repeat <case> [<job>] [--provider <name>] [--json]',
  summary: 'run finished examinations again and compare every number with what the case holds',
  help: `  <job>              only this examination, for example J1; all that are finished otherwise
  --provider <name>  ${PROVIDER_HELP}; that of the stored examination when not given
  --json             print one JSON object for each repetition
  Exit code 1: something was concluded otherwise. What came of it is an entry in the custody ledger.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>', '[<job>]'], { provider: { type: 'string' }, json: { type: 'boolean' } });
    const asked = positionals[1] === undefined ? undefined : JobId.safeParse(positionals[1]);
    if (asked?.success === false) throw new UsageError(`"${positionals[1] ?? ''}" is no examination's name (J1, J2, …)`);
    const provider = readProvider(values.provider);
    const app = await io.openApp();
    const { jobs } = await app.openCaseAt(resolve(positionals[0] ?? ''));
    const chosen = asked === undefined ? jobs.filter(({ state }) => state === 'finished').map(({ id }) => id) : [asked.data];
    if (chosen.length === 0) {
      io.say('this case has no finished examination; "penumbra examine" makes one');
      return 3;
    }
    const unsubscribe = app.subscribe((event) => {
      if (event.type === 'analysis.progressed') io.progress(progressInWords(event.progress));
    });
    let code: ExitCode = 0;
    try {
      for (const jobId of chosen) {
        if (io.signal.aborted) return 3;
        const cancel = (): void => void callInProcess(app, 'analysis.cancel', { jobId }).catch((error: unknown) => io.say(String(error)));
        io.signal.addEventListener('abort', cancel, { once: true });
        try {
          const repetition = await callInProcess(app, 'analysis.repeat', { jobId, ...(provider === undefined ? {} : { provider }) });
          io.out(values.json === true ? JSON.stringify(repetition) : describe(repetition));
          if (repetition.result === 'different' && code === 0) code = 1;
        } catch (error) {
          // One that cannot be repeated stops no other.
          if (!(error instanceof Failure)) throw error;
          io.say(`${jobId}: ${error.code}: ${error.message}`);
          code = 3;
        } finally {
          io.signal.removeEventListener('abort', cancel);
        }
      }
    } finally {
      unsubscribe();
    }
    return code;
  },
};

const RESULTS: Readonly<Record<Repetition['result'], string>> = {
  identical: 'identical: every stored number, track, signal, outcome, finding and likelihood ratio is the same',
  'same-conclusions': 'the same outcomes and findings, from numbers that are not all the same',
  different: 'DIFFERENT: something was concluded otherwise',
};

function describe({ jobId, exhibitId, provider, result, faces, observations, conclusions, ratios, seconds }: Repetition): string {
  const all = [{ detectorId: 'faces', ...faces }, ...observations];
  const rows = all.reduce((sum, one) => sum + one.rows, 0);
  return [
    `${jobId} of ${exhibitId}, run again on ${provider.repeated} (stored: ${provider.stored}) in ${seconds.toFixed(1)} s, ${String(rows)} rows compared`,
    `  ${RESULTS[result]}`,
    ...all.flatMap(({ detectorId, differing, rows: of, greatestDifference }) =>
      differing === 0
        ? []
        : [
            `  ${detectorId}: ${String(differing)} of ${String(of)} rows differ${greatestDifference === null ? '' : `, by ${figure(greatestDifference)} at most`}`,
          ],
    ),
    ...conclusions.map(({ detectorId, differs }) => `  ${detectorId}: ${differs}`),
    ...ratios.differing.map(({ of, differs }) => `  likelihood ratio of ${of}: was ${differs}`),
  ].join('\n');
}
