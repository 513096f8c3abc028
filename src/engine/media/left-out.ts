/**
 * What a picture holds and neither the window shows nor a detector measures: all work with 8 bits a colour, opaque, by the values as coded,
 * one pixel for each that was stored.
 */
import type { ProbeStream } from './ffprobe.ts';

/** Names of ffmpeg's pixel formats: the bits of a value where there are more than eight, and those with an alpha plane. */
const DEEP = /(?<bits>9|1[0-6])(?:le|be)$/;
const OF_ALL_COLOURS = /^(?:rgb48|bgr48|rgba64|bgra64)(?:le|be)$/;
const FRACTIONS = /f(?:16|32)(?:le|be)$/;
const ALPHA = /^(?:yuva|gbrap|rgba|bgra|argb|abgr|ya(?:8|16)|ayuv|vuya)/;

/** Transfer curves of high dynamic range (ITU-R BT.2100). */
const HIGH_RANGE: Readonly<Record<string, string>> = { smpte2084: 'PQ, SMPTE ST 2084', 'arib-std-b67': 'HLG, ARIB STD-B67' };

/** Other primaries than those of sRGB and BT.709 (ITU-T H.273 table 2); those of older television differ too little to be told by eye. */
const WIDE: Readonly<Record<string, string>> = { bt2020: 'BT.2020', smpte431: 'DCI-P3', smpte432: 'Display P3', film: 'film' };

export const PROFILE_LEFT_OUT =
  'It carries a colour profile (ICC), which is not applied: its colours are shown and measured by their values, as if they were sRGB.';

/**
 * Of the stream, of its first frame whether it carries a colour profile, and by how many degrees it is turned when it is shown: sentences for the facts of
 * the exhibit; none for an ordinary picture.
 */
export function leftOut(stream: ProbeStream, hasProfile: boolean, rotation: number): string[] {
  return [...ofValues(stream), ...ofColours(stream, hasProfile), ...ofShape(stream, rotation)];
}

function ofColours({ color_primaries: primaries = '' }: ProbeStream, hasProfile: boolean): string[] {
  if (hasProfile) return [PROFILE_LEFT_OUT];
  const wide = WIDE[primaries];
  return wide === undefined
    ? []
    : [
        `Its colours have the primaries of ${wide}: they are shown and measured by their values, as if they were BT.709, and look paler than meant.`,
      ];
}

/** Width and height of a pixel, as ffprobe states them; "0:1" and "N/A" mean unknown. */
const PIXEL = /^(?<wide>[1-9]\d*):(?<high>[1-9]\d*)$/;

function ofShape({ sample_aspect_ratio: aspect = '', field_order: order = 'progressive' }: ProbeStream, rotation: number): string[] {
  const { wide = '1', high = '1' } = PIXEL.exec(aspect)?.groups ?? {};
  // A picture on its side is turned with its pixels.
  const narrower = Number(wide) > Number(high) === (rotation % 180 === 0);
  return [
    ...(wide === high
      ? []
      : [
          `Its pixels are not square (${wide} : ${high}): they are shown and measured as stored, so that everything looks ${narrower ? 'narrower' : 'wider'} than meant.`,
        ]),
    ...(['tt', 'bb', 'tb', 'bt'].includes(order)
      ? [
          'It is interlaced: the two fields of a frame, which are of different moments, are shown and measured together, so that what moves has combed edges.',
        ]
      : []),
  ];
}

function ofValues({ codec_name: codec, pix_fmt: format = '', color_transfer: curve = '', tags }: ProbeStream): string[] {
  const depth = OF_ALL_COLOURS.test(format) ? '16' : DEEP.exec(format)?.groups?.bits;
  const range = HIGH_RANGE[curve];
  // The fourth plane of a JPEG is the black of print (CMYK), which ffmpeg works into the colours. VP8 and VP9 keep alpha beside the picture.
  const hasAlpha = (ALPHA.test(format) && codec !== 'mjpeg') || tags?.alpha_mode === '1';
  return [
    ...(depth === undefined ? [] : [`Its values have ${depth} bits; they are shown and measured with 8.`]),
    ...(FRACTIONS.test(format) ? ['Its values are fractions; they are shown and measured with 8 bits.'] : []),
    ...(format.startsWith('bayer_')
      ? ['Its values are those of the sensor (raw): they are shown and measured without development, so that it looks dark and flat.']
      : []),
    ...(hasAlpha ? ['It can hold transparency: what is transparent is shown and measured as if it were opaque.'] : []),
    ...(range === undefined
      ? []
      : [
          `Its brightness has a high dynamic range (${range}): it is shown and measured without tone mapping, so that it looks pale, and limits of detectors come from pictures of ordinary range.`,
        ]),
  ];
}
