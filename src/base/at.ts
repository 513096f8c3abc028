import { InvariantError } from './assert.ts';

/** The element at an index that must exist; cheap enough for inner loops over typed arrays. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new InvariantError(`index ${index} of ${list.length}`);
  return value;
}
