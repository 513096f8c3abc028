/** What a file says about itself: its parts, its coding, its metadata and its provenance; read from the bytes, never from the pixels. */
import * as z from 'zod';
import { AtUtc } from './values.ts';

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

/** A string by which software names itself, and where it stands. */
const Writer = z.strictObject({ where: z.string().max(80), text: z.string().max(1000) });

/** A time that the container states; `null`: the field is there and zero, as programs leave it that do not know. */
const StatedTime = z.strictObject({ where: z.string().max(80), atUtc: AtUtc.nullable() });

/** From the boxes of an ISO base media file (MP4, MOV, HEIF). */
const Iso = z.strictObject({
  majorBrand: z.string().max(8).nullable(),
  brands: z.array(z.string().max(8)).max(64),
  /** The media data stands before the index (moov), as when a file is written in one go. */
  mediaDataFirst: z.boolean().nullable(),
  fragmented: z.boolean(),
  handlers: z.array(z.strictObject({ type: z.string().max(8), name: z.string().max(120) })).max(64),
  /** Entries of edit lists that do more than show the whole track from its beginning. */
  edits: z.array(z.string().max(120)).max(64),
  /** Names of boxes that no specification known to this program describes; phone makers and editors use them. */
  unknownBoxes: z.array(z.string().max(80)).max(64),
});

/** Of the packets of the first video stream, without decoding. */
const Video = z.strictObject({
  packets: z.int().nonnegative(),
  keyFrames: z.int().nonnegative(),
  /** Frames from one key frame to the next; `null` with fewer than two key frames. */
  keyFrameDistance: z.strictObject({ min: z.int(), median: z.number(), max: z.int() }).nullable(),
  /** Bytes of a packet. */
  sizeBytes: z.strictObject({ min: z.int(), median: z.number(), max: z.int() }).nullable(),
  /** Of so many pictures at the beginning of the film: the types I, P and B in order of presentation. */
  pictureTypes: z.string().max(400).nullable(),
});

const Metadata = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('available'),
    tool: z.string(),
    tags: z.array(z.strictObject({ group: z.string().max(80), name: z.string().max(120), value: z.string().max(1000) })),
    omitted: z.int().nonnegative(),
  }),
  z.strictObject({ status: z.literal('unavailable'), reason: z.string() }),
]);

/** C2PA: whether the manifest can be read, whether its hashes and signature hold, and whether its signer is one that the laboratory trusts. */
const Provenance = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('absent') }),
  z.strictObject({ status: z.literal('not read'), reason: z.string() }),
  z.strictObject({
    status: z.literal('present'),
    wellFormed: z.boolean(),
    /** `null`: not well-formed, so that nothing could be validated. */
    valid: z.boolean().nullable(),
    /** Without a trust list nobody is trusted or distrusted. */
    trusted: z.literal('not assessed'),
    reasons: z.array(z.strictObject({ code: z.string().max(120), words: z.string().max(400) })).max(40),
    manifests: z.int().nonnegative(),
    claimGenerator: z.string().max(400).nullable(),
    signer: z.string().max(400).nullable(),
    issuer: z.string().max(400).nullable(),
    signedAtUtc: AtUtc.nullable(),
    assertions: z.array(z.string().max(120)).max(100),
    actions: z
      .array(
        z.strictObject({ action: z.string().max(120), sourceType: z.string().max(200).nullable(), agent: z.string().max(200).nullable() }),
      )
      .max(100),
    ingredients: z
      .array(
        z.strictObject({ title: z.string().max(200).nullable(), relationship: z.string().max(80), format: z.string().max(80).nullable() }),
      )
      .max(100),
  }),
]);

export const FileStructure = z.strictObject({
  /** The family of formats that the bytes belong to. */
  format: z.enum(['isobmff', 'matroska', 'avi', 'jpeg', 'png', 'webp', 'gif', 'tiff', 'wave', 'other']),
  parts: z.array(Part),
  /** Parts beyond the number that is kept. */
  partsOmitted: z.int().nonnegative(),
  jpeg: Jpeg.nullable(),
  iso: Iso.optional(),
  writers: z.array(Writer).max(100).optional(),
  times: z.array(StatedTime).max(100).optional(),
  video: Video.optional(),
  metadata: Metadata.optional(),
  c2pa: Provenance.optional(),
  /** What was wrong or unusual while reading, in plain words. */
  problems: z.array(z.string()),
});
export type FileStructure = z.infer<typeof FileStructure>;
