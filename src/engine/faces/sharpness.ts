/** How sharp a square cut out of a frame is. */

/**
 * Mean absolute Laplacian over mean absolute deviation of the luma in the middle half of three planes (R, G, B) of `side` x `side` (a multiple
 * of 4): falls with blur, not with light or contrast; 0 for an even picture.
 */
export function sharpness(rgb: Float32Array, side: number): number {
  const plane = side * side;
  const [from, to] = [side / 4, (3 * side) / 4];
  const luma = new Float32Array(plane);
  // Read without a check, which would cost more than the sums; the indices lie inside.
  for (let k = (from - 1) * side; k < (to + 1) * side; k += 1) {
    luma[k] = 0.299 * (rgb[k] ?? 0) + 0.587 * (rgb[k + plane] ?? 0) + 0.114 * (rgb[k + 2 * plane] ?? 0);
  }
  const value = (k: number): number => luma[k] ?? 0;
  let sum = 0;
  let edges = 0;
  for (let j = from; j < to; j += 1) {
    for (let k = j * side + from; k < j * side + to; k += 1) {
      sum += value(k);
      edges += Math.abs(4 * value(k) - value(k - 1) - value(k + 1) - value(k - side) - value(k + side));
    }
  }
  const mean = sum / (to - from) ** 2;
  let spread = 0;
  for (let j = from; j < to; j += 1) for (let k = j * side + from; k < j * side + to; k += 1) spread += Math.abs(value(k) - mean);
  return spread > 0 ? edges / spread : 0;
}
