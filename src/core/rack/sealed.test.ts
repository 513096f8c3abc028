import { expect, it } from 'vitest';
import { seal, unseal } from './sealed.ts';

const KEY = 'k'.repeat(32);

it('brings words and blobs back exactly', () => {
  const blobs = [new Uint8Array([1, 2, 3]), new Uint8Array(), new Uint8Array([255])];
  const opened = unseal(KEY, 'out', seal(KEY, 'out', { run: 'r', text: 'Größe' }, blobs));
  expect(opened).toEqual({ words: { run: 'r', text: 'Größe' }, blobs: blobs.map((blob) => Buffer.from(blob)) });
});

it('opens nothing under another key, of another channel, or changed by one bit', () => {
  const sealed = seal(KEY, 'out', { seq: 1 }, [new Uint8Array([7])]);
  expect(unseal('l'.repeat(32), 'out', sealed)).toBeNull();
  expect(unseal(KEY, 'in', sealed)).toBeNull();
  for (let at = 0; at < sealed.body.length; at += 1) {
    const body = Buffer.from(sealed.body);
    body[at] = (body[at] ?? 0) ^ 1;
    expect(unseal(KEY, 'out', { ...sealed, body })).toBeNull();
  }
  expect(unseal(KEY, 'out', { body: sealed.body, seal: Buffer.alloc(0) })).toBeNull();
  expect(unseal(KEY, 'out', { body: Buffer.alloc(0), seal: sealed.seal })).toBeNull();
});
