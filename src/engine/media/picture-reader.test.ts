import { expect, it } from 'vitest';
import { PictureReader } from './picture-reader.ts';

/** A BMP of two pixels by two at 24 bits: rows of eight bytes. */
const BYTES = 54 + 16;
function picture(fill: number, size = BYTES): Buffer {
  const bytes = Buffer.alloc(BYTES, fill);
  bytes.write('BM', 'latin1');
  bytes.writeUInt32LE(size, 2);
  return bytes;
}

function reader(): { pictures: PictureReader; taken: Uint8Array[]; others: () => number } {
  const pictures = new PictureReader({ width: 2, height: 2 });
  const taken: Uint8Array[] = [];
  let others = 0;
  pictures.giveTo({ take: (bytes) => taken.push(bytes), isOther: () => (others += 1) });
  return { pictures, taken, others: () => others };
}

it('cuts a program’s bytes into pictures, however they come', () => {
  const bytes = Buffer.concat([picture(1), picture(2), picture(3)]);
  for (const step of [1, 7, BYTES - 1, BYTES, BYTES + 1, 3 * BYTES]) {
    const { pictures, taken, others } = reader();
    for (let at = 0; at < bytes.length; at += step) pictures.copy(bytes.subarray(at, at + step));
    expect([taken.map((one) => Buffer.compare(one, picture(one[BYTES - 1] ?? 0))), others()]).toEqual([[0, 0, 0], 0]);
    expect(taken.map((one) => one[BYTES - 1])).toEqual([1, 2, 3]);
  }
});

it('gives each picture memory of its own, to which nothing is copied', () => {
  const { pictures, taken } = reader();
  for (const fill of [1, 2]) {
    const room = pictures.room();
    expect(room.length).toBe(BYTES);
    room.set(picture(fill).subarray(0, 20));
    pictures.filled(20);
    pictures.room().set(picture(fill).subarray(20));
    pictures.filled(BYTES - 20);
    expect(taken.at(-1)?.buffer).toBe(room.buffer);
  }
  expect(taken.map((one) => Buffer.compare(one, picture(one[BYTES - 1] ?? 0)))).toEqual([0, 0]);
  expect(taken[0]?.buffer).not.toBe(taken[1]?.buffer);
});

it('loses nothing of a picture that has begun when memory is made ready', () => {
  const { pictures, taken } = reader();
  pictures.makeReady();
  pictures.copy(picture(7).subarray(0, 60));
  pictures.makeReady();
  pictures.copy(picture(7).subarray(60));
  expect(taken.map((one) => Buffer.compare(one, picture(7)))).toEqual([0]);
});

it('tells a picture of another size, and one that is none', () => {
  for (const wrong of [picture(1, BYTES + 4), Buffer.alloc(BYTES, 1)]) {
    const { pictures, taken, others } = reader();
    pictures.copy(wrong);
    expect([taken, others()]).toEqual([[], 1]);
  }
});
