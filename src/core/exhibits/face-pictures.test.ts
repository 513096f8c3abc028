import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { openApp } from '../../../tests/helpers/examine.ts';
import { seedCase } from '../../../tests/helpers/seeded-case.ts';
import { runTool } from '../../base/node/spawn.ts';
import { findTools } from '../../engine/media/tools.ts';
import type { Application } from '../application.ts';
import { partAround } from './face-pictures.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe('partAround', () => {
  const size = { width: 320, height: 180 };
  it.each([
    [[100, 50, 40, 50], { left: 85, top: 40, side: 70 }],
    [[-10, -10, 40, 40], { left: 0, top: 0, side: 56 }],
    [[300, 150, 40, 40], { left: 264, top: 124, side: 56 }],
    [[0, 0, 300, 170], { left: 60, top: 0, side: 180 }],
  ] as const)('the square around %j lies in the picture', (box, square) => {
    expect(partAround([...box], size)).toEqual({ ...square, madeSide: 128 });
  });
});

describe('pictures of faces', () => {
  let folder = '';
  let app: Application;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penumbra-faces-'));
    // Red until half of the second, blue after it: the picture tells which frame it is from.
    const film = join(folder, 'film.mp4');
    await ffmpeg(
      ...['-f', 'lavfi', '-i', 'color=red:size=320x180:rate=20:duration=1'],
      ...['-vf', "drawbox=color=blue:t=fill:enable='gte(n,10)'", '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '20', film],
    );
    const caseFolder = await seedCase({ dataFolder: join(folder, 'data'), files: [film], tracks: 2 });
    app = await openApp(join(folder, 'data'));
    await app.openCaseAt(caseFolder);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function colour(png: Uint8Array): Promise<readonly [number, 'red' | 'blue']> {
    const { ffmpegPath } = await findTools();
    const path = join(folder, 'face.png');
    await writeFile(path, png);
    const args = ['-v', 'error', '-i', path, '-vf', 'scale=1:1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
    const { stdout } = await runTool(ffmpegPath, args, { timeoutMs: 20_000, maxStdoutBytes: 100 });
    return [Buffer.from(png).readUInt32BE(16), (stdout[0] ?? 0) > (stdout[2] ?? 0) ? 'red' : 'blue'];
  }

  it('shows the first frame of the stretch that has the face', async () => {
    const before = await app.facePicture({ jobId: 'J1', trackId: 0, firstFrame: 7, lastFrame: 19 });
    expect([before.frame, ...(await colour(before.png))]).toEqual([7, 128, 'red']);
    // The second track begins at frame 10.
    const after = await app.facePicture({ jobId: 'J1', trackId: 1, firstFrame: 3, lastFrame: 19 });
    expect([after.frame, ...(await colour(after.png))]).toEqual([10, 128, 'blue']);
    expect((await app.facePicture({ jobId: 'J1', trackId: 1, firstFrame: 10, lastFrame: 10 })).png).toBe(after.png);
  });

  it('has none where the stretch has no such face', async () => {
    await expect(app.facePicture({ jobId: 'J1', trackId: 0, firstFrame: 10, lastFrame: 19 })).rejects.toMatchObject({
      code: 'FRAME_NOT_FOUND',
    });
    await expect(app.facePicture({ jobId: 'J7', trackId: 0, firstFrame: 0, lastFrame: 19 })).rejects.toMatchObject({
      code: 'JOB_NOT_FOUND',
    });
  });
});
