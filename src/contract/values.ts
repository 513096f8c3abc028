/** Scalars that every noun shares: hashes, times, ids, rational numbers. */
import * as z from 'zod';

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const AtUtc = z.iso.datetime({ precision: 3 });
/** Microseconds since the start of the exhibit's own presentation clock (may be negative). */
export const Us = z.int();
/** 0-based index in presentation order. */
export const FrameNumber = z.int().nonnegative();
export const Rational = z.strictObject({ num: z.int(), den: z.int().positive() });
export type Rational = z.infer<typeof Rational>;

/** Identifiers are short, readable and unique within one case: E1, J1, F1, L1, N1, S1, T1, R1. A case's own id is a UUID. */
export const CaseId = z.uuid().brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;
export const ExhibitId = z
  .string()
  .regex(/^E[1-9]\d{0,8}$/)
  .brand<'ExhibitId'>();
export type ExhibitId = z.infer<typeof ExhibitId>;
export const JobId = z
  .string()
  .regex(/^J[1-9]\d{0,8}$/)
  .brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;
export const FindingId = z
  .string()
  .regex(/^F[1-9]\d{0,8}$/)
  .brand<'FindingId'>();
export type FindingId = z.infer<typeof FindingId>;
export const LightDrawingId = z
  .string()
  .regex(/^L[1-9]\d{0,8}$/)
  .brand<'LightDrawingId'>();
export type LightDrawingId = z.infer<typeof LightDrawingId>;
export const NoteId = z
  .string()
  .regex(/^N[1-9]\d{0,8}$/)
  .brand<'NoteId'>();
export type NoteId = z.infer<typeof NoteId>;
export const SnapshotId = z
  .string()
  .regex(/^S[1-9]\d{0,8}$/)
  .brand<'SnapshotId'>();
export type SnapshotId = z.infer<typeof SnapshotId>;
export const MarkId = z
  .string()
  .regex(/^T[1-9]\d{0,8}$/)
  .brand<'MarkId'>();
export type MarkId = z.infer<typeof MarkId>;
export const ReportId = z
  .string()
  .regex(/^R[1-9]\d{0,8}$/)
  .brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;
/** A model pack's detector is named `pack:` and the pack's id. */
export const DetectorId = z
  .string()
  .regex(/^(?:pack:)?[a-z][a-z0-9-]{1,40}$/)
  .brand<'DetectorId'>();
export type DetectorId = z.infer<typeof DetectorId>;

/** One line of text that a person typed: trimmed, not empty, bounded, no control characters. */
export const Line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused here
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'control characters are not allowed');

/** Several lines that a person typed: as a line, but with line ends. */
export const Paragraphs = (max: number) =>
  z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .min(1)
        .max(max)
        // eslint-disable-next-line no-control-regex -- control characters but the line end are exactly what is refused here
        .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f]*$/, 'control characters are not allowed'),
    );

/** Rectangle in pixels of the exhibit's own full-size frame: left, top, width, height. */
export const Box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Box = z.infer<typeof Box>;
