/** The tracker's state as JSON text; typed arrays and numbers that JSON lacks come back exactly as they were. */
import { assert } from '../base/assert.ts';

const ARRAYS = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const;
type ArrayName = keyof typeof ARRAYS;
const isArrayName = (name: unknown): name is ArrayName => typeof name === 'string' && Object.hasOwn(ARRAYS, name);

/** The key that marks a value JSON cannot carry; no plain object of the tracker may use it. */
const TAG = '$kind';

function encode(value: unknown): unknown {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { [TAG]: 'number', text: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return value;
  assert(typeof value === 'object', `the tracker's state holds a ${typeof value}`);
  if (Array.isArray(value)) return value.map(encode);
  const name: unknown = (Object.getPrototypeOf(value) as { constructor?: { name: unknown } } | null)?.constructor?.name;
  if (ArrayBuffer.isView(value) && isArrayName(name)) {
    return { [TAG]: name, base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }
  assert(name === 'Object' || name === undefined, `the tracker's state holds a ${String(name)}`);
  assert(!Object.hasOwn(value, TAG), `the tracker's state uses the key ${TAG}`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]));
}

function decode(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(decode);
  const record = value as Record<string, unknown>;
  const kind = record[TAG];
  if (kind === 'number') return Number(record.text);
  if (isArrayName(kind)) {
    const bytes = Uint8Array.from(Buffer.from(String(record.base64), 'base64'));
    return new ARRAYS[kind](bytes.buffer);
  }
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, decode(item)]));
}

export const encodeTrackerState = (state: unknown): string => JSON.stringify(encode(state ?? null));
export const decodeTrackerState = (text: string): unknown => decode(JSON.parse(text));
