/** From 8-bit counts to amounts of light: the inverse of the sRGB transfer curve (IEC 61966-2-1), 0..1, one entry for each count. */
export const LINEAR_LIGHT: Float64Array = Float64Array.from({ length: 256 }, (_, count) => {
  const share = count / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
