import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { decodeStills, StillSource } from '../../engine/media/stills.ts';
import { SecondLook } from './second-look.ts';

// Nothing of it is read here but its path.
const source = { path: 'film.mp4' } as StillSource;
const bytes = (of: number): Uint8Array => Uint8Array.of(0x42, 0x4d, of);
const REST_MS = 1000;

let decoded: number[];
let differing: number[];
let usual: (frame: number) => Uint8Array;
let isQuick: boolean;
let looks: SecondLook;

const show = (frame: number, still = bytes(frame), key = 'film'): void => looks.shown({ key, source, frame, still });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  [decoded, differing, isQuick] = [[], [], true];
  usual = bytes;
  const decode: typeof decodeStills = (_source, first, _last, _signal, as) => {
    expect(as).toBe('bmp');
    decoded.push(first);
    return Promise.resolve().then(() => new Map([[first, usual(first)]]));
  };
  looks = new SecondLook({ isQuick: () => Promise.resolve(isQuick), differs: ({ frame }) => differing.push(frame), decode });
});

afterEach(async () => {
  await looks.close();
  vi.useRealTimers();
});

const rest = (ms = REST_MS): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('a frame that somebody rests on', () => {
  it('is decoded in the usual way, with the neighbour that was made ready, and once only', async () => {
    show(7);
    show(8);
    await rest();
    expect(decoded).toEqual([7, 8]);
    show(7);
    await rest();
    expect([decoded, differing]).toEqual([[7, 8], []]);
  });

  it('is told when its bytes are others, or when the usual way has none', async () => {
    show(7, bytes(200));
    await rest();
    expect(differing).toEqual([7]);
    usual = () => {
      throw new Error('nothing there');
    };
    show(30);
    await rest();
    expect(differing).toEqual([7, 30]);
  });

  it('is not decoded again while somebody goes on, nor where it came in the usual way', async () => {
    for (const frame of [10, 40, 90]) {
      show(frame);
      await rest(REST_MS - 1);
    }
    expect(decoded).toEqual([]);
    await rest(1);
    // The others were passed.
    expect(decoded).toEqual([90]);
    isQuick = false;
    show(200, bytes(1));
    await rest();
    expect([decoded, differing]).toEqual([[90], []]);
  });

  it('tells nothing of a comparison that was given up', async () => {
    const slow = Promise.withResolvers<Uint8Array>();
    looks = new SecondLook({
      isQuick: () => Promise.resolve(true),
      differs: ({ frame }) => differing.push(frame),
      decode: async (_source, first) => new Map([[first, await slow.promise]]),
    });
    show(7, bytes(200));
    await rest();
    show(50);
    slow.resolve(bytes(7));
    await rest(1);
    expect(differing).toEqual([]);
  });
});
