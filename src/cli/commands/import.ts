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
  help: `  Each file gives one line as soon as it is done; a refused file is recorded in the ledger and does not stop the others (exit code 3 at the
  end). An import that was cut off is repeated by the same command: what is in the case already is hashed again and told as duplicate.
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
      // At once, so that what was taken in is known also where an import is killed or fails at a later file.
      if (event.type === 'exhibits.imported') {
        io.out(values.json === true ? JSON.stringify(event.outcome) : describe(event.outcome));
        return;
      }
      if (event.type !== 'exhibits.importing') return;
      const total = event.bytesTotal === null ? '' : ` of ${bytesInWords(event.bytesTotal)}`;
      io.progress(`${event.name}: ${bytesInWords(event.bytesDone)}${total}`);
    });
    try {
      const outcomes = await app.importPaths(paths.map((path) => resolve(path)));
      if (outcomes.length > 1) io.say(inAll(outcomes));
      if (io.signal.aborted) io.say('cancelled');
      else if (outcomes.length === 0) io.say('there is no file in what was named');
      return io.signal.aborted || outcomes.length === 0 || outcomes.some(({ outcome }) => outcome === 'refused') ? 3 : 0;
    } finally {
      unsubscribe();
      io.signal.removeEventListener('abort', cancel);
    }
  },
};

function inAll(outcomes: readonly ImportOutcome[]): string {
  const count = (how: ImportOutcome['outcome']): string => String(outcomes.filter(({ outcome }) => outcome === how).length);
  return `${String(outcomes.length)} files: ${count('imported')} imported, ${count('duplicate')} were in the case already, ${count('refused')} refused`;
}

function describe(result: ImportOutcome): string {
  if (result.outcome === 'refused') {
    const { code, message, detail } = result.error;
    return `refused    ${result.name}: ${code}: ${message}${detail === undefined ? '' : ` (${detail})`}`;
  }
  const { id, kind, hashes, sizeBytes } = result.exhibit;
  return `${result.outcome.padEnd(10)} ${id}  ${kind}  ${hashes.sha256}  ${bytesInWords(sizeBytes)}  ${result.name}`;
}
