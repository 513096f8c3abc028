/** `penumbra verifier`: writes the page with which others check a report without this program. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { writeNamed } from '../../base/node/named-file.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

/** Built beside the window; three folders above this file, and found there from an installed program as well. */
const PAGE = new URL('../../../out/verifier/penumbra-verifier.html', import.meta.url);

export const verifierCommand: Command = {
  name: 'verifier',
  usage: 'verifier <html>',
  summary: 'write the page with which others check a report in their browser',
  help: `  One HTML file without anything else. Opened in a browser, also from a disk and without a network, it answers for a
  report that is dropped into it what "penumbra verify" answers, and holds files of evidence and a copy of the ledger
  against the report. A file that is there is replaced. The SHA-256 of the page is printed: tell it by another way than
  the one by which the page goes.`,
  async run(args, io) {
    const { positionals } = readArguments(args, ['<html>'], {});
    const out = resolve(positionals[0] ?? '');
    const page = await readPage();
    await writeNamed(out, page);
    io.out(`${out}\nSHA-256 ${sha256Hex(page)}`);
    return 0;
  },
};

async function readPage(): Promise<Buffer> {
  try {
    return await readFile(PAGE);
  } catch (cause) {
    throw new Failure('FILE_NOT_FOUND', 'the page was not built: "npm run penumbra -- verifier <html>" builds it', { cause });
  }
}
