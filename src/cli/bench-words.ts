/** What `penumbra bench` says. */
import { type GoalRow, isMet, type Measured } from '../core/bench/goals.ts';
import type { BenchResult } from '../core/bench/bench.ts';
import { passedOverInWords } from './provider-option.ts';
import { bytesInWords } from './words.ts';

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

export function benchInWords(result: BenchResult): string {
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

const figure = (value: unknown, digits = 1): string => (typeof value === 'number' ? value.toFixed(digits) : '');

/** What each part gave, then each number beside its goal. */
export function goalsInWords(measured: Measured, rows: readonly GoalRow[], humanMissing: boolean): string {
  return [
    ...perFrameTable(measured),
    ...examinationLines(measured),
    ...importAndSeekLines(measured),
    ...(humanMissing ? ['human: not installed'] : []),
    ...(rows.length === 0 ? [] : ['Goals on two cores:']),
    ...rows.map((row) => {
      const goal = 'atLeast' in row.goal ? `at least ${String(row.goal.atLeast)}` : `at most ${String(row.goal.atMost)}`;
      const value = `${figure(row.value, row.value < 10 ? 2 : 0)} ${row.unit}`;
      return `  ${row.words.padEnd(32)}${value.padStart(18)}   goal: ${goal.padEnd(14)}${isMet(row) ? 'met' : 'missed'}`;
    }),
  ].join('\n');
}

function perFrameTable(measured: Measured): string[] {
  // Measured by our own process, which sends a BenchResult.
  const results = (['per-frame-720', 'per-frame-1080'] as const).flatMap((part) => {
    const result = measured[part];
    return result === undefined ? [] : [result as unknown as BenchResult];
  });
  const [first] = results;
  if (first === undefined) return [];
  const row = (words: string, of: (result: BenchResult) => number | null): string =>
    `  ${words.padEnd(20)}${results.map((result) => figure(of(result), 2).padStart(14)).join('')}`;
  return [
    `Each part, ms a frame${results.map(({ width, height }) => `${String(width)} x ${String(height)}`.padStart(14)).join('')}`,
    row('decode alone', (result) => result.decodeMsPerFrame),
    row('track faces', (result) => result.trackingMsPerFrame),
    ...first.detectors
      .filter(({ notRun }) => notRun === null)
      .map(({ detectorId }) =>
        row(detectorId, (result) => result.detectors.find((one) => one.detectorId === detectorId)?.observeMsPerFrame ?? null),
      ),
  ];
}

function examinationLines(measured: Measured): string[] {
  return (['visual-720', 'visual-1080'] as const).flatMap((part) => {
    const numbers = measured[part];
    if (numbers === undefined) return [];
    const rate = `${figure(numbers.framesPerSecond)} frames/s; decoding alone ${figure(numbers.decodeFramesPerSecond)}`;
    const first = `first rows after ${figure(numbers.firstRowsSeconds)} s, first findings after ${figure(numbers.firstFindingSeconds)} s`;
    return [
      `${part}: ${String(numbers.frames)} frames at ${rate}; ${first}; peak memory ${bytesInWords(Number(numbers.peakMiB) * 2 ** 20)}`,
    ];
  });
}

function importAndSeekLines({ import: taken, seek, 'memory-short': short, 'memory-long': long, human }: Measured): string[] {
  const lines: string[] = [];
  if (taken !== undefined) {
    const hash = 'sha256sumMbPerSecond' in taken ? `sha256sum ${figure(taken.sha256sumMbPerSecond, 0)} MB/s` : 'sha256sum is not installed';
    lines.push(`import: ${figure(taken.mb, 0)} MB at ${figure(taken.importMbPerSecond, 0)} MB/s; ${hash}`);
  }
  if (seek !== undefined)
    lines.push(
      `seek: a frame out of ${String(seek.frames)} after ${figure(seek.p50Ms, 0)} ms (median), ${figure(seek.longestMs, 0)} ms at most`,
    );
  for (const [name, numbers] of [['memory-short', short] as const, ['memory-long', long] as const])
    if (numbers !== undefined)
      lines.push(`${name}: ${String(numbers.frames)} frames, peak memory ${bytesInWords(Number(numbers.peakMiB) * 2 ** 20)}`);
  if (human !== undefined)
    lines.push(
      `human: tracking ${figure(human.humanMsPerFrame)} ms a frame; here ${figure(human.ourMsPerFrame)} ms, same frames, one thread each`,
    );
  return lines;
}
