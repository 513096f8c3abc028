/**
 * Makes a known pair of mouth and voice: synthetic speech whose loudness follows the mouth of a real clip, late by so many milliseconds.
 * The words do not fit the lips; only opening and loudness do, which is all that an offset is measured from.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Failure } from '../../src/base/failure.ts';
import { runTool } from '../../src/base/node/spawn.ts';
import type { RecipeTools } from './raw-video.ts';
import { waveFile } from './wave-file.ts';

const RATE = 16_000;
/** Window of the synthetic voice's own loudness, which is taken away. */
const WINDOW = 640;
const TEXT =
  'we were away all year while our lawyer and our neighbour ran round the long row of yellow warehouses in early morning rain and nobody ever saw you or me there again ';

export interface MouthMoment {
  readonly ptsUs: number;
  /** Any unit; only its course counts. */
  readonly opening: number;
}

export interface VoiceFromMouth {
  readonly input: string;
  /** Matroska: the film's packets as they are, and the voice as 16-bit PCM. */
  readonly output: string;
  readonly mouth: readonly MouthMoment[];
  /** Voice after mouth; negative: before. */
  readonly lateMs: number;
  readonly tools: RecipeTools;
}

/** Whether this ffmpeg can speak (libflite is built in). */
export function canSpeak({ ffmpegPath }: Pick<RecipeTools, 'ffmpegPath'>): boolean {
  return spawnSync(ffmpegPath, ['-v', 'error', '-filters'], { encoding: 'utf8' }).stdout.includes(' flite ');
}

/** Rejects with TOOL_FAILED. Deterministic for one ffmpeg. */
export async function voiceFromMouth({ input, output, mouth, lateMs, tools }: VoiceFromMouth): Promise<void> {
  const last = mouth.at(-1);
  if (last === undefined) throw new Failure('MEDIA_UNDECODABLE', 'no mouth was seen');
  const samples = Math.ceil((last.ptsUs * RATE) / 1e6);
  const speech = await speak(samples, tools);
  const gain = gainAt(mouth);
  const wav = `${output}.wav`;
  writeFileSync(wav, spoken(speech.map((sample, n) => sample * gain((n * 1e6) / RATE - lateMs * 1000))));
  const args = [
    '-v',
    'error',
    '-y',
    '-i',
    input,
    '-i',
    wav,
    '-map',
    '0:v:0',
    '-map',
    '1:a:0',
    '-c',
    'copy',
    '-shortest',
    '-f',
    'matroska',
    output,
  ];
  await runTool(tools.ffmpegPath, args, { timeoutMs: 60_000, maxStdoutBytes: 1 << 16 });
}

/** Speech of even loudness, -1..1. */
async function speak(samples: number, { ffmpegPath }: RecipeTools): Promise<Float64Array> {
  const text = TEXT.repeat(Math.ceil(samples / RATE / 8) + 1).replaceAll(' ', '\\ ');
  const args = ['-v', 'error', '-f', 'lavfi', '-i', `flite=text=${text}`, '-ar', String(RATE), '-ac', '1', '-f', 's16le', 'pipe:1'];
  const { stdout } = await runTool(ffmpegPath, args, { timeoutMs: 60_000, maxStdoutBytes: 1 << 28 });
  const spoken = new Int16Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~1)));
  const raw = Float64Array.from({ length: samples }, (_, n) => (spoken[n % spoken.length] ?? 0) / 32768);
  let power = 0;
  const loudness = raw.map((sample, n) => {
    power += sample * sample - (raw[n - WINDOW] ?? 0) ** 2;
    return Math.sqrt(Math.max(0, power) / WINDOW);
  });
  // The window looks back: its middle lies half of it earlier.
  return raw.map((sample, n) => sample / ((loudness[n + WINDOW / 2] ?? 0.1) + 0.01));
}

/** From 30 dB below full at the mouth's least opening to full at its greatest, as a function of time. */
function gainAt(mouth: readonly MouthMoment[]): (us: number) => number {
  const sorted = mouth.map(({ opening }) => opening).sort((a, b) => a - b);
  const low = sorted[Math.floor(0.05 * sorted.length)] ?? 0;
  const high = sorted[Math.floor(0.95 * sorted.length)] ?? 1;
  let next = 0;
  return (us) => {
    while (next < mouth.length && (mouth[next]?.ptsUs ?? 0) < us) next += 1;
    const [before, after] = [mouth[next - 1] ?? mouth[0], mouth[next] ?? mouth.at(-1)];
    if (before === undefined || after === undefined) return 0;
    const share = after.ptsUs > before.ptsUs ? Math.min(1, Math.max(0, (us - before.ptsUs) / (after.ptsUs - before.ptsUs))) : 0;
    const opening = before.opening + share * (after.opening - before.opening);
    const open = Math.min(1, Math.max(0, (opening - low) / (high - low || 1)));
    return 0.1 * 10 ** ((30 * (open - 1)) / 20);
  };
}

function spoken(samples: Float64Array): Buffer {
  const data = Buffer.alloc(2 * samples.length);
  samples.forEach((sample, n) => data.writeInt16LE(Math.round(32767 * Math.min(1, Math.max(-1, sample))), 2 * n));
  return waveFile(data, RATE, 1);
}
