/** A plain, strict view on DER: what asn1js parsed, with the raw bytes of every element. */
import { sameBytes } from './bytes.ts';
import { fromBER, Constructed, ObjectIdentifier, type BaseBlock } from 'asn1js';

export interface Der {
  /** First byte of the encoding: class, form and tag number. */
  readonly tag: number;
  /** The whole element: tag, length and value. */
  readonly raw: Uint8Array;
  readonly value: Uint8Array;
  /** Empty for primitive elements. */
  readonly children: readonly Der[];
  /** Dotted form of an OBJECT IDENTIFIER, else `null`. */
  readonly oid: string | null;
}

export const TAG = { integer: 0x02, octetString: 0x04, null: 0x05, oid: 0x06, sequence: 0x30, set: 0x31 } as const;

/** The bytes are not what the format asks for; `message` says what, for the reader of the verification. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** Deeper nesting than any certificate has. */
const MAX_DEPTH = 32;

/**
 * @param bytes one element, possibly followed by more bytes: the caller compares `raw.length`.
 * @throws DerError
 */
export function readDer(bytes: Uint8Array): Der {
  const exact = new Uint8Array(bytes);
  let parsed: ReturnType<typeof fromBER>;
  try {
    parsed = fromBER(exact);
  } catch (error) {
    throw new DerError('the structure cannot be parsed', { cause: error });
  }
  if (parsed.offset === -1) throw new DerError('the structure cannot be parsed');
  return convert(parsed.result, exact, 0);
}

function convert(block: BaseBlock, bytes: Uint8Array, depth: number): Der {
  if (depth > MAX_DEPTH) throw new DerError('nested too deep');
  const raw = bytes.subarray(0, block.blockLength);
  const header = block.idBlock.blockLength + block.lenBlock.blockLength;
  const value = raw.subarray(header);
  const tag = raw[0];
  if (tag === undefined || raw.length !== block.blockLength) throw new DerError('the structure ends too early');
  // DER knows one encoding of each length (X.690, 10.1); any other could hide bytes from a second reader.
  if (block.idBlock.blockLength !== 1 || !sameBytes(raw.subarray(1, header), lengthOctets(value.length))) {
    throw new DerError('the structure is not DER');
  }
  return { tag, raw, value, children: childrenOf(block, value, depth), oid: block instanceof ObjectIdentifier ? block.getValue() : null };
}

function childrenOf(block: BaseBlock, value: Uint8Array, depth: number): Der[] {
  if (!block.idBlock.isConstructed) return [];
  if (!(block instanceof Constructed)) throw new DerError('a simple element is cut into pieces');
  let offset = 0;
  const children = block.valueBlock.value.map((child) => {
    const converted = convert(child, value.subarray(offset), depth + 1);
    offset += converted.raw.length;
    return converted;
  });
  if (offset !== value.length) throw new DerError('the structure has gaps');
  return children;
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

/** The element, which must have this tag. @throws DerError */
export function expectTag(element: Der | undefined, tag: number, what: string): Der {
  if (element?.tag !== tag) throw new DerError(`${what} is missing or has the wrong type`);
  return element;
}
