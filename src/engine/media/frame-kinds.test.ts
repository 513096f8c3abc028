import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as clips from '../../../tests/fixtures/make-clips.ts';
import { partOfGroup, readFrameKinds } from './frame-kinds.ts';
import { probe } from './probe.ts';
import type { StillSource } from './stills.ts';
import { findTools, type MediaTools } from './tools.ts';

let folder = '';
let tools: MediaTools;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-kinds-'));
  tools = await findTools();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sourceFor(path: string): Promise<StillSource> {
  const { facts, index } = await probe(path, tools);
  return { path, tools, facts, ...index! };
}

it.each([
  ['closed groups in MP4', () => clips.h264Clip(folder)],
  ['open groups in MP4', () => clips.openGopClip(folder)],
  ['MPEG-4 part 2 in AVI', () => clips.aviClip(folder)],
])('says of every frame what ffprobe says: %s', async (_, make) => {
  const path = await make();
  const source = await sourceFor(path);
  const args = ['-v', 'error', '-select_streams', 'v', '-show_entries', 'frame=pict_type', '-of', 'csv=p=0', path];
  const expected = execFileSync(tools.ffprobePath, args, { encoding: 'utf8' }).match(/[A-Z]/g)!;
  const found: (string | null)[] = [];
  while (found.length < source.pts.length) {
    const { firstFrame, kinds } = await readFrameKinds(source, found.length);
    expect(firstFrame).toBe(found.length);
    found.push(...kinds);
  }
  expect(found.join('')).toBe(expected.join(''));
  expect(new Set(found)).toEqual(new Set(['I', 'P', 'B']));
});

it('reads a group of pictures, or a part of a long one', () => {
  const source = { pts: Array.from({ length: 700 }, (_, n) => n), keyFrames: [0, 12, 24] };
  expect(partOfGroup(source, 0)).toEqual({ first: 0, last: 11 });
  expect(partOfGroup(source, 23)).toEqual({ first: 12, last: 23 });
  expect(partOfGroup(source, 280)).toEqual({ first: 274, last: 523 });
  expect(partOfGroup(source, 699)).toEqual({ first: 524, last: 699 });
});
