import * as z from 'zod';

/** What of a pixel is shown: all of it, one primary, luma, or a colour difference. */
export const Channel = z.enum(['rgb', 'r', 'g', 'b', 'y', 'cb', 'cr']);
export type Channel = z.infer<typeof Channel>;

export const Contrast = z.enum(['none', 'equalise', 'clahe']);
export type Contrast = z.infer<typeof Contrast>;

/** By which weights R, G, B become luma and colour differences. */
export const Matrix = z.enum(['bt601', 'bt709', 'bt2020']);
export type Matrix = z.infer<typeof Matrix>;

const Value = z.int().min(0).max(255);

/** How a frame is looked at; applied to a copy by base/view-settings.ts, in the window and in the report. */
export const ViewSettings = z
  .strictObject({
    channel: Channel,
    contrast: Contrast,
    /** What is shown as 0 and as 255. */
    black: Value,
    white: Value,
    /** Above 1 the middle becomes brighter. */
    gamma: z.number().min(0.1).max(10),
    invert: z.boolean(),
    matrix: Matrix,
  })
  .refine(({ black, white }) => black < white, 'black lies below white');
export type ViewSettings = z.infer<typeof ViewSettings>;
