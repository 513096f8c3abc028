/** Decodes the exact frames that a report shows and puts beside each what is drawn over it. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryPrefix } from '../../base/node/temporary-folder.ts';
import type { Finding, FrameOverlay } from '../../contract/analysis.ts';
import type { WireError } from '../../contract/errors.ts';
import { Failure, toWireError } from '../../base/failure.ts';
import { runTool } from '../../base/node/spawn.ts';
import type { SoundSource } from '../../engine/sound/view/decode-sound.ts';
import { chooseStills, MAX_STILLS } from './choose-stills.ts';
import type { LightDrawing } from '../../contract/light.ts';
import type { Note } from '../../contract/notes.ts';
import type { Snapshot } from '../../contract/snapshots.ts';
import { pngOf } from '../../base/node/png.ts';
import { applyView } from '../../base/view-settings.ts';
import type { Picture } from './report-data.ts';

export interface PictureSources {
  /** Exactly this frame, after rotation, as PNG. */
  still(exhibitId: string, frame: number): Promise<Uint8Array>;
  /** `null` where nothing was examined. */
  overlay(jobId: string, frame: number): FrameOverlay | null;
  /** Where the exhibit's sound comes from. Rejects with TOOL_MISSING. */
  sound(exhibitId: string): Promise<SoundSource>;
  /** Rejects with TOOL_MISSING. */
  ffmpegPath(): Promise<string>;
}

/** As many as the server of stills decodes at a time. */
const AT_A_TIME = 2;

/** What became of the frame of one finding. */
export type Still =
  | { readonly picture: Picture; readonly sha256: string; readonly error: null }
  | { readonly picture: null; readonly sha256: null; readonly error: WireError };

/** Larger pictures are kept in the report as JPEG, so that it can still be sent by mail. Bytes of the PNG. */
const MAX_PNG_BYTES = 1_500_000;
/** ffmpeg's scale from 2 (best) to 31. */
const JPEG_QUALITY = '2';
const CONVERT_MS = 30_000;

/** By finding id, for the findings that are chosen to be shown; a frame that cannot be decoded is said, not skipped. */
export async function decodeStills(findings: readonly Finding[], sources: PictureSources): Promise<Map<string, Still>> {
  const stills = new Map<string, Still>();
  const chosen = chooseStills(findings);
  for (let from = 0; from < chosen.length; from += AT_A_TIME) {
    await Promise.all(
      chosen.slice(from, from + AT_A_TIME).map(async (finding) => {
        if (finding.keyFrame !== null) stills.set(finding.id, await decodeStill(finding, finding.keyFrame, sources));
      }),
    );
  }
  return stills;
}

/** By id of the drawing; the first of them, so that the report can still be sent by mail. */
export async function decodeLightStills(drawings: readonly LightDrawing[], sources: PictureSources): Promise<Map<string, Still>> {
  const stills = new Map<string, Still>();
  for (const { id, exhibitId, frame } of drawings.filter(({ withdrawn }) => withdrawn === null).slice(0, MAX_STILLS))
    stills.set(id, await decodeFrame(exhibitId, frame, sources, () => ({ overlay: [], shapes: [] })));
  return stills;
}

/** By id of the note; the first of those on a part of the picture that still stand, each with its first frame. */
export async function decodeNoteStills(notes: readonly Note[], sources: PictureSources): Promise<Map<string, Still>> {
  const stills = new Map<string, Still>();
  const placed = notes.flatMap(({ id, exhibitId, frames, region, withdrawn }) =>
    frames === null || region === null || withdrawn !== null ? [] : [{ id, exhibitId, frame: frames[0] }],
  );
  for (const { id, exhibitId, frame } of placed.slice(0, MAX_STILLS))
    stills.set(id, await decodeFrame(exhibitId, frame, sources, () => ({ overlay: [], shapes: [] })));
  return stills;
}

/** By id, of those that stand: the part that was in view, with its view settings applied to the whole frame first. */
export async function decodeSnapshots(snapshots: readonly Snapshot[], sources: PictureSources): Promise<Map<string, Still>> {
  const stills = new Map<string, Still>();
  for (const snapshot of snapshots.filter(({ withdrawn }) => withdrawn === null).slice(0, MAX_STILLS)) {
    const asSeen = async (png: Uint8Array): Promise<Uint8Array> => viewed(png, snapshot, await sources.ffmpegPath());
    stills.set(snapshot.id, await decodeFrame(snapshot.exhibitId, snapshot.frame, sources, () => ({ overlay: [], shapes: [] }), asSeen));
  }
  return stills;
}

async function viewed(png: Uint8Array, { view, region }: Snapshot, ffmpegPath: string): Promise<Uint8Array> {
  const { width, height } = pngSize(png);
  const raw = await convert(png, ffmpegPath, ['-f', 'rawvideo', '-pix_fmt', 'rgba'], 4 * width * height);
  if (raw.length !== 4 * width * height) throw new Failure('FRAME_UNDECODABLE', 'the picture is not of the size that it states');
  const shown = applyView(raw, width, height, view);
  const [left, top, wide, high] = region;
  const part = new Uint8Array(3 * wide * high);
  for (let y = 0, to = 0; y < high; y++)
    for (let x = 0; x < wide; x++, to += 3)
      part.set(shown.subarray(4 * ((top + y) * width + left + x), 4 * ((top + y) * width + left + x) + 3), to);
  return pngOf(part, wide, high);
}

function decodeStill(finding: Finding, frame: number, sources: PictureSources): Promise<Still> {
  return decodeFrame(finding.exhibitId, frame, sources, () => {
    const overlay = sources.overlay(finding.jobId, frame);
    const shapes = (overlay?.drawings ?? []).filter((drawing) => isOf(finding, drawing)).flatMap((drawing) => drawing.shapes);
    return { overlay: overlay?.faces ?? [], shapes };
  });
}

async function decodeFrame(
  exhibitId: string,
  frame: number,
  sources: PictureSources,
  drawn: () => Pick<Picture, 'overlay' | 'shapes'>,
  asSeen: (png: Uint8Array) => Promise<Uint8Array> = (png) => Promise.resolve(png),
): Promise<Still> {
  try {
    const decoded = await sources.still(exhibitId, frame);
    const png = await asSeen(decoded);
    const { width, height } = pngSize(png);
    const bytes = png.length > MAX_PNG_BYTES ? await asJpeg(png, await sources.ffmpegPath()) : png;
    const picture = { bytes, width, height, ...drawn() };
    return { picture, sha256: createHash('sha256').update(decoded).digest('hex'), error: null };
  } catch (error) {
    if (error instanceof Failure) return { picture: null, sha256: null, error: toWireError(error) };
    throw error;
  }
}

const isOf = (finding: Finding, drawing: FrameOverlay['drawings'][number]): boolean =>
  drawing.detectorId === finding.detectorId &&
  (finding.trackId === null || drawing.trackId === null || drawing.trackId === finding.trackId);

/** Width and height from the header chunk, which comes first (PNG, 11.2.1). */
export function pngSize(png: Uint8Array): { readonly width: number; readonly height: number } {
  const header = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (header.length < 24 || header.toString('latin1', 12, 16) !== 'IHDR') throw new Failure('FRAME_UNDECODABLE', 'the picture is not PNG');
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}

function asJpeg(png: Uint8Array, ffmpegPath: string): Promise<Uint8Array> {
  return convert(png, ffmpegPath, ['-q:v', JPEG_QUALITY, '-f', 'mjpeg'], png.length * 4);
}

async function convert(png: Uint8Array, ffmpegPath: string, output: readonly string[], maxStdoutBytes: number): Promise<Uint8Array> {
  const folder = await mkdtemp(temporaryPrefix('still'));
  try {
    const path = join(folder, 'frame.png');
    await writeFile(path, png);
    const args = ['-v', 'error', '-nostdin', '-protocol_whitelist', 'file,pipe', '-i', path, ...output, 'pipe:1'];
    return (await runTool(ffmpegPath, args, { timeoutMs: CONVERT_MS, maxStdoutBytes, reach: { reads: path } })).stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
