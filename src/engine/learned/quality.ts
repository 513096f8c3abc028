/** Whether a face can be put before a network at all, and how much its logit counts beside those of other pictures of the same face. */
import { LEARNED } from './parameters.ts';

export interface Facts {
  /** Side of the square that is cut out, working pixels. */
  readonly square: number;
  readonly sharpness: number;
  /** Degrees. */
  readonly yaw: number;
  readonly pitch: number;
}
export const OBSTACLES = ['small', 'blurred', 'turned'] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** Written so that what is not a number is an obstacle. */
export function obstaclesOf({ square, sharpness, yaw, pitch }: Facts): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (!(square >= LEARNED.leastSquarePx.value)) obstacles.push('small');
  if (!(sharpness >= LEARNED.leastSharpness.value)) obstacles.push('blurred');
  if (!(Math.abs(yaw) <= LEARNED.mostYaw.value && Math.abs(pitch) <= LEARNED.mostPitch.value)) obstacles.push('turned');
  return obstacles;
}

/**
 * The share of the network's own resolution (`side` pixels) that the picture really has, times the share of the face's breadth that is seen
 * (cosine of the yaw): 0..1. Our choice; it weighs pictures of one face against each other and nothing else.
 */
export function qualityOf({ square, yaw }: Facts, side: number): number {
  return Math.min(1, square / side) * Math.max(0, Math.cos((yaw * Math.PI) / 180));
}
