/** What a picture holds and neither the window shows nor a detector measures: all work with 8 bits a colour, opaque, by the values as coded. */
import type { ProbeStream } from './ffprobe.ts';

/** Names of ffmpeg's pixel formats: the bits of a value where there are more than eight, and those with an alpha plane. */
const DEEP = /(?<bits>9|1[0-6])(?:le|be)$/;
const OF_ALL_COLOURS = /^(?:rgb48|bgr48|rgba64|bgra64)(?:le|be)$/;
const FRACTIONS = /f(?:16|32)(?:le|be)$/;
const ALPHA = /^(?:yuva|gbrap|rgba|bgra|argb|abgr|ya(?:8|16)|ayuv|vuya)/;

/** Transfer curves of high dynamic range (ITU-R BT.2100). */
const HIGH_RANGE: Readonly<Record<string, string>> = { smpte2084: 'PQ, SMPTE ST 2084', 'arib-std-b67': 'HLG, ARIB STD-B67' };

/** Sentences for the facts of the exhibit; none for an ordinary picture. */
export function leftOut({ codec_name: codec, pix_fmt: format = '', color_transfer: curve = '', tags }: ProbeStream): string[] {
  const depth = OF_ALL_COLOURS.test(format) ? '16' : DEEP.exec(format)?.groups?.bits;
  const range = HIGH_RANGE[curve];
  // The fourth plane of a JPEG is the black of print (CMYK), which ffmpeg works into the colours. VP8 and VP9 keep alpha beside the picture.
  const hasAlpha = (ALPHA.test(format) && codec !== 'mjpeg') || tags?.alpha_mode === '1';
  return [
    ...(depth === undefined ? [] : [`Its values have ${depth} bits; they are shown and measured with 8.`]),
    ...(FRACTIONS.test(format) ? ['Its values are fractions; they are shown and measured with 8 bits.'] : []),
    ...(hasAlpha ? ['It can hold transparency: what is transparent is shown and measured as if it were opaque.'] : []),
    ...(range === undefined
      ? []
      : [
          `Its brightness has a high dynamic range (${range}): it is shown and measured without tone mapping, so that it looks pale, and limits of detectors come from pictures of ordinary range.`,
        ]),
  ];
}
