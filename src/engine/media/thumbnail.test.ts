import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { probe } from './probe.ts';
import { thumbnail } from './thumbnail.ts';
import { findTools } from './tools.ts';

it('of sound in more channels than ffmpeg can bring together there is no picture, which is no fault of ffmpeg', async () => {
  const tools = await findTools();
  const path = join(tempFolder(), 'channels-20.wav');
  await ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${Array.from({ length: 20 }, () => '0').join('|')}:d=0.1`, path);
  const { facts } = await probe(path, tools);
  await expect(thumbnail(path, tools, facts)).rejects.toMatchObject({ code: 'FRAME_UNDECODABLE', detail: 'no picture of it can be made' });
});

it('a film that is damaged a tenth in, or has nothing there, is known by its first frame', async () => {
  const tools = await findTools();
  const path = join(tempFolder(), 'clip.mp4');
  await ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=64x48:rate=25',
    ...'-frames:v 60 -g 10 -pix_fmt yuv420p -movflags +faststart'.split(' '),
    path,
  );
  const { facts } = await probe(path, tools);
  const seek = (seconds: number): Promise<Uint8Array> => thumbnail(path, tools, { ...facts, durationUs: seconds * 1e7 });
  const first = await seek(0);
  expect(await seek(2.2)).not.toEqual(first);
  expect(await seek(60)).toEqual(first);
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(255, bytes.length >> 1));
  expect(await seek(2.2)).toEqual(first);
});
