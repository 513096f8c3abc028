import { expect, it } from 'vitest';
import type { FrameOverlay } from '../../contract/analysis.ts';
import { JobId } from '../../contract/values.ts';
import { OverlayChunks } from './overlay-chunks.ts';

const overlay = (frame: number): FrameOverlay => ({ frame, ptsUs: frame * 40_000, faces: [], drawings: [] });

function cache(fail = false) {
  const asked: number[] = [];
  const errors: unknown[] = [];
  const chunks = new OverlayChunks(
    JobId.parse('J1'),
    ({ firstFrame }) => {
      asked.push(firstFrame);
      return fail ? Promise.reject(new Error('gone')) : Promise.resolve([overlay(firstFrame), overlay(firstFrame + 1)]);
    },
    (error) => errors.push(error),
    () => undefined,
  );
  return { asked, errors, chunks };
}
const arrived = () => new Promise((resolve) => setTimeout(resolve));

it('fetches the chunk of a frame once and gives the overlay of exactly that frame', async () => {
  const { asked, chunks } = cache();
  expect(chunks.at(251)).toBeUndefined();
  expect(chunks.at(251)).toBeUndefined();
  await arrived();
  expect(chunks.at(251)).toEqual(overlay(251));
  expect(chunks.at(300)).toBeNull();
  expect(asked).toEqual([250, 0]);
});

it('fetches ahead past the middle of a chunk', async () => {
  const { asked, chunks } = cache();
  chunks.at(200);
  await arrived();
  expect(asked).toEqual([0, 250]);
});

it('tells of a failure once and does not ask again at each frame', async () => {
  const { asked, errors, chunks } = cache(true);
  chunks.at(70);
  await arrived();
  expect(chunks.at(70)).toBeNull();
  expect([asked, errors.length]).toEqual([[0], 1]);
});

it('asks again after forgetting', async () => {
  const { asked, chunks } = cache();
  chunks.at(70);
  await arrived();
  chunks.forget();
  expect(chunks.at(70)).toBeUndefined();
  expect(asked).toEqual([0, 0]);
});
