import { expect, it } from 'vitest';
import type { Network, Tensor } from '../inference/networks.ts';
import type { AudioBlock } from '../media/blocks.ts';
import { Listener, SEGMENT_STEPS, SPAN_PARTS, WARM_UP_STEPS } from './listen.ts';
import { VOICE_RATE, VOICE_STEP } from './voice.ts';

/** Its answer depends on every step since it was begun, as the real network's does. */
const network: Network = {
  id: 'fake',
  run: ({ input, state }) => {
    const old = (state as Tensor).data[0] ?? 0;
    const next = Math.sin(old * 3 + 1 + ((input as Tensor).data[100] ?? 0));
    return Promise.resolve({
      output: { data: Float32Array.of(Math.abs(next)), dims: [1, 1] },
      stateN: { data: new Float32Array(256).fill(next), dims: [2, 1, 128] },
    });
  },
};

const STEP_US = (VOICE_STEP * 1e6) / VOICE_RATE;

/** Sample n of the whole sound is `value(n)`. */
async function* sound(steps: number, startUs = 0, value = (n: number): number => Math.sin(n / 777)): AsyncGenerator<AudioBlock> {
  for (let index = 0; index < steps; index += 1) {
    const firstSample = index * VOICE_STEP;
    const samples = Float32Array.from({ length: VOICE_STEP }, (_, k) => value(firstSample + k));
    const ptsUs = Math.round(startUs + index * STEP_US);
    yield await Promise.resolve({ index, stretch: 0, firstSample, ptsUs, sampleRate: VOICE_RATE, channels: [samples] });
  }
}

async function spans(listener: Listener, first: number, count: number, frameUs = 40_000) {
  const heard: Awaited<ReturnType<Listener['span']>>[] = [];
  for (let frame = first; frame < first + count; frame += 1) heard.push(await listener.span(frame * frameUs, (frame + 1) * frameUs));
  return heard;
}

it('hears the very same from any frame on', async () => {
  // 24 s: the network begins anew at 8 s and at 16 s.
  const steps = 3 * SEGMENT_STEPS;
  const whole = await spans(new Listener(network, sound(steps), 0), 0, 600);
  for (const frame of [1, 170, 199, 200, 201, 390, 500]) {
    const resumed = await spans(new Listener(network, sound(steps), frame * 40_000), frame, 40);
    expect(resumed, `from frame ${frame}`).toEqual(whole.slice(frame, frame + 40));
  }
  expect(WARM_UP_STEPS).toBeLessThan(SEGMENT_STEPS);
});

it('gives the level of exactly the samples that sound while a frame is shown, and of its quarters', async () => {
  // 10 ms at 1, 10 ms at 0, and so on: a frame of 40 ms has two loud quarters.
  const square = (n: number): number => (Math.floor(n / 160) % 2 === 0 ? 1 : 0);
  const [first, second] = await spans(new Listener(network, sound(20, 0, square), 0), 0, 2);
  expect(first?.level).toBeCloseTo(Math.SQRT1_2, 6);
  expect(first?.parts).toEqual([1, 0, 1, 0]);
  expect(second?.parts).toHaveLength(SPAN_PARTS);
  // The sound begins 15 ms late: what is heard before it is nothing, not silence.
  const late = await spans(new Listener(network, sound(20, 15_000, square), 0), 0, 1);
  expect(late[0]?.parts.map((part) => Math.round(part * 100) / 100)).toEqual([0, 1, 0.71, 0.71]);
});

it('says null where there is no sound: before it begins and after it has ended', async () => {
  const heard = await spans(new Listener(network, sound(10, 200_000), 0), 0, 20);
  expect(heard.map((span) => span !== null)).toEqual(Array.from({ length: 20 }, (_, frame) => frame >= 5 && frame <= 12));
});

it('stops the decoder when it is closed', async () => {
  let closed = false;
  async function* endless(): AsyncGenerator<AudioBlock> {
    try {
      yield* sound(1e9);
    } finally {
      closed = true;
    }
  }
  const listener = new Listener(network, endless(), 0);
  await spans(listener, 0, 3);
  await listener.close();
  expect(closed).toBe(true);
});
