/** `penumbra case graph`: a case in the terms of CASE and UCO, for other tools. */
import { resolve } from 'node:path';
import { penumbraVersion } from '../../core/version.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const caseGraph: Command = {
  name: 'case graph',
  usage: 'case graph <case> [--out <file>]',
  summary: 'write a case as JSON-LD in the terms of CASE 1.4 and UCO 1.4: exhibits, acts, tools, results',
  help: `  The same case gives the same graph, byte for byte. Nothing is recorded; the case must not be open elsewhere.
  --out <file>  into a file instead of stdout, one node to a line`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>'], { out: { type: 'string' } });
    const folder = resolve(positionals[0] ?? '');
    const options = { now: () => new Date(), penumbraVersion: penumbraVersion() };
    const { eachGraphLine, writeGraph } = await import('../../core/graph/write-graph.ts');
    if (values.out === undefined) eachGraphLine(folder, options, (line) => io.out(line));
    else await writeGraph(folder, resolve(values.out), options);
    return 0;
  },
};
