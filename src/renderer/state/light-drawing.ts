/** Drawing shadow and shading constraints: pure steps from one list to the next. Places in pixels of the full-size frame. */
import type { LightConstraint } from '../../contract/light.ts';

export type Place = readonly [number, number];
export type Kind = LightConstraint['kind'];
export type HandleName = 'at' | 'ray 1' | 'ray 2' | 'outward';

/** One place of one constraint that can be moved. */
export interface Handle {
  readonly index: number;
  readonly name: HandleName;
}

/** What is being drawn and the places that are set already. */
export interface Pen {
  readonly kind: Kind;
  readonly places: readonly Place[];
}

export const MOST_CONSTRAINTS = 16;
const PLACES: Readonly<Record<Kind, number>> = { cast: 3, shading: 2 };
/** They go into the case with the drawing. */
const RECORD_NAMES: Readonly<Record<Kind, string>> = { cast: 'Cast shadow', shading: 'Outline' };
/** Farther out the contract refuses; such a place says no more than one nearer. */
const FARTHEST_PX = 1e5;

/** A tenth of a pixel is finer than a hand, and reads well in a list. */
const rounded = (place: Place): [number, number] => {
  const [x = 0, y = 0] = place.map((value) => Math.max(-FARTHEST_PX, Math.min(FARTHEST_PX, Math.round(value * 10) / 10)));
  return [x, y];
};

/** The words that say what the next click sets. */
export function nextPlace({ kind, places }: Pen): string {
  if (kind === 'shading')
    return places.length === 0 ? 'Click a point on the outline of a rounded object.' : 'Click beside it, outside the object.';
  const steps = [
    'Click a point inside a cast shadow.',
    'Click one side of all that can have cast it.',
    'Click the other side: the two rays must enclose it.',
  ];
  return steps[places.length] ?? '';
}

/** The pen after one more place, and the constraint once all are set. */
export function placed(pen: Pen, place: Place): { pen: Pen; made: LightConstraint | null } {
  const places = [...pen.places, place];
  if (places.length < PLACES[pen.kind]) return { pen: { ...pen, places }, made: null };
  return { pen: { ...pen, places: [] }, made: constraintOf(pen.kind, places) };
}

function constraintOf(kind: Kind, places: readonly Place[]): LightConstraint | null {
  const [at, first, second] = places.map(rounded);
  if (at === undefined || first === undefined) return null;
  if (kind === 'shading') return { kind, name: RECORD_NAMES[kind], at, outward: first, lit: true };
  return second === undefined ? null : { kind, name: RECORD_NAMES[kind], at, rays: [first, second] };
}

/** For those who do not point: a constraint in the middle of the picture, to be moved into place by the arrow keys. */
export function inTheMiddle(kind: Kind, width: number, height: number): LightConstraint | null {
  const [x, y, reach] = [width / 2, height / 2, Math.min(width, height) / 8];
  return constraintOf(kind, [[x, y], kind === 'shading' ? [x, y - reach] : [x - reach, y - reach], [x + reach, y - reach]]);
}

export function handlesOf(constraint: LightConstraint): readonly { readonly name: HandleName; readonly place: Place }[] {
  const { at } = constraint;
  if (constraint.kind === 'shading')
    return [
      { name: 'at', place: at },
      { name: 'outward', place: constraint.outward },
    ];
  return [
    { name: 'at', place: at },
    { name: 'ray 1', place: constraint.rays[0] },
    { name: 'ray 2', place: constraint.rays[1] },
  ];
}

export const placeOf = (list: readonly LightConstraint[], handle: Handle): Place | null => {
  const constraint = list[handle.index];
  return (constraint && handlesOf(constraint).find(({ name }) => name === handle.name)?.place) ?? null;
};

/** The nearest handle within `reachPx`; of two at one place the later drawn, which lies on top. */
export function handleAt(list: readonly LightConstraint[], place: Place, reachPx: number): Handle | null {
  let [best, found]: [number, Handle | null] = [reachPx, null];
  list.forEach((constraint, index) => {
    for (const { name, place: own } of handlesOf(constraint)) {
      const distance = Math.hypot(own[0] - place[0], own[1] - place[1]);
      if (distance <= best) [best, found] = [distance, { index, name }];
    }
  });
  return found;
}

export function withHandle(list: readonly LightConstraint[], handle: Handle, to: Place): LightConstraint[] {
  return changed(list, handle.index, (constraint) => {
    const place = rounded(to);
    if (handle.name === 'at') return { ...constraint, at: place };
    if (constraint.kind === 'shading') return { ...constraint, outward: place };
    const [first, second] = constraint.rays;
    return { ...constraint, rays: handle.name === 'ray 1' ? [place, second] : [first, place] };
  });
}

/** An empty name is none: the one before stays. */
export function withName(list: readonly LightConstraint[], index: number, name: string): LightConstraint[] {
  const words = name.trim().replace(/\s+/g, ' ').slice(0, 60);
  return changed(list, index, (constraint) => (words === '' ? constraint : { ...constraint, name: words }));
}

export function withLit(list: readonly LightConstraint[], index: number, lit: boolean): LightConstraint[] {
  return changed(list, index, (constraint) => (constraint.kind === 'shading' ? { ...constraint, lit } : constraint));
}

const changed = (list: readonly LightConstraint[], at: number, change: (constraint: LightConstraint) => LightConstraint) =>
  list.map((constraint, index) => (index === at ? change(constraint) : constraint));

export const sameDrawing = (a: readonly LightConstraint[], b: readonly LightConstraint[]): boolean =>
  JSON.stringify(a.map(canonical)) === JSON.stringify(b.map(canonical));

/** The order of an object's keys may differ after it went through the record. */
const canonical = (constraint: LightConstraint) => [
  constraint.kind,
  constraint.name,
  handlesOf(constraint).map(({ place }) => place),
  constraint.kind === 'shading' && constraint.lit,
];
