import * as z from 'zod';
import { ToolVersion } from './exhibits.ts';
import { AtUtc, ExhibitId, FrameNumber, LightDrawingId, Line, Sha256 } from './values.ts';

/** Pixels of the full-size, rotated frame; it may lie outside. */
const Place = z.tuple([z.number().min(-1e5).max(1e5), z.number().min(-1e5).max(1e5)]);

const named = { name: Line(60) };

/** What an examiner drew on a frame about where its light can be. */
export const LightConstraint = z.discriminatedUnion('kind', [
  /** A point in a cast shadow, and two rays from it that enclose every point of the object that can have cast it. */
  z.strictObject({ kind: z.literal('cast'), ...named, at: Place, rays: z.tuple([Place, Place]) }),
  /** A point on the outline of a convex object, and a point beside it outside the object; whether the surface is lit there. */
  z.strictObject({ kind: z.literal('shading'), ...named, at: Place, outward: Place, lit: z.boolean() }),
]);
export type LightConstraint = z.infer<typeof LightConstraint>;

const Pixels = z.int().min(1).max(65_535);
const Constraints = z.array(LightConstraint).min(1).max(16);
export const LightQuestion = z.strictObject({ width: Pixels, height: Pixels, constraints: Constraints });
export type LightQuestion = z.infer<typeof LightQuestion>;

const Index = z.int().nonnegative();
const Degrees = z.number().nonnegative().nullable();
const said = { statement: z.string() };

export const LightSolution = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('consistent'),
    /** Convex pieces, each as the rays (x, y, w) around it; w > 0: in front of the camera at (x/w, y/w); w < 0: behind it. */
    region: z.array(z.array(z.tuple([z.number(), z.number(), z.number()]))),
    ...said,
  }),
  z.strictObject({
    status: z.literal('contradictory'),
    /** The smallest sets that no light satisfies; indices into the question's list. */
    contradictions: z.array(
      z.strictObject({
        constraints: z.array(Index),
        /** Every edge of the set opened by so much makes it solvable; `null`: not within 45 degrees. */
        togetherDegrees: Degrees,
        /** The same where only this one of them is opened. */
        aloneDegrees: z.array(Degrees),
      }),
    ),
    ...said,
  }),
  z.strictObject({ status: z.literal('unusable'), problems: z.array(z.strictObject({ index: Index, reason: z.string() })), ...said }),
]);
export type LightSolution = z.infer<typeof LightSolution>;

/** To keep a drawing: the size is the exhibit's own, and it is solved again before it is kept. */
export const NewLightDrawing = z.strictObject({ exhibitId: ExhibitId, frame: FrameNumber, constraints: Constraints });
export type NewLightDrawing = z.infer<typeof NewLightDrawing>;

export const NewLightWithdrawal = z.strictObject({ drawingId: LightDrawingId, reason: Line(2000) });
export type NewLightWithdrawal = z.infer<typeof NewLightWithdrawal>;

/** A drawing that an examiner kept, and what followed from it. It is never changed; withdrawing adds to it. */
export const LightDrawing = z.strictObject({
  id: LightDrawingId,
  ...NewLightDrawing.shape,
  width: Pixels,
  height: Pixels,
  solution: LightSolution,
  recipe: z.strictObject({
    exhibitSha256: Sha256,
    /** What decoded the frame that was drawn on. */
    decoder: ToolVersion,
    solver: ToolVersion,
  }),
  by: z.string(),
  atUtc: AtUtc,
  withdrawn: z.strictObject({ reason: z.string(), by: z.string(), atUtc: AtUtc }).nullable(),
});
export type LightDrawing = z.infer<typeof LightDrawing>;
