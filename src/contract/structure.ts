/** What a file says about itself: its parts, its coding, its metadata and its provenance; read from the bytes, never from the pixels. */
import * as z from 'zod';

/** A box, segment, chunk or element of the file, in file order, parents before their children. */
const Part = z.strictObject({
  name: z.string().max(80),
  depth: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  note: z.string().max(400).nullable(),
});

/** From the headers of a JPEG file. */
const Jpeg = z.strictObject({
  /** Quantisation tables by their number in the file (0..3), natural (row by row) order, 64 steps each; index 0 is the steady (DC) part. */
  quantisation: z.array(z.strictObject({ id: z.int().min(0).max(3), steps: z.array(z.int().positive()).length(64) })),
  /** Components in frame order: horizontal and vertical sampling factors and the table that each uses. */
  components: z.array(z.strictObject({ horizontal: z.int(), vertical: z.int(), table: z.int() })),
  progressive: z.boolean(),
});

export const FileStructure = z.strictObject({
  /** The family of formats that the bytes belong to. */
  format: z.enum(['isobmff', 'matroska', 'avi', 'jpeg', 'png', 'webp', 'gif', 'tiff', 'wave', 'other']),
  parts: z.array(Part),
  /** Parts beyond the number that is kept. */
  partsOmitted: z.int().nonnegative(),
  jpeg: Jpeg.nullable(),
  /** What was wrong or unusual while reading, in plain words. */
  problems: z.array(z.string()),
});
export type FileStructure = z.infer<typeof FileStructure>;
