/** The closed table of error codes, each with the words a person sees. */
import * as z from 'zod';

export const ERROR_WORDS = {
  APP_INTERNAL: 'Something broke inside Penumbra. Nothing that was saved is lost.',
  APP_BAD_REQUEST: 'The request was not understood.',
  APP_UNREACHABLE: 'Penumbra has been closed or does not answer: this window no longer shows what is there.',
  CASE_NOT_FOUND: 'There is no case at this place.',
  CASE_EXISTS: 'A case already exists at this place.',
  CASE_NOT_OPEN: 'No case is open.',
  CASE_LOCKED: 'Another program has this case open for writing.',
  CASE_FROM_FUTURE: 'This case was written by a newer version of Penumbra and is not touched.',
  CASE_DAMAGED: 'The case database is damaged.',
  CASE_READ_ONLY: 'The case folder cannot be written.',
  EXHIBIT_NOT_FOUND: 'There is no such exhibit in this case.',
  EXHIBIT_MISSING: 'The stored exhibit is no longer in the case folder.',
  EXHIBIT_ALTERED: 'The stored exhibit no longer has the hash it was imported with.',
  FILE_NOT_FOUND: 'There is no such file.',
  FILE_UNREADABLE: 'The file could not be read.',
  FILE_NOT_REGULAR: 'This is not a regular file (a pipe, device or socket), so it was not opened.',
  FILE_OUTSIDE_FOLDER: 'This link points out of the folder that is being imported, so it was not followed.',
  FILE_EMPTY: 'The file is empty.',
  FILE_CHANGED: 'The file changed or vanished while it was being copied.',
  DISK_FULL: 'There is no room left on the disk.',
  MEDIA_UNRECOGNISED: 'The file is not video, image or sound that can be read.',
  MEDIA_TRUNCATED: 'The file ends too early: its structure is cut off.',
  MEDIA_UNDECODABLE: 'The file has the structure of media, but not one frame or sample of it can be decoded.',
  MEDIA_TOO_LARGE: 'The picture or stream is larger than the stated limit.',
  MEDIA_TIMEOUT: 'Reading the file took longer than the stated limit.',
  FRAME_NOT_FOUND: 'The exhibit has no such frame.',
  FRAME_UNDECODABLE: 'This frame cannot be decoded.',
  SOUND_NOT_READY: 'This part of the sound has not been decoded yet.',
  SOUND_STRETCH_UNUSABLE: 'This stretch of sound cannot be measured: it is empty, too long, or lies outside the recording.',
  TOOL_MISSING: 'ffmpeg or ffprobe was not found on this machine.',
  TOOL_FAILED: 'ffmpeg or ffprobe ended with an error.',
  WEIGHTS_MISSING: 'The weights of a network are not installed.',
  WEIGHTS_MISMATCH: 'The weights of a network differ from the locked hash, so they were not loaded.',
  CALIBRATION_REFUSED: 'No calibration was made: these scores do not support one.',
  CALIBRATION_MISMATCH: 'A stored calibration differs from its locked hash or cannot be read, so no likelihood ratio is given.',
  INFERENCE_FAILED: 'A network could not be run.',
  DETECTOR_UNKNOWN: 'There is no detector of this name.',
  DETECTOR_FAILED: 'A detector failed; the others went on.',
  JOB_NOT_FOUND: 'There is no such examination.',
  JOB_ALREADY_RUNNING: 'An examination of this exhibit is already running.',
  JOB_PLAN_CHANGED: 'Versions or weights changed since this examination began, so it cannot be resumed; start a new one.',
  FINDING_NOT_FOUND: 'There is no such finding.',
  REPORT_NOT_FOUND: 'There is no such report.',
  REPORT_NOTHING_EXAMINED: 'Nothing in this case has been examined yet, and no light drawing was kept.',
  IDENTITY_UNREADABLE: 'The signing identity (PKCS#12) could not be opened: wrong passphrase or damaged file.',
  IDENTITY_UNUSABLE: 'The signing identity cannot be used: its certificate is not in force, or its key is weak or of an unknown kind.',
  PDF_UNREADABLE: 'This is not a PDF that can be verified.',
} as const;

export type ErrorCode = keyof typeof ERROR_WORDS;

export const ErrorCodeSchema = z.enum(Object.keys(ERROR_WORDS) as [ErrorCode, ...ErrorCode[]]);

/** What crosses a door: the code decides, the message explains, `detail` names the thing concerned. */
export const WireErrorSchema = z.strictObject({
  code: ErrorCodeSchema,
  message: z.string(),
  detail: z.string().optional(),
});
export type WireError = z.infer<typeof WireErrorSchema>;
