import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools } from './tools.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-tools-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fake(name: string, line: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho '${line}'\n`);
  await chmod(path, 0o755);
  return path;
}

describe.skipIf(process.platform === 'win32')('findTools', () => {
  it('finds both on the PATH and gives the version without the copyright', async () => {
    await fake('ffmpeg', 'ffmpeg version 6.1.1-3 Copyright (c) 2000-2023 the FFmpeg developers');
    await fake('ffprobe', 'ffprobe version 6.1.1-3 Copyright (c) 2007-2023 the FFmpeg developers');
    expect(await findTools({ PATH: `relative:${folder}` })).toEqual({
      ffmpegPath: join(folder, 'ffmpeg'),
      ffprobePath: join(folder, 'ffprobe'),
      version: 'ffmpeg version 6.1.1-3',
    });
  });

  it('prefers the configured path, and never passes over a wrong one', async () => {
    const own = await fake('my-ffmpeg', 'ffmpeg version n7.0 Copyright (c)');
    expect((await findTools({ PATH: folder, PENUMBRA_FFMPEG: own })).ffmpegPath).toBe(own);
    await expect(findTools({ PATH: folder, PENUMBRA_FFMPEG: join(folder, 'nothing') })).rejects.toMatchObject({ code: 'TOOL_MISSING' });
    await expect(findTools({ PATH: folder, PENUMBRA_FFPROBE: 'ffprobe' })).rejects.toMatchObject({ code: 'TOOL_MISSING' });
  });

  it('refuses what is missing, too old, or something else', async () => {
    await expect(findTools({ PATH: '/nonexistent' })).rejects.toMatchObject({ code: 'TOOL_MISSING', detail: 'ffmpeg' });
    const old = await fake('old', 'ffmpeg version 4.4.2 Copyright (c)');
    await expect(findTools({ PATH: folder, PENUMBRA_FFMPEG: old })).rejects.toMatchObject({
      detail: 'ffmpeg 5.1 or newer is needed, found ffmpeg version 4.4.2',
    });
    const other = await fake('other', 'hello');
    await expect(findTools({ PATH: folder, PENUMBRA_FFMPEG: other })).rejects.toMatchObject({
      detail: 'ffmpeg: the program found is something else',
    });
  });
});
