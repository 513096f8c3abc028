/** Model packs: a network that a laboratory brings along, with the card that says how it is to be asked. */
import * as z from 'zod';
import { DetectorId, Line, Sha256 } from './values.ts';

/** What a pack's file may be called: no folders, no dots before the ending. */
const ReferenceFile = z.string().regex(/^reference-[a-z0-9-]{1,40}\.rgb$/);
const Three = z.tuple([z.number(), z.number(), z.number()]);

export const PackCard = z.strictObject({
  formatVersion: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/),
  name: Line(100),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Pixels on a side of the square face crop. */
  inputSide: z.int().min(16).max(1024),
  layout: z.enum(['nchw', 'nhwc']),
  colourOrder: z.enum(['rgb', 'bgr']),
  /** Taken from, and divided into, values of 0..1; in the network's own order of colours. */
  normalisation: z.strictObject({ mean: Three, std: Three.refine((std) => std.every((value) => value > 0), 'std must be above 0') }),
  /** Side of the crop over the larger side of the upright box around the face mesh. */
  cropMargin: z.number().min(1).max(3),
  /** The one output tensor: how many numbers it has, which of them counts, and what it says. */
  output: z
    .strictObject({
      length: z.int().min(1).max(1000),
      index: z.int().nonnegative(),
      kind: z.enum(['logit', 'probability']),
      of: z.enum(['synthetic', 'genuine']),
    })
    .refine(({ length, index }) => index < length, 'index lies outside the output'),
  licence: Line(200),
  origin: Line(400),
  /** Of `network.onnx`. */
  network: z.strictObject({ sha256: Sha256, bytes: z.int().min(1).max(500_000_000) }),
  /** Crops as raw R, G, B bytes, inputSide x inputSide, row by row; `answer` is the network's own number for it. */
  reference: z
    .array(z.strictObject({ file: ReferenceFile, sha256: Sha256, answer: z.number() }))
    .min(1)
    .max(8)
    .refine((crops) => new Set(crops.map(({ file }) => file)).size === crops.length, 'a reference crop is named twice'),
  /** Largest difference allowed between `answer` and what the network gives here. */
  tolerance: z.number().positive().max(0.05),
});
export type PackCard = z.infer<typeof PackCard>;

/** As a job's plan keeps it: the conclusion can be repeated from it without the network. */
export const InstalledPack = z.strictObject({ detectorId: DetectorId, sha256: Sha256, card: PackCard });
export type InstalledPack = z.infer<typeof InstalledPack>;

export const PackCheck = z.strictObject({
  answers: z.array(z.strictObject({ file: z.string(), expected: z.number(), given: z.number() })),
});
export type PackCheck = z.infer<typeof PackCheck>;

/** What a door answers when it has taken a pack in. */
export const PackAddition = z.strictObject({ pack: InstalledPack, check: PackCheck });
export type PackAddition = z.infer<typeof PackAddition>;
