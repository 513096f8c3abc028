/** Colours of a spectrogram: the same in the window and, from bright to dark, in the report. */

export const COLOURS = ['grey', 'amber'] as const;
export type Colours = (typeof COLOURS)[number];

/** The accent of tokens.css, linear light. */
const AMBER = [0.687, 0.361, 0.045] as const;
const LUMINANCE = [0.2126, 0.7152, 0.0722] as const;
/** Lightness at the bottom and top of the range, CIE L*: the bottom is the stage's own grey. */
const DARKEST = 7;
const BRIGHTEST = 97;

/** 256 colours whose lightness (CIE L*) rises in equal steps, so that equal steps of level look equal. */
export function colourTable(colours: Colours): Uint8Array {
  const table = new Uint8Array(3 * 256);
  const hue = colours === 'grey' ? [1, 1, 1] : AMBER;
  const own = hue.reduce<number>((sum, value, k) => sum + value * (LUMINANCE[k] ?? 0), 0);
  for (let n = 0; n < 256; n += 1) {
    const lightness = DARKEST + ((BRIGHTEST - DARKEST) * n) / 255;
    const wanted = lightness > 8 ? ((lightness + 16) / 116) ** 3 : lightness / 903.3;
    // The hue as bright as wanted; what a channel cannot hold is made up by white.
    const most = Math.max(...hue);
    const pure = Math.min(wanted / own, 1 / most);
    const white = Math.max(0, (wanted - pure * own) / (1 - pure * own));
    hue.forEach((value, k) => {
      const linear = pure * value + white * (1 - pure * value);
      const encoded = linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
      table[3 * n + k] = Math.round(255 * Math.min(1, Math.max(0, encoded)));
    });
  }
  return table;
}
