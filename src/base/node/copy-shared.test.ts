import { expect, it } from 'vitest';
import { copyShared } from './copy-shared.ts';

const numbered = (memory: ArrayBufferLike): Uint8Array => new Uint8Array(memory).map((_, k) => k % 251);

it('copies exactly the bytes that were asked for, however both ends lie, and no others', () => {
  for (const shared of [true, false])
    for (const offset of [0, 1, 8])
      for (const [start, end] of [
        [0, 64],
        [0, 61],
        [3, 64],
        [8, 40],
        [5, 5],
      ] as const) {
        const memory = shared ? new SharedArrayBuffer(80) : new ArrayBuffer(80);
        new Uint8Array(memory).set(numbered(new ArrayBuffer(80)));
        const from = new Uint8Array(memory, offset, 64);
        for (const at of [0, 1, 7, 16]) {
          const to = new Uint8Array(shared ? new ArrayBuffer(96) : new SharedArrayBuffer(96), 8, 88).fill(255);
          const same = Uint8Array.from(to);
          for (let k = start; k < end; k += 1) same[at + k - start] = (offset + k) % 251;
          copyShared(from, start, end, to, at);
          expect([...to]).toEqual([...same]);
        }
      }
});

it('copies a memory as a whole', () => {
  const to = new Uint8Array(300);
  copyShared(numbered(new SharedArrayBuffer(300)), 0, 300, to, 0);
  expect(to).toEqual(numbered(new ArrayBuffer(300)));
});
