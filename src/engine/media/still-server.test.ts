import { describe, expect, it } from 'vitest';
import type { MediaFacts } from '../../contract/exhibits.ts';
import { StillServer } from './still-server.ts';
import type { decodeStills, StillSource } from './stills.ts';

function sourceOf(width: number, height: number, frames = 100): StillSource {
  const facts = { streams: [{ type: 'video', index: 0, width, height, rotation: 0 }] } as unknown as MediaFacts;
  const tools = { ffmpegPath: '', ffprobePath: '', version: '' };
  return { path: '', tools, facts, timeBase: { num: 1, den: 25 }, pts: Array.from({ length: frames }, (_, n) => n), keyFrames: [0] };
}
const small = sourceOf(640, 360);

/** Stills of ten bytes that say which frame they are; frame 50 cannot be decoded. */
function recorder(): { runs: string[]; most: number; decode: typeof decodeStills } {
  const state = { runs: [] as string[], most: 0, now: 0 };
  const decode: typeof decodeStills = async (_source, first, last) => {
    state.runs.push(`${first}-${last}`);
    state.now += 1;
    state.most = Math.max(state.most, state.now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    state.now -= 1;
    const frames = Array.from({ length: last - first + 1 }, (_, k) => first + k).filter((n) => n !== 50);
    return new Map(frames.map((n) => [n, new Uint8Array(10).fill(n)]));
  };
  return Object.assign(state, { decode });
}

describe('StillServer', () => {
  it('decodes the frame of a jump first and then its neighbours, serves them from memory, and goes backwards too', async () => {
    const log = recorder();
    const server = new StillServer({ decode: log.decode });
    for (const frame of [20, 21, 31, 32, 19, 18, 8, 7]) expect((await server.still('a', small, frame))[0]).toBe(frame);
    expect(log.runs).toEqual(['20-20', '21-31', '32-43', '8-19', '0-7']);
  });

  it('stops at the ends, and takes fewer frames of larger pictures', async () => {
    const log = recorder();
    const server = new StillServer({ decode: log.decode });
    await server.still('a', small, 95);
    await server.still('b', sourceOf(1920, 1080), 10);
    await server.still('c', sourceOf(3840, 2160), 10);
    await server.still('d', sourceOf(10_000, 10_000, 1), 0);
    expect(log.runs).toEqual(['95-95', '96-99', '10-10', '11-14', '10-10', '0-0']);
  });

  it('shares one run among all who ask, and runs no more than two at a time', async () => {
    const log = recorder();
    const server = new StillServer({ decode: log.decode });
    const asked = [0, 5, 0, 20, 60, 61, 80].map((frame) => server.still('a', small, frame));
    expect((await Promise.all(asked)).map((still) => still[0])).toEqual([0, 5, 0, 20, 60, 61, 80]);
    expect(log.runs).toEqual(['0-0', '5-5', '20-20', '60-60', '61-72', '80-80', '81-91']);
    expect(log.most).toBe(2);
  });

  it('ends the neighbours of the last jump at the next one, unless somebody waits for them', async () => {
    const ended: string[] = [];
    const server = new StillServer({
      decode: async (_source, first, last, signal) => {
        signal?.addEventListener('abort', () => ended.push(`${first}-${last}`));
        // The first neighbours would take as long as they are let.
        if (first === 11) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        else await new Promise((resolve) => setTimeout(resolve, 5));
        signal?.throwIfAborted();
        return new Map([[first, new Uint8Array(1)]]);
      },
    });
    await server.still('a', small, 10);
    await new Promise(setImmediate);
    await server.still('a', small, 50);
    expect(ended).toEqual(['11-21']);
    await new Promise(setImmediate);
    await Promise.all([server.still('a', small, 51), server.still('b', small, 80)]);
    expect(ended).toEqual(['11-21']);
  });

  it('forgets the least recently used first', async () => {
    const log = recorder();
    const server = new StillServer({ decode: log.decode, maxBytes: 240 });
    await server.still('a', small, 0);
    await server.still('a', small, 12);
    await server.still('a', small, 0);
    await server.still('a', small, 24);
    await server.still('a', small, 0);
    await server.still('a', small, 1);
    expect(log.runs).toEqual(['0-0', '1-11', '12-23', '24-35', '1-12']);
    server.forget('a');
    await server.still('a', small, 24);
    expect(log.runs.slice(5)).toEqual(['24-24', '25-35']);
  });

  it('fails for one frame only, and tries again after a failure', async () => {
    const log = recorder();
    const server = new StillServer({ decode: log.decode });
    await expect(server.still('a', small, 50)).rejects.toMatchObject({ code: 'FRAME_UNDECODABLE', detail: 'frame 50' });
    expect((await server.still('a', small, 51))[0]).toBe(51);
    let calls = 0;
    const failing = new StillServer({
      decode: () => {
        calls += 1;
        return Promise.reject(new Error('no room'));
      },
    });
    await expect(failing.still('a', small, 0)).rejects.toThrow('no room');
    await expect(failing.still('a', small, 0)).rejects.toThrow('no room');
    expect(calls).toBe(2);
  });
});
