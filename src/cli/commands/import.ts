/** `penumbra import`: takes files and folders into a case. */
import { resolve } from 'node:path';
import type { ImportOutcome } from '../../contract/exhibits.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { bytesInWords } from '../words.ts';

export const importCommand: Command = {
  name: 'import',
  usage: 'import <case> <paths…> [--json]',
  summary: 'take files or whole folders into a case: hashed, copied, indexed, recorded',
  help: `  Each file gives one line; a refused file is recorded in the ledger and does not stop the others (exit code 3 at the end).
  --json  print one JSON object for each file`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>', '<paths…>'], { json: { type: 'boolean' } });
    const [folder = '', ...paths] = positionals;
    const app = await io.openApp();
    await app.openCaseAt(resolve(folder));
    const cancel = (): void => {
      io.say('cancelling: the file that is being copied is given up, what was imported stays');
      app.close().catch((error: unknown) => io.say(String(error)));
    };
    io.signal.addEventListener('abort', cancel, { once: true });
    const unsubscribe = app.subscribe((event) => {
      if (event.type !== 'exhibits.importing') return;
      const total = event.bytesTotal === null ? '' : ` of ${bytesInWords(event.bytesTotal)}`;
      io.progress(`${event.name}: ${bytesInWords(event.bytesDone)}${total}`);
    });
    try {
      const outcomes = await app.importPaths(paths.map((path) => resolve(path)));
      for (const outcome of outcomes) io.out(values.json === true ? JSON.stringify(outcome) : describe(outcome));
      if (io.signal.aborted) io.say('cancelled');
      else if (outcomes.length === 0) io.say('there is no file in what was named');
      return io.signal.aborted || outcomes.length === 0 || outcomes.some(({ outcome }) => outcome === 'refused') ? 3 : 0;
    } finally {
      unsubscribe();
      io.signal.removeEventListener('abort', cancel);
    }
  },
};

function describe(result: ImportOutcome): string {
  if (result.outcome === 'refused') {
    const { code, message, detail } = result.error;
    return `refused    ${result.name}: ${code}: ${message}${detail === undefined ? '' : ` (${detail})`}`;
  }
  const { id, kind, hashes, sizeBytes } = result.exhibit;
  return `${result.outcome.padEnd(10)} ${id}  ${kind}  ${hashes.sha256}  ${bytesInWords(sizeBytes)}  ${result.name}`;
}
