/** What an unsteady hand does to the answer: known scenes under one sun, drawn with errors; and the same with one shadow of another sun. */
import { expect, it } from 'vitest';
import type { LightConstraint } from '../../contract/light.ts';
import { solveLight } from './solve-light.ts';

type Point3 = readonly [number, number, number];
const [WIDTH, HEIGHT, FOCAL] = [1280, 720, 1100];
const SCENES = 60;
const SHADOWS = 5;
/** Standard deviation of each clicked place along each axis, pixels. */
const HAND_PX = 2;
/** From the shadow's point to the object's, pixels: nearer ones have no direction that a hand can mark. */
const LEAST_SPAN_PX = 40;

/** mulberry32, so that the scenes are the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of the scenes contradict, when every wedge is drawn `marginDegrees` wider than the truth to each side. */
function contradictions(marginDegrees: number, otherSunDegrees: number): number {
  const next = random(20131118);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const project = ([x, y, z]: Point3): [number, number] => [WIDTH / 2 + (FOCAL * x) / z, HEIGHT / 2 + (FOCAL * y) / z];
  const sun = (azimuth: number, elevation: number): Point3 => [
    Math.cos(elevation) * Math.sin(azimuth),
    -Math.sin(elevation),
    Math.cos(elevation) * Math.cos(azimuth),
  ];
  const shaken = ([x, y]: readonly [number, number]): [number, number] => [x + HAND_PX * normal(), y + HAND_PX * normal()];
  let count = 0;
  for (let scene = 0; scene < SCENES; scene += 1) {
    const azimuth = 2 * Math.PI * next();
    const elevation = ((20 + 50 * next()) * Math.PI) / 180;
    const constraints: LightConstraint[] = [];
    while (constraints.length < SHADOWS) {
      const turned = constraints.length === 0 ? (otherSunDegrees * Math.PI) / 180 : 0;
      const light = sun(azimuth + turned, elevation);
      const depth = 5 + 15 * next();
      // On the ground 1.6 m below the camera; the object that casts it is 0.3 to 2 m high.
      const shadow: Point3 = [(next() - 0.5) * depth, 1.6, depth];
      const reach = (0.3 + 1.7 * next()) / Math.sin(elevation);
      const object: Point3 = [shadow[0] + reach * light[0], shadow[1] + reach * light[1], shadow[2] + reach * light[2]];
      if (object[2] < 1) continue;
      const [at, top] = [project(shadow), project(object)];
      const span = Math.hypot(top[0] - at[0], top[1] - at[1]);
      if (span < LEAST_SPAN_PX) continue;
      const direction = Math.atan2(top[1] - at[1], top[0] - at[0]);
      const ray = (side: number): [number, number] => {
        const angle = direction + (side * marginDegrees * Math.PI) / 180;
        return shaken([at[0] + span * Math.cos(angle), at[1] + span * Math.sin(angle)]);
      };
      constraints.push({ kind: 'cast', name: 'shadow', at: shaken(at), rays: [ray(-1), ray(1)] });
    }
    if (solveLight({ width: WIDTH, height: HEIGHT, constraints }).status === 'contradictory') count += 1;
  }
  return count;
}

// The first of the thousand scenes whose shares the method's sheet states.
it.each([
  ['one sun, wedges 2 degrees wider than the truth to each side', 2, 0, 9],
  ['one sun, 5 degrees', 5, 0, 0],
  ['one shadow of a sun 60 degrees aside, 5 degrees', 5, 60, 48],
])('%s: so many of sixty scenes contradict', (_, margin, other, expected) => {
  expect(contradictions(margin, other)).toBe(expected);
});
