/** `penumbra rack`: what a laboratory's queue holds. */
import { resolve } from 'node:path';
import type { QueueState } from '../../core/rack/queue-state.ts';
import { readArguments, required } from '../arguments.ts';
import type { Command } from '../command.ts';

export const rackCommand: Command = {
  name: 'rack',
  usage: 'rack [--rack <file>] [--forget] [--json]',
  summary: 'show a laboratory’s queue: what waits, who works, what was given up and why',
  help: `  --rack <file>      the file that names the queue (docs/howto/rack.md); the environment's PENUMBRA_RACK otherwise
  --forget           remove the examinations that were given up from the queue, after showing them; cases are not touched
  --json             one JSON object
  Exit code 3: an examination was given up.`,
  async run(args, io) {
    const { values } = readArguments(args, [], { rack: { type: 'string' }, forget: { type: 'boolean' }, json: { type: 'boolean' } });
    const rackFile = required(values.rack ?? process.env.PENUMBRA_RACK, '--rack <file>');
    const [{ queueState }, { readRackFile }] = await Promise.all([
      import('../../core/rack/queue-state.ts'),
      import('../../core/rack/rack-file.ts'),
    ]);
    const state = await queueState(readRackFile(resolve(rackFile)), values.forget === true);
    io.out(values.json === true ? JSON.stringify(state) : describe(state));
    return state.deadLetters.length > 0 ? 3 : 0;
  },
};

function describe({ waiting, examining, pausing, workers, deadLetters }: QueueState): string {
  return [
    `${String(waiting)} waiting, ${String(examining)} being examined, ${String(pausing)} to be tried again, ${String(deadLetters.length)} given up`,
    `workers: ${workers.length === 0 ? 'none' : workers.join(', ')}`,
    ...deadLetters.map(
      ({ exhibitSha256, tries, givenUpAtUtc, reason }) =>
        `given up ${givenUpAtUtc ?? ''} after ${String(tries)} ${tries === 1 ? 'try' : 'tries'}: exhibit ${exhibitSha256 ?? 'unknown'}: ${reason}`,
    ),
  ].join('\n');
}
