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
