/**
 * Memory for pictures and packets that come and go many times a second. V8 counts every ArrayBuffer that is made and collects all garbage, of
 * the whole application, when some 16 MB have been made since it last did: after every third picture of 720p, for 40 to 70 ms of two cores.
 * Memory that threads may share it does not count. It is freed as any other, when nobody holds it and garbage is collected; so there is a
 * limit, and what goes beyond it is counted.
 */

/** What is kept of pictures (StillServer), and a third more that nobody holds any longer. */
const MOST_UNCOUNTED_BYTES = 256 << 20;

let uncounted = 0;
const freed = new FinalizationRegistry((bytes: number) => {
  uncounted -= bytes;
});

/** Not of Node's pool: it is held by nobody but whoever asked. */
export function largeMemory(bytes: number): Buffer {
  if (uncounted + bytes > MOST_UNCOUNTED_BYTES) return Buffer.allocUnsafeSlow(bytes);
  const memory = new SharedArrayBuffer(bytes);
  uncounted += bytes;
  freed.register(memory, bytes);
  return Buffer.from(memory);
}
