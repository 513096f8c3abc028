/** Copies bytes out of memory that threads share, or into it. */

/**
 * Bytes `start` to before `end` of `from`, to `at` in `to`. `TypedArray.set` copies shared memory in atomic words, or in single bytes where both
 * ends do not lie alike; Node's own copy of a part moves it as any other memory. Whoever calls sees to it that no thread writes there meanwhile.
 */
export function copyShared(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  // All of what it is asked of, Node would copy by `set`: so it is asked of the whole memory, of which a frame is a part.
  const whole = new Uint8Array(from.buffer);
  (Buffer.prototype as Buffer).copy.call(whole, to, at, from.byteOffset + start, from.byteOffset + end);
}
