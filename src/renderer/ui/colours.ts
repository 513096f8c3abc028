/** Reads the colours of tokens.css for what is drawn on a canvas. */
import type { Family } from '../../contract/analysis.ts';

const read = new Map<string, string>();

export function token(name: `--${string}`): string {
  let value = read.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    read.set(name, value);
  }
  return value;
}

export const familyColour = (family: Family | undefined) => token(`--family-${family ?? 'structure'}`);

/** A pattern of thin diagonal lines: what was not examined, or could not be measured. */
export function hatching(context: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern | null {
  const tile = document.createElement('canvas');
  const side = Math.round(6 * ratio);
  tile.width = side;
  tile.height = side;
  const pen = tile.getContext('2d');
  if (pen === null) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = ratio;
  for (const shift of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(shift, side);
    pen.lineTo(shift + side, 0);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat');
}
