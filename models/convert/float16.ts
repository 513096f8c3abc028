/** IEEE 754 half precision, as TensorFlow.js and ONNX store it. */

const scratch = new DataView(new ArrayBuffer(4));

export function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The half with exactly this value, or `null` when rounding would change it. */
export function encodeHalfExactly(value: number): number | null {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 127;
  const fraction = bits & 0x7fffff;
  if (value === 0) return sign;
  let half: number;
  if (exponent >= -14 && exponent <= 15) {
    half = sign | ((exponent + 15) << 10) | (fraction >> 13);
  } else if (exponent >= -24 && exponent < -14) {
    half = sign | ((fraction | 0x800000) >> (-exponent - 1));
  } else {
    return null;
  }
  return decodeHalf(half) === value ? half : null;
}
