import { describe, expect, it } from 'vitest';
import { LightSolution, type LightConstraint } from '../../contract/light.ts';
import { solveLight } from './solve-light.ts';

type Place = [number, number];
type Point3 = readonly [number, number, number];
const [WIDTH, HEIGHT, FOCAL] = [1280, 720, 1100];

/** A pinhole camera at the origin that looks along +z. */
const project = ([x, y, z]: Point3): Place => [WIDTH / 2 + (FOCAL * x) / z, HEIGHT / 2 + (FOCAL * y) / z];
/** Where a light projects: position (near = 1) or direction towards it (near = 0), as a homogeneous ray. */
const homogeneous = ([x, y, z]: Point3): Point3 => [FOCAL * x + (WIDTH / 2) * z, FOCAL * y + (HEIGHT / 2) * z, z];

const along = (from: Point3, light: Point3, near: 0 | 1, share: number): Point3 =>
  [0, 1, 2].map((i) => (from[i] ?? 0) + share * ((light[i] ?? 0) - near * (from[i] ?? 0))) as unknown as Point3;

const turned = (at: Place, to: Place, degrees: number): Place => {
  const angle = Math.atan2(to[1] - at[1], to[0] - at[0]) + (degrees * Math.PI) / 180;
  return [at[0] + 80 * Math.cos(angle), at[1] + 80 * Math.sin(angle)];
};

/** The shadow point and two rays some degrees to either side of the object point that truly casts it. */
function cast(shadow: Point3, light: Point3, near: 0 | 1, share: number, degrees: readonly [number, number] = [6, 9]): LightConstraint {
  const at = project(shadow);
  const object = project(along(shadow, light, near, share));
  return { kind: 'cast', name: 'shadow', at, rays: [turned(at, object, -degrees[0]), turned(at, object, degrees[1])] };
}

const SHADOWS: readonly Point3[] = [
  [-2, 1.5, 8],
  [1, 1.4, 6],
  [3, 1.6, 12],
  [-4, 1.2, 15],
  [0.2, 1.5, 20],
];
const solve = (constraints: LightConstraint[]): LightSolution =>
  LightSolution.parse(solveLight({ width: WIDTH, height: HEIGHT, constraints }));

/** Inside a convex piece: on one side of every plane through neighbouring rays. */
function holds(solution: LightSolution, light: Point3): boolean {
  if (solution.status !== 'consistent') return false;
  return solution.region.some((piece) => {
    const sides = piece.map((a, i) => {
      const b = piece[(i + 1) % piece.length] ?? a;
      return light[0] * (a[1] * b[2] - a[2] * b[1]) + light[1] * (a[2] * b[0] - a[0] * b[2]) + light[2] * (a[0] * b[1] - a[1] * b[0]);
    });
    const alike = sides.every((side) => side > -1e-9) || sides.every((side) => side < 1e-9);
    const middle = piece.reduce((sum, ray) => sum + ray[0] * light[0] + ray[1] * light[1] + ray[2] * light[2], 0);
    return alike && middle > 0;
  });
}

describe('shadows of one light', () => {
  const lights: readonly [string, Point3, 0 | 1, number][] = [
    ['a lamp in front of the camera', [1, -3, 14], 1, 0.3],
    ['a lamp behind the camera', [2, -4, -5], 1, 0.1],
    ['the sun in front', [0.3, -0.8, 0.5], 0, 1],
    ['the sun behind the camera', [-0.3, -0.8, -0.5], 0, 1],
    ['the sun beside the camera, its projection at infinity', [-0.6, -0.8, 0], 0, 1],
  ];
  it.each(lights)('%s: the region holds the true light', (_, light, near, share) => {
    const solution = solve(SHADOWS.map((shadow) => cast(shadow, light, near, share)));
    expect(solution.status).toBe('consistent');
    expect(holds(solution, homogeneous(light))).toBe(true);
    expect(holds(solution, homogeneous([light[0], -light[1], light[2]]))).toBe(false);
    expect(solution.statement).toContain('satisfies all 5 constraints; consistency does not show that the picture is genuine');
  });

  it('tells lights in front of the camera from those behind it', () => {
    const words = (light: Point3) => solve(SHADOWS.map((shadow) => cast(shadow, light, 1, 0.1, [0.5, 0.5]))).statement;
    expect(words([1, -3, 14])).toContain('light, in front of the camera,');
    expect(words([2, -4, -5])).toContain('light, behind the camera,');
  });
});

describe('shading', () => {
  /** A sphere's outline: the camera's tangent planes; lit where the light is outside of them. */
  it.each([
    ['in front', [4, -3, 14]],
    ['behind', [3, -5, -6]],
  ] as const)('half-planes of a lit sphere agree with a lamp %s', (_, light) => {
    const centre: Point3 = [0, 0, 8];
    const tangents = [20, 80, 140, 200, 260, 320].map((degrees): LightConstraint => {
      const angle = (degrees * Math.PI) / 180;
      // Tangent from the camera to the sphere of radius 1 on its axis: the normal leans towards the camera by asin(1/8).
      const lean = Math.asin(1 / 8);
      const normal: Point3 = [Math.cos(lean) * Math.cos(angle), Math.cos(lean) * Math.sin(angle), -Math.sin(lean)];
      const at: Place = project([normal[0], normal[1], centre[2] + normal[2]]);
      const outward: Place = [at[0] + 40 * Math.cos(angle), at[1] + 40 * Math.sin(angle)];
      return { kind: 'shading', name: 'sphere', at, outward, lit: normal[0] * light[0] + normal[1] * light[1] + normal[2] * light[2] > 0 };
    });
    const solution = solve([...tangents, cast([-2, 1.5, 8], light, 1, 0.1)]);
    expect(holds(solution, homogeneous(light))).toBe(true);
    const other = tangents.map((own) => (own.kind === 'shading' && own === tangents[2] ? { ...own, lit: !own.lit } : own));
    expect(solve(other).status).toBe('contradictory');
  });

  it('two facing half-planes that miss each other in the picture meet where the light is behind the camera', () => {
    const half = (x: number, to: number): LightConstraint => ({
      kind: 'shading',
      name: 'side',
      at: [x, 300],
      outward: [to, 300],
      lit: true,
    });
    expect(solve([half(200, 100), half(900, 1000)]).statement).toContain('behind the camera');
  });
});

describe('contradictions', () => {
  const sun: Point3 = [0.3, -0.8, 0.5];
  const good = SHADOWS.map((shadow) => cast(shadow, sun, 0, 1, [2, 2]));

  it('names the smallest set and by how much it must be opened', () => {
    const shadow = SHADOWS[1] ?? [0, 0, 1];
    const pasted = cast(shadow, [-0.3, -0.8, 0.5], 0, 1, [2, 2]);
    const solution = solve([...good, pasted]);
    if (solution.status !== 'contradictory') throw new Error(solution.status);
    // The one with the same apex and another direction: a pair.
    const pair = solution.contradictions.find(({ constraints }) => constraints.join() === '1,5');
    const at = project(shadow);
    const direction = (light: Point3) => {
      const to = project(along(shadow, light, 0, 1));
      return (Math.atan2(to[1] - at[1], to[0] - at[0]) * 180) / Math.PI;
    };
    const apart = Math.abs(direction(sun) - direction([-0.3, -0.8, 0.5]));
    // Two wedges of 4 degrees whose middles are `apart`: each opens half of what is between them.
    expect(pair?.togetherDegrees).toBeCloseTo((apart - 4) / 2, 1);
    expect(pair?.aloneDegrees[0]).toBeCloseTo(apart - 4, 1);
    for (const { constraints } of solution.contradictions) expect(constraints).toHaveLength(2);
    expect(solution.statement).toMatch(/^No single light position satisfies constraints \d and 6\./);
  });

  it('opens a wide wedge beyond 180 degrees too', () => {
    const wedge = (middle: number, width: number): LightConstraint => ({
      kind: 'cast',
      name: 'wedge',
      at: [600, 400],
      rays: [turned([600, 400], [700, 400], middle - width / 2), turned([600, 400], [700, 400], middle + width / 2)],
    });
    // 160 degrees of room are not covered: 80 on each side, shared by the two edges there.
    const solution = solve([wedge(0, 170), wedge(180, 30)]);
    expect(solution).toMatchObject({ status: 'contradictory', contradictions: [{ constraints: [0, 1] }] });
    if (solution.status !== 'contradictory') throw new Error(solution.status);
    expect(solution.contradictions[0]?.togetherDegrees).toBeCloseTo(40, 1);
    expect(solution.contradictions[0]?.aloneDegrees).toEqual([null, null]);
  });

  it('says when so little is missing that an unsteady hand can be the reason', () => {
    const at: Place = [600, 400];
    const wedge = (middle: number): LightConstraint => ({
      kind: 'cast',
      name: 'wedge',
      at,
      rays: [turned(at, [700, 400], middle - 2), turned(at, [700, 400], middle + 2)],
    });
    // Wedges of 4 degrees: what is between them is shared by two edges.
    expect(solve([wedge(0), wedge(6)]).statement).toBe(
      'No single light position satisfies constraints 1 and 2. They would agree if every edge were opened by 1.0°. So small an opening can come from an unsteady hand.',
    );
    expect(solve([wedge(0), wedge(13)]).statement).toMatch(/opened by 4\.5°\.$/);
    // One set that a hand explains beside one that it does not.
    expect(solve([wedge(0), wedge(6), wedge(90)]).statement).not.toContain('hand');
  });

  it('says that the search for sets stops', () => {
    const apart = Array.from({ length: 4 }, (_, i): LightConstraint => {
      const at: Place = [600, 400];
      return { kind: 'cast', name: 'wedge', at, rays: [turned(at, [700, 400], i * 90), turned(at, [700, 400], i * 90 + 20)] };
    });
    expect(solve(apart).statement).toMatch(/; of 3 and 4\. Further sets were not looked for\.$/);
    expect(solve(apart.slice(0, 3)).statement).not.toContain('Further');
  });

  it('finds three that agree in pairs and not together', () => {
    // Thin wedges along the sides of a triangle, all turning the same way: pairs cross, three do not.
    const side = (at: Place, to: Place): LightConstraint => ({
      kind: 'cast',
      name: 'side',
      at,
      rays: [turned(at, to, -1), turned(at, to, 1)],
    });
    const solution = solve([side([100, 600], [1200, 600]), side([1200, 600], [600, 100]), side([600, 100], [100, 600])]);
    expect(solution).toMatchObject({ status: 'contradictory', contradictions: [{ constraints: [0, 1, 2] }] });
    expect(solution.statement).toContain('No single light position satisfies constraints 1, 2 and 3.');
  });

  it('answers for as many constraints as the contract allows without delay', () => {
    const many = Array.from({ length: 16 }, (_, i) => cast([i - 8, 1.5, 8 + i], sun, 0, 1, [3, 3])).with(
      9,
      cast([1, 1.5, 17], [0.9, 0.2, -0.4], 0, 1, [3, 3]),
    );
    const begun = performance.now();
    expect(solve(many).status).toBe('contradictory');
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe('hostile drawings', () => {
  const at: Place = [100, 100];
  it.each([
    ['a ray has no length', [at, [200, 100]]],
    [
      'its two rays coincide',
      [
        [200, 100],
        [300, 100],
      ],
    ],
    [
      'its two rays point in opposite directions, so they enclose no wedge',
      [
        [200, 100],
        [0, 100],
      ],
    ],
  ] as [string, [Place, Place]][])('%s', (reason, rays) => {
    expect(solve([{ kind: 'cast', name: 'x', at, rays }])).toEqual({
      status: 'unusable',
      problems: [{ index: 0, reason }],
      statement: `Constraint 1 cannot be used: ${reason}.`,
    });
  });
  it('an arrow without length', () => {
    expect(solve([{ kind: 'shading', name: 'x', at, outward: at, lit: true }]).status).toBe('unusable');
  });
  it('one constraint, drawn twice or far outside, is no contradiction', () => {
    const one: LightConstraint = {
      kind: 'cast',
      name: 'x',
      at: [-90_000, 80_000],
      rays: [
        [-80_000, 80_000],
        [-90_000, 70_000],
      ],
    };
    expect(solve([one]).statement).toBe('One constraint always has a solution; draw at least two.');
    expect(solve([one, one]).status).toBe('consistent');
  });
  it('the order of the rays means nothing', () => {
    const one = cast([1, 1.4, 6], [0.3, -0.8, 0.5], 0, 1);
    if (one.kind !== 'cast') throw new Error('a cast shadow');
    expect(solve([{ ...one, rays: [one.rays[1], one.rays[0]] }])).toEqual(solve([one]));
  });
});
