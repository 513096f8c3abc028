/** One message as bytes: its words as JSON, then blobs, under a seal (HMAC-SHA-256) that says by its channel what kind of message it is. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** `job` waits in the queue; `out` goes from a worker to the case, `in` from the case to a worker. */
export type Channel = 'job' | 'out' | 'in';

export interface Sealed {
  readonly body: Buffer;
  readonly seal: Buffer;
}

/** Far above a batch (64 frames of four faces are 0.2 MB, a film's times of frames some MB). */
const MOST_BYTES = 256 << 20;

export function seal(key: string, channel: Channel, words: unknown, blobs: readonly Uint8Array[] = []): Sealed {
  const head = Buffer.from(JSON.stringify({ words, blobs: blobs.map(({ byteLength }) => byteLength) }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const body = Buffer.concat([length, head, ...blobs]);
  return { body, seal: hmac(key, channel, body) };
}

/** `null` where the seal is not ours or the bytes are not a message: whoever sent it does not know the key. */
export function unseal(key: string, channel: Channel, { body, seal: given }: Sealed): { words: unknown; blobs: Buffer[] } | null {
  if (body.length < 4 || body.length > MOST_BYTES) return null;
  const expected = hmac(key, channel, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const end = 4 + body.readUInt32LE(0);
  const { words, blobs: lengths } = JSON.parse(body.toString('utf8', 4, end)) as { words: unknown; blobs: number[] };
  const blobs: Buffer[] = [];
  let at = end;
  for (const length of lengths) blobs.push(body.subarray(at, (at += length)));
  return { words, blobs };
}

function hmac(key: string, channel: Channel, body: Buffer): Buffer {
  return createHmac('sha256', key).update(`penumbra ${channel}\n`).update(body).digest();
}
