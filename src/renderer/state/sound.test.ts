import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Exhibit } from '../../contract/exhibits.ts';
import type { Transport } from '../transport/transport.ts';
import { Sound } from './sound.svelte.ts';
import { TimeRange } from './time-range.svelte.ts';

const recording = { id: 'E1', kind: 'audio' } as Exhibit;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Of which so many samples are decoded each time that it is asked for; never all. */
function growing(): { sound: Sound; asked: () => number } {
  let asked = 0;
  const call = (): Promise<unknown> => {
    asked += 1;
    return Promise.resolve({ startUs: 0, sampleRate: 8000, decodedSamples: asked * 100, totalSamples: 8000, done: false });
  };
  return { sound: new Sound({ call } as unknown as Transport), asked: () => asked };
}

it('asks after a recording that is still being decoded, until it is closed between two answers', async () => {
  const { sound, asked } = growing();
  const open = sound.open(recording, new TimeRange());
  await vi.advanceTimersByTimeAsync(1000);
  expect([asked(), sound.info?.decodedSamples]).toEqual([4, 400]);
  sound.close();
  await vi.advanceTimersByTimeAsync(1000);
  await expect(open).resolves.toBeUndefined();
  expect([asked(), sound.exhibit, sound.info]).toEqual([4, null, null]);
});

it('leaves the first recording alone when another one is opened', async () => {
  const { sound, asked } = growing();
  const first = sound.open(recording, new TimeRange());
  await vi.advanceTimersByTimeAsync(100);
  void sound.open({ ...recording, id: 'E2' } as Exhibit, new TimeRange());
  await vi.advanceTimersByTimeAsync(250);
  await expect(first).resolves.toBeUndefined();
  expect([asked(), sound.exhibit?.id]).toEqual([2, 'E2']);
  sound.close();
});
