/** Bits of a unit of H.264 (ITU-T H.264, 7.2 and 9.1): read from hostile bytes, and written. */

/** The bytes are over, or a number is longer than any that may stand there. */
export class BitsEnd extends Error {
  override readonly name = 'BitsEnd';
}

/** Without the bytes that only keep a start code from appearing (7.4.1). */
export function unescape(unit: Buffer): Buffer {
  const plain = Buffer.allocUnsafe(unit.length);
  let [length, zeros] = [0, 0];
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    plain[length] = byte;
    length += 1;
  }
  return plain.subarray(0, length);
}

export class BitReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  bits(count: number): number {
    let value = 0;
    for (let n = 0; n < count; n += 1) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new BitsEnd();
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  flag(): boolean {
    return this.bits(1) === 1;
  }

  /** ue(v) */
  number(): number {
    let zeros = 0;
    while (!this.flag()) {
      zeros += 1;
      if (zeros > 31) throw new BitsEnd();
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v) */
  signed(): number {
    const code = this.number();
    return code % 2 === 1 ? (code + 1) / 2 : 0 - code / 2;
  }
}

export class BitWriter {
  #bits = '';

  bits(value: number, count: number): this {
    this.#bits += value.toString(2).padStart(count, '0');
    return this;
  }

  flag(value: boolean): this {
    return this.bits(value ? 1 : 0, 1);
  }

  /** ue(v) */
  number(value: number): this {
    const binary = (value + 1).toString(2);
    this.#bits += binary.padStart(2 * binary.length - 1, '0');
    return this;
  }

  /** se(v) */
  signed(value: number): this {
    return this.number(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** The unit with its first byte, its last bit, and what keeps a start code from appearing. */
  unit(header: number): Buffer {
    const bits = `${this.#bits}1`;
    const bytes = [header];
    let zeros = 0;
    for (let at = 0; at < bits.length; at += 8) {
      const byte = Number.parseInt(bits.slice(at, at + 8).padEnd(8, '0'), 2);
      if (zeros >= 2 && byte <= 3) {
        bytes.push(3);
        zeros = 0;
      }
      zeros = byte === 0 ? zeros + 1 : 0;
      bytes.push(byte);
    }
    return Buffer.from(bytes);
  }
}
