/**
 * Real spherical harmonics up to second order: the light that a matt convex surface sends back is, but for 1 to 2 %, a sum of these nine functions of
 * its normal, which is of length one. Source: Ramamoorthi R, Hanrahan P. An efficient representation for irradiance environment maps. SIGGRAPH 2001, equation 3.
 * Order: 1; y, z, x; xy, yz, 3z²-1, xz, x²-y².
 */
export const harmonics = ([x, y, z]: readonly [number, number, number]): number[] => [
  0.282095,
  0.488603 * y,
  0.488603 * z,
  0.488603 * x,
  1.092548 * x * y,
  1.092548 * y * z,
  0.315392 * (3 * z * z - 1),
  1.092548 * x * z,
  0.546274 * (x * x - y * y),
];
