/** `penumbra selftest`: does this machine measure what the program is known to measure? */
import { resolve } from 'node:path';
import { writeNamed } from '../../base/node/named-file.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const selftestCommand: Command = {
  name: 'selftest',
  usage: 'selftest [--fast] [--json] [--out <json>]',
  summary: 'run every detector on samples that come with the program and compare with known results',
  help: `  Says of each detector: same (to the last bit), same within tolerance (another processor rounds otherwise), other
  version, other weights, differs, or not run and why. Exit code 1 when something differs or is of another version or
  other weights; 3 when nothing differs and something was not run. The last result is kept in this machine's data folder
  and named by "penumbra doctor".
  --fast        a still, a made sound and eight seconds of film; without it, a longer film as well
  --json        print the result as JSON: every number beyond its tolerance, and what both machines are
  --out <json>  write that JSON to a file`,
  async run(args, io) {
    const { values } = readArguments(args, [], { fast: { type: 'boolean' }, json: { type: 'boolean' }, out: { type: 'string' } });
    const [{ runSelfTest }, { keepResult }, summary, { findTools }, { dataFolder }] = await Promise.all([
      import('../../core/selftest/run-selftest.ts'),
      import('../../core/selftest/last-result.ts'),
      import('../../core/selftest/summary.ts'),
      import('../../engine/media/tools.ts'),
      import('../../core/default-ports.ts'),
    ]);
    const result = await runSelfTest({ fast: values.fast === true, tools: await findTools(), onProgress: (words) => io.progress(words) });
    await keepResult(dataFolder(), result);
    const json = JSON.stringify(result, null, 1);
    if (values.out !== undefined) await writeNamed(resolve(values.out), `${json}\n`);
    if (values.json === true) io.out(json);
    else {
      for (const { detectorId, state, lines } of summary.summarise(result)) {
        io.out(`${summary.STATE_WORDS[state].padEnd(22)} ${detectorId}`);
        for (const line of lines) io.out(`${' '.repeat(23)}${line.sample}: ${summary.STATE_WORDS[line.state]}; ${line.words}`);
      }
      for (const words of summary.otherSurroundings(result)) io.out(`other here  ${words}`);
      io.out(`${summary.inWords(result)}.`);
    }
    if (!summary.agrees(result)) return 1;
    return result.lines.some(({ state }) => state === 'notRun') ? 3 : 0;
  },
};
