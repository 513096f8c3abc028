/** A fixed part of the hostile corpus (scripts/hostile.ts runs all of it): each file ends as a result or a typed error, and nothing is reached. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { layBait } from '../../scripts/hostile/bait.ts';
import { corpus, type HostileFile } from '../../scripts/hostile/corpus.ts';
import { measure, type Measured } from '../../scripts/hostile/measure.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const SEEDS = ['h264.mp4', 'still.png', 'still.jpg', 'sound.wav', 'still.bmp', 'moving.gif'];
const DAMAGED = new Set(['h264.mp4', 'still.jpg', 'sound.wav', 'moving.gif']);
const COUNTS = { truncations: 2, headerFlips: 0, payloadFlips: 1, lies: 1 };

/** Those that cost little and of which each says something of its own. */
const CHOSEN = new Set(
  `hls.mp4 hls-key-behind-ftyp.mp4 hls-subfile.jpg hls-concat-behind-id3.mp3 concat.mp4 concat-bare.jpg sdp.mp4 smil.mp4 mpd.mp4 xspf.jpg
   svg.jpg html.mp4 shell.mp4 60000x60000.png 16385x16.png 0x0.png 60000.bmp 65535x65535.gif 65500x65500.jpg exif-loop.jpg
   exif-huge-count.jpg xmp-entities.jpg comment-with-controls.jpg c2pa-lying.jpg boxes-20000-deep.mp4 mdat-2-to-63.mp4 no-moov.mp4
   no-mdat.mp4 dref-file.mov dref-address.mov reference-movie.mov duration-0.mp4 samples-2-to-32.mp4 time-scale-0.mp4
   elements-4000-deep.mkv channels-65535.wav rate-0.wav rate-2-to-31.wav zip-before-still.jpg zip-behind-still.png pdf-in-mp4.pdf nothing-0.mp4 nothing-3.mp4
   header-2-to-56.mkv rf64-2-to-64.wav box-of-2-to-64.png claim-arrays-100000-deep.png`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
const NAMES = new Set(['"-i"', '"--help"', '"line\\nbreak.png"', '"$(touch penumbra-was-here).png"', '"photo\u202Egnp.exe"']);

describe('hostile files', () => {
  const all: Measured[] = [];
  let reached: { connections: number; leaks: string[] } = { connections: -1, leaks: [] };
  beforeAll(async () => {
    const folder = tempFolder();
    const tools = await findTools();
    mkdirSync(join(folder, 'bait'));
    const bait = await layBait(join(folder, 'bait'), tools.ffmpegPath);
    const made = { folder, ffmpegPath: tools.ffmpegPath, seed: 1, bait, counts: COUNTS, seeds: SEEDS, films: false };
    async function* some(): AsyncGenerator<HostileFile> {
      for await (const file of corpus(made)) {
        const generic = ['truncated', 'payload flipped', 'lying length'].includes(file.family) && DAMAGED.has(file.origin);
        if (CHOSEN.has(file.origin) || NAMES.has(file.words) || generic) yield file;
      }
    }
    // Without bubblewrap: what is shown here does not rest on it.
    const options = { folder: join(folder, 'cases'), limitMs: 60_000, env: { PENUMBRA_ISOLATION: 'off' } };
    for await (const measured of measure(some(), options)) all.push(measured);
    reached = { connections: bait.connections(), leaks: bait.leaks(options.folder) };
    await bait.close();
    // Sixty files: 73 s beside one other test on two slow cores, more than 120 s beside three.
  }, 600_000);

  const codeOf = (origin: string): string | undefined => all.find((one) => one.origin === origin)?.code;

  it('end as a result or a typed error, within their limit', () => {
    expect(all.length).toBeGreaterThan(55);
    expect(all.filter(({ how }) => how !== 'result' && how !== 'typed error')).toEqual([]);
    expect(all.filter(({ how }) => how === 'result').length).toBeGreaterThan(10);
  });

  it('reach no address, and nothing of another file gets into the case', () => {
    expect(reached).toEqual({ connections: 0, leaks: [] });
  });

  it('are refused where they are playlists, whatever their name', () => {
    for (const name of ['hls.mp4', 'hls-subfile.jpg', 'concat.mp4', 'sdp.mp4', 'smil.mp4', 'mpd.mp4', 'xspf.jpg', 'svg.jpg', 'shell.mp4'])
      expect([name, codeOf(name)]).toEqual([name, 'MEDIA_UNRECOGNISED']);
  });

  it('are refused where they are too large, with their size', () => {
    for (const name of ['60000x60000.png', '60000.bmp', '65535x65535.gif', '65500x65500.jpg'])
      expect(all.find((one) => one.origin === name)).toMatchObject({
        code: 'MEDIA_TOO_LARGE',
        detail: expect.stringMatching(/^6\d+ x 6\d+ pixels$/),
      });
    expect(codeOf('16385x16.png')).toBe('MEDIA_TOO_LARGE');
  });

  it('need little memory', () => {
    expect(Math.max(...all.map(({ toolMib }) => toolMib))).toBeLessThan(1100);
    expect(Math.max(...all.map(({ coreMib }) => coreMib))).toBeLessThan(1000);
  });
});
