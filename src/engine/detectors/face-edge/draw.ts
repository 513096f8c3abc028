/** The contour at which the picture changes together, coloured by how far each sector takes part, and the band around it unrolled. */
import type { Shape } from '../../../contract/analysis.ts';
import { at } from '../../../base/at.ts';
import type { Drawable } from '../interface.ts';
import { FIRST_SECTOR, storedOutline } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { valueOf } from './series.ts';
import { alongContour, middleOf, SECTORS } from './unroll.ts';

/** Half the height of the unrolled band, of the way to the contour, and its places along the contour. */
const BAND = 0.16;
const COLUMNS = 4 * SECTORS;

export function drawSeam({ row, face }: Drawable): readonly Shape[] {
  const [colour, texture] = [valueOf(row, 'colourSeam'), valueOf(row, 'textureSeam')];
  if (face === null || colour === null || face.faceOval.length < 3) return [];
  const [ofColour, ofTexture] = [colour / PARAMETERS.colourLimitFilm.value, (texture ?? 0) / PARAMETERS.textureLimitFilm.value];
  const kind = ofColour >= ofTexture ? 'colour' : 'texture';
  const share = valueOf(row, kind === 'colour' ? 'colourAt' : 'textureAt');
  if (share === null) return [];
  const strength = Math.min(1, Math.max(ofColour, ofTexture));
  const sectors = row.values.slice(FIRST_SECTOR[kind], FIRST_SECTOR[kind] + SECTORS);
  const inner = valueOf(row, kind === 'colour' ? 'colourContour' : 'textureContour') === 1 ? storedOutline(row.values) : [];
  const [cx, cy] = inner[0] ?? middleOf(face.faceOval);
  const places = alongContour(inner.length > 1 ? inner.slice(1) : face.faceOval, COLUMNS);
  const drawn = (by: number): [number, number][] => places.map(([x, y]) => [cx + by * (x - cx), cy + by * (y - cy)]);
  const closed = (points: readonly [number, number][]): [number, number][] => [...points, at(points, 0)];
  const left = Math.min(...places.map(([x]) => x));
  const bottom = Math.max(...places.map(([, y]) => y));
  return [
    {
      kind: 'ribbon',
      points: drawn(share),
      values: places.map((_, k) => {
        const sector = sectors[Math.floor((k * SECTORS) / COLUMNS)] ?? null;
        return sector === null ? null : Math.round(100 * strength * sector) / 100;
      }),
      closed: true,
      legend: kind === 'colour' ? 'step of colour, 1 = limit in films' : 'step of fine structure, 1 = limit in films',
    },
    {
      kind: 'strip',
      at: [left, bottom + 0.1 * (bottom - cy)],
      inner: closed(drawn(share - BAND)),
      outer: closed(drawn(share + BAND)),
      label: 'clockwise from above; outward is down',
    },
  ];
}
