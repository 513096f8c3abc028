import { expect, it } from 'vitest';
import { decodingOf } from '../../tests/helpers/fake-engine.ts';
import { BegunDecoding } from './begun-decoding.ts';
import type { WorkingFrame } from './media/frame.ts';

const plane = new Uint8Array(1);
const frameOf = (frame: number): WorkingFrame => ({ frame, ptsUs: frame, width: 1, height: 1, scale: 1, y: plane, cb: plane, cr: plane });
const never = new AbortController().signal;

it('asks for the first frame at once, and gives every frame once', async () => {
  const asked: number[] = [];
  async function* frames(): AsyncGenerator<WorkingFrame> {
    for (let frame = 0; frame < 3; frame += 1) {
      asked.push(frame);
      yield await Promise.resolve(frameOf(frame));
    }
  }
  const begun = new BegunDecoding(() => decodingOf(frames()), never);
  await Promise.resolve();
  expect(asked).toEqual([0]);
  const given: number[] = [];
  for await (const { frame } of begun) given.push(frame);
  expect([given, asked]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

it('is left without waiting for a decoder that gives nothing, as often as one likes', async () => {
  const ends: string[] = [];
  async function* silent(signal: AbortSignal): AsyncGenerator<WorkingFrame> {
    try {
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      yield frameOf(0);
    } finally {
      ends.push('ended');
    }
  }
  const begun = new BegunDecoding((signal) => decodingOf(silent(signal)), never);
  await begun.leave();
  await begun.leave();
  expect(ends).toEqual(['ended']);
});
