/** The legend: each colour and line that is drawn over the frame on screen, and what it means. */
import type { Family, Finding, FrameOverlay, Shape } from '../../../contract/analysis.ts';
import { drawsFor, regionIn, type FaceLayer, type Layer } from '../../state/layers.ts';
import { named } from '../../words/names.ts';
import { RECORD_LAYER_NAMES } from './layer-names.ts';
import { shapeWords } from './legend-words.ts';

/** `bar`, `dots` and `words` are drawn in a plate or at places; `heat` is a ramp from low to high. */
export type Mark = 'solid' | 'dashed' | 'dotted' | 'bar' | 'dots' | 'heat' | 'words' | 'hatched';

export interface LegendRow {
  readonly mark: Mark;
  readonly colour: `--${string}`;
  readonly words: string;
}
export interface LegendPart {
  readonly title: string;
  readonly rows: readonly LegendRow[];
}

export interface LegendScene {
  /** Of the frame on screen; `null` where nothing was measured on it. */
  readonly overlay: FrameOverlay | null;
  readonly layers: ReadonlySet<Layer>;
  readonly selected: Finding | null;
  /** Own findings with a region in this frame, and which of them is selected. */
  readonly notes: readonly { readonly id: string; readonly selected: boolean }[];
  readonly light: boolean;
  readonly probe: boolean;
  readonly familyOf: (detectorId: string) => Family | undefined;
  readonly titleOf: (detectorId: string) => string;
}

const FACE: readonly (readonly [FaceLayer, LegendRow['colour'], string])[] = [
  ['box', '--overlay-box', 'The face that was found, with the number of its track'],
  ['eyelids', '--overlay-eyelid', 'Contours of the eyelids'],
  ['irises', '--overlay-iris', 'Outline and middle of each iris'],
  ['lips', '--overlay-lips', 'Contours of the lips'],
  ['oval', '--overlay-oval', 'Outline of the face'],
];

export function legendOf(scene: LegendScene): LegendPart[] {
  const { overlay, layers, selected, notes, familyOf, titleOf } = scene;
  const parts: LegendPart[] = [];
  if (overlay !== null && overlay.faces.length > 0) {
    const rows = FACE.filter(([layer]) => layers.has(layer)).map(([layer, colour, words]): LegendRow => ({
      mark: 'solid',
      colour,
      words: `${named(RECORD_LAYER_NAMES[layer])}: ${lower(words)}`,
    }));
    if (rows.length > 0) parts.push({ title: 'Face', rows });
  }
  for (const [detectorId, drawings] of Map.groupBy(overlay?.drawings ?? [], (drawing) => drawing.detectorId)) {
    if (!drawsFor(layers, detectorId, selected?.detectorId ?? null)) continue;
    const colour = `--family-${familyOf(detectorId) ?? 'structure'}` as const;
    const rows = drawings.flatMap(({ shapes }) => shapes.map((shape) => rowOf(detectorId, shape, colour)));
    if (rows.length > 0) parts.push({ title: titleOf(detectorId), rows: onceEach(rows) });
  }
  const found: LegendRow[] = [];
  if (overlay !== null && layers.has('selected') && selected !== null && regionIn(selected, overlay.frame) !== null)
    found.push({ mark: 'dashed', colour: '--accent', words: `Region of the selected finding ${selected.id}` });
  for (const { id, selected: chosen } of notes)
    found.push({ mark: chosen ? 'dashed' : 'dotted', colour: chosen ? '--accent' : '--text', words: `Region of the own finding ${id}` });
  if (found.length > 0) parts.push({ title: 'Findings', rows: found });
  if (scene.light) parts.push({ title: 'Light tool', rows: LIGHT });
  if (scene.probe)
    parts.push({ title: 'Read-out', rows: [{ mark: 'solid', colour: '--accent', words: 'The pixel whose values are read out' }] });
  return parts;
}

const LIGHT: readonly LegendRow[] = [
  { mark: 'solid', colour: '--overlay-box', words: 'Constraints that you drew, each with its number' },
  { mark: 'solid', colour: '--accent', words: 'Constraints that contradict each other, and what is being drawn' },
  { mark: 'solid', colour: '--family-imaging', words: 'Where the light can be' },
  { mark: 'hatched', colour: '--family-imaging', words: 'Where the light can be behind the camera' },
];

const lower = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

function rowOf(detectorId: string, shape: Shape, family: LegendRow['colour']): LegendRow {
  return { mark: markOf(shape), colour: colourOf(shape, family), words: shapeWords(detectorId, shape) };
}

/** As colourOf in draw-shapes.ts draws them. */
function colourOf(shape: Shape, family: LegendRow['colour']): LegendRow['colour'] {
  if (shape.kind === 'text' || shape.kind === 'sphere' || shape.kind === 'strip') return '--text';
  if (!('tone' in shape) || shape.tone === 'strong') return family;
  return shape.tone === 'quiet' ? '--overlay-box' : `--axis-${shape.tone}`;
}

function markOf({ kind }: Shape): Mark {
  switch (kind) {
    case 'grid':
    case 'ribbon':
      return 'heat';
    case 'bars':
      return 'bar';
    case 'dots':
      return 'dots';
    case 'text':
    case 'strip':
    case 'sphere':
      return 'words';
    case 'line':
    case 'arrow':
    case 'trace':
      return 'solid';
  }
}

function onceEach(rows: readonly LegendRow[]): LegendRow[] {
  return [...Map.groupBy(rows, ({ mark, colour, words }) => `${mark} ${colour} ${words}`).values()].flatMap((alike) => alike.slice(0, 1));
}
