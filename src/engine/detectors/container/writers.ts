/** A small table of programs that name themselves in what they write; each entry beside where the string comes from. A writer that is not here is unknown, not suspect. */

interface KnownWriter {
  readonly name: string;
  readonly pattern: RegExp;
  /** `converter`: codes or wraps what others recorded; `editor`: a person works with it; `camera`: part of a recording device. */
  readonly kind: 'converter' | 'editor' | 'camera';
  readonly source: string;
}

const WRITERS: readonly KnownWriter[] = [
  { name: 'ffmpeg (libavformat)', pattern: /^Lavf\d/, kind: 'converter', source: 'FFmpeg, LIBAVFORMAT_IDENT written by its muxers' },
  { name: 'ffmpeg (libavcodec)', pattern: /^Lavc\d/, kind: 'converter', source: 'FFmpeg, LIBAVCODEC_IDENT written by its encoders' },
  { name: 'x264', pattern: /^x264 - core/, kind: 'converter', source: 'x264, SEI user data of its first picture (encoder/set.c)' },
  { name: 'x265', pattern: /^x265 \(build/, kind: 'converter', source: 'x265, SEI user data of its first picture' },
  { name: 'HandBrake', pattern: /^HandBrake/, kind: 'converter', source: 'HandBrake, encoder tag (libhb/muxavformat.c)' },
  { name: 'ImageMagick', pattern: /ImageMagick/, kind: 'converter', source: 'ImageMagick, Software tag' },
  {
    name: 'Adobe',
    pattern: /^Adobe |Premiere|Photoshop|Lightroom/,
    kind: 'editor',
    source: 'Adobe XMP Specification, CreatorTool; EXIF Software',
  },
  { name: 'GIMP', pattern: /^GIMP/, kind: 'editor', source: 'GIMP, EXIF Software and PNG/JPEG comment "Created with GIMP"' },
  { name: 'GIMP', pattern: /^Created with GIMP/, kind: 'editor', source: 'GIMP, default comment' },
];

/** Handler names of tracks. */
const HANDLERS: readonly KnownWriter[] = [
  {
    name: 'ffmpeg (libavformat)',
    pattern: /^(VideoHandler|SoundHandler)$/,
    kind: 'converter',
    source: 'FFmpeg, mov_write_hdlr_tag in libavformat/movenc.c (the name is kept when another program gave one)',
  },
  {
    name: 'Android (MPEG4Writer)',
    pattern: /^(VideoHandle|SoundHandle)$/,
    kind: 'camera',
    source: 'Android Open Source Project, writeHdlrBox in MPEG4Writer.cpp',
  },
];

export interface NamedWriter {
  readonly name: string;
  readonly kind: KnownWriter['kind'] | 'unknown';
  readonly text: string;
  readonly where: string;
  readonly source: string | null;
}

function recognise(text: string, where: string, table: readonly KnownWriter[]): NamedWriter {
  const entry = table.find(({ pattern }) => pattern.test(text));
  return { name: entry?.name ?? 'unknown', kind: entry?.kind ?? 'unknown', text, where, source: entry?.source ?? null };
}

export const recogniseWriter = (text: string, where: string): NamedWriter => recognise(text, where, WRITERS);
export const recogniseHandler = (text: string): NamedWriter => recognise(text, 'handler name', HANDLERS);
