/** `penumbra case repair`: saves what can be read of a damaged case into a new folder. */
import { resolve } from 'node:path';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const caseRepair: Command = {
  name: 'case repair',
  usage: 'case repair <case> <new folder> [--json]',
  summary: 'save what can be read of a damaged case into a new folder; the case itself is only read',
  help: `  Copies every row that can still be read, table by table, and every file; then verifies the copy and says what is missing
  and how far the custody ledger's chain holds. Nothing is made up: what cannot be read is not in the copy.
  Exit code 1 when something is missing or does not verify.
  --json  print what was saved and the whole verification as JSON`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>', '<new folder>'], { json: { type: 'boolean' } });
    const [from = '', to = ''] = positionals.map((path) => resolve(path));
    const [{ repairCase }] = await Promise.all([import('../../core/cases/repair-case.ts')]);
    const { tables, filesLost, verification, chain } = await repairCase(from, to);
    if (values.json === true) io.out(JSON.stringify({ tables, filesLost, chain, verification }));
    else {
      for (const { name, rows, broken } of tables)
        io.out(`${broken ? 'broken' : 'whole '}  ${name}: ${String(rows)} rows${broken ? ' could be read' : ''}`);
      for (const path of filesLost) io.out(`lost    ${path}: the file could not be copied`);
      io.out(chain);
      for (const { kind, subject, words } of verification.problems) io.out(`${kind}  ${subject}: ${words}`);
      io.out(`saved into ${to}; the case itself was not changed`);
    }
    return verification.ok && filesLost.length === 0 && tables.every(({ broken }) => !broken) ? 0 : 1;
  },
};
