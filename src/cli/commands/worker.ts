/** `penumbra worker`: examines on this machine what cases elsewhere put into a laboratory's queue. */
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { readArguments, required } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';

export const workerCommand: Command = {
  name: 'worker',
  usage: 'worker <exhibits…> [--rack <file>] [--name <name>] [--lease <seconds>]',
  summary: 'examine on this machine what cases elsewhere put into a laboratory’s queue',
  help: `  <exhibits…>        folders of shared storage, read-only is enough: the exhibits folder of a case, or a folder that holds cases.
                     An exhibit is found by its SHA-256 alone and hashed before it is examined
  --rack <file>      the file that names the queue (docs/howto/rack.md); the environment's PENUMBRA_RACK otherwise
  --name <name>      stands in the custody ledger of every case it works for (default: this machine's name)
  --lease <seconds>  without a sign of life for so long, its examination goes to another worker (default 30)
  It takes one examination at a time and runs until Ctrl+C, which gives the examination back at its last checkpoint. It opens no case
  and writes no file. What its detectors, networks or decoder are not the same for, it refuses.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<exhibits…>'], {
      rack: { type: 'string' },
      name: { type: 'string' },
      lease: { type: 'string' },
    });
    const leaseSeconds = Number(values.lease ?? '30');
    if (!Number.isInteger(leaseSeconds) || leaseSeconds < 1) throw new UsageError('--lease needs a whole number of seconds');
    const rackFile = required(values.rack ?? process.env.PENUMBRA_RACK, '--rack <file>');
    const [{ runWorker }, { readRackFile }, { dataFolder }, { penumbraVersion }] = await Promise.all([
      import('../../core/rack/worker.ts'),
      import('../../core/rack/rack-file.ts'),
      import('../../core/default-ports.ts'),
      import('../../core/version.ts'),
    ]);
    await runWorker({
      access: readRackFile(resolve(rackFile)),
      name: values.name ?? hostname(),
      exhibits: positionals.map((folder) => resolve(folder)),
      version: penumbraVersion(),
      dataFolder: dataFolder(),
      leaseSeconds,
      say: (words) => io.say(words),
      progress: (words) => io.progress(words),
      signal: io.signal,
    });
    return 0;
  },
};
