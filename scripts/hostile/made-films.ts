/** Films and recordings that ffmpeg itself can be asked for: strange times, sizes, channels, attachments. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Crafted } from './corpus.ts';
import { makeWith } from './seeds.ts';

const source = (size: string, rate: string, seconds: number): string[] => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=${size}:rate=${rate}:duration=${String(seconds)}`,
];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-threads', '1'];
const tone = (channels: number, seconds = 1): string[] => [
  '-f',
  'lavfi',
  '-i',
  `aevalsrc=${Array.from({ length: channels }, (_, k) => `sin(${String(300 + 50 * k)}*t)`).join('|')}:s=8000:d=${String(seconds)}`,
];
const keep = ['-fps_mode', 'passthrough', '-avoid_negative_ts', 'disabled'];

const ASKED: Readonly<Record<string, readonly string[]>> = {
  'one-frame-a-second.mp4': [...source('96x72', '1', 5), ...H264],
  'thousand-frames-a-second.mp4': [...source('96x72', '1000', 1), ...H264],
  'thousand-frames-a-second.mkv': [...source('96x72', '1000', 1), ...H264],
  'one-frame-an-hour.mp4': [...source('96x72', '1', 5), '-vf', 'setpts=N*3600/TB', ...H264, ...keep],
  'negative-times.mkv': [...source('96x72', '12', 1), '-vf', 'setpts=(N-6)/12/TB', ...H264, ...keep],
  'negative-times.mp4': [...source('96x72', '12', 1), '-vf', 'setpts=(N-6)/12/TB', ...H264, ...keep],
  'negative-times.ts': [...source('96x72', '12', 1), ...H264, '-output_ts_offset', '-5', ...keep],
  'times-jump-a-day.mkv': [...source('96x72', '12', 1), '-vf', 'setpts=N/12/TB+gte(N\\,6)*86400/TB', ...H264, ...keep],
  'times-jump-a-day.mp4': [...source('96x72', '12', 1), '-vf', 'setpts=N/12/TB+gte(N\\,6)*86400/TB', ...H264, ...keep],
  'times-jump-ten-years.mkv': [...source('96x72', '12', 1), '-vf', 'setpts=N/12/TB+gte(N\\,6)*3e8/TB', ...H264, ...keep],
  'times-go-back.ts': [...source('96x72', '12', 2), '-vf', 'setpts=mod(N\\,12)/12/TB', ...H264, ...keep],
  'sound-jumps-a-day.mkv': [...tone(1, 2), '-af', 'asetpts=N/SR/TB+gte(T\\,1)*86400/TB', '-c:a', 'pcm_s16le', ...keep],
  'sound-jumps-an-hour.mp4': [...tone(1, 2), '-af', 'asetpts=N/SR/TB+gte(T\\,1)*3600/TB', '-c:a', 'aac', ...keep],
  'sound-begins-after-an-hour.mkv': [
    ...source('96x72', '12', 1),
    ...tone(1),
    '-af',
    'asetpts=PTS+3600/TB',
    ...H264,
    '-c:a',
    'pcm_s16le',
    ...keep,
  ],
  'one-frame-no-length.mp4': [...source('96x72', '12', 1), '-frames:v', '1', ...H264],
  'width-2.mp4': [...source('2x2', '12', 1), ...H264],
  'very-wide.mp4': [...source('16000x16', '2', 1), ...H264],
  'very-high.mp4': [...source('16x16000', '2', 1), ...H264],
  'odd-sizes.mkv': [...source('97x71', '12', 1), '-c:v', 'ffv1'],
  'channels-20.wav': [...tone(20), '-c:a', 'pcm_s16le'],
  'channels-20.mkv': [...tone(20), '-c:a', 'pcm_s16le'],
  'channels-64.wav': [...tone(64), '-c:a', 'pcm_s16le'],
  'channels-65.wav': [...tone(65), '-c:a', 'pcm_s16le'],
  'channels-8.flac': [...tone(8)],
  'tracks-20.mkv': [...tone(1), ...Array.from({ length: 20 }, () => ['-map', '0:a']).flat(), '-c:a', 'pcm_s16le'],
  'tracks-60-films.mkv': [...source('96x72', '2', 1), ...Array.from({ length: 60 }, () => ['-map', '0:v']).flat(), ...H264],
  'rate-1-hz.wav': [...tone(1), '-ar', '1', '-c:a', 'pcm_s16le'],
  'rate-768-khz.wav': [...tone(1), '-ar', '768000', '-c:a', 'pcm_f32le'],
  'ten-bits.mkv': [...source('96x72', '12', 1), '-c:v', 'ffv1', '-pix_fmt', 'yuv444p10le'],
  'sixteen-bits.png': [...source('96x72', '1', 1), '-frames:v', '1', '-pix_fmt', 'rgba64be'],
  'tag-of-one-megabyte.mkv': [...source('96x72', '2', 1), '-metadata', `title=${'x'.repeat(100_000)}`, ...H264],
  'tags-with-controls.mp4': [
    ...source('96x72', '2', 1),
    '-metadata',
    'title=\x1b[2J\u202e</script><script>alert(1)</script>\n--help',
    ...H264,
  ],
};

export async function* madeFilms(folder: string, ffmpegPath: string): AsyncGenerator<Crafted> {
  const made = async (args: readonly string[], name: string): Promise<Buffer | null> => {
    const path = join(folder, name);
    try {
      await makeWith(ffmpegPath, args, path);
      return await readFile(path);
    } catch {
      // What this build cannot make is not in the corpus.
      return null;
    }
  };
  for (const [name, args] of Object.entries(ASKED)) {
    const bytes = await made(args, name);
    if (bytes !== null) yield { family: name.includes('channel') || name.includes('track') ? 'sound' : 'time', name, bytes };
  }
  // Two elementary streams one behind the other: the size, the rate and the channels change half way.
  const one = await made([...source('96x72', '12', 1), ...H264], 'part-1.h264');
  const two = await made([...source('320x240', '12', 1), ...H264], 'part-2.h264');
  const large = await made([...source('1920x1080', '12', 0.25), ...H264], 'part-3.h264');
  if (one !== null && two !== null && large !== null) {
    await writeFile(join(folder, 'changing.h264'), Buffer.concat([one, two, large, one]));
    for (const name of ['changing-size.mp4', 'changing-size.mkv', 'changing-size.ts', 'changing-size.avi', 'changing-size.flv']) {
      const bytes = await made(['-f', 'h264', '-r', '12', '-i', join(folder, 'changing.h264'), '-c', 'copy'], name);
      if (bytes !== null) yield { family: 'changing', name, bytes };
    }
  }
  for (const [name, first, second] of [
    ['changing-rate.aac', ['-ar', '16000', '-f', 'adts'], ['-ar', '48000', '-ac', '2', '-f', 'adts']],
    ['changing-rate.mp3', ['-ar', '16000'], ['-ar', '48000', '-ac', '2']],
    ['changing-chain.ogg', ['-c:a', 'libvorbis', '-ar', '16000'], ['-c:a', 'libvorbis', '-ar', '48000', '-ac', '2']],
  ] as const) {
    const a = await made([...tone(1), ...first], `a-${name}`);
    const b = await made([...tone(1), ...second], `b-${name}`);
    if (a !== null && b !== null) yield { family: 'changing', name, bytes: Buffer.concat([a, b, a]) };
  }
  const font = join(folder, 'font.ttf');
  await writeFile(font, Buffer.concat([Buffer.from('00010000', 'hex'), randomBytes(3000).fill(7)]));
  const subtitles = join(folder, 'subtitles.ass');
  await writeFile(
    subtitles,
    `[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,../../etc/passwd\n\n[Events]\nFormat: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:01.00,Default,{\\\\fn../../../etc/passwd\\\\p1}m 0 0 l 99999999 99999999\n`,
  );
  const attached = [
    '-attach',
    font,
    '-metadata:s:t',
    'mimetype=application/x-truetype-font',
    '-metadata:s:t',
    'filename=../../../../tmp/x.ttf',
  ];
  for (const [name, args] of [
    ['font-attached.mkv', [...source('96x72', '12', 1), ...H264, ...attached]],
    ['subtitles-attached.mkv', [...source('96x72', '12', 1), '-i', subtitles, ...H264, '-c:s', 'copy', ...attached]],
    ['subtitles.mp4', [...source('96x72', '12', 1), '-i', subtitles, ...H264, '-c:s', 'mov_text']],
  ] as const) {
    const bytes = await made(args, name);
    if (bytes !== null) yield { family: 'attachment', name, bytes };
  }
}
