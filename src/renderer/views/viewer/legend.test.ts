import { expect, it } from 'vitest';
import type { Finding, FrameOverlay } from '../../../contract/analysis.ts';
import { DetectorId } from '../../../contract/values.ts';
import type { Layer } from '../../state/layers.ts';
import { legendOf, type LegendScene } from './legend.ts';

const face = { trackId: 0, confidence: 1, box: [0, 0, 10, 10] } as unknown as FrameOverlay['faces'][number];
const overlay: FrameOverlay = {
  frame: 7,
  ptsUs: 0,
  faces: [face],
  drawings: [
    {
      detectorId: DetectorId.parse('head-pose'),
      trackId: 0,
      shapes: [
        { kind: 'arrow', from: [0, 0], to: [1, 1], tone: 'x' },
        { kind: 'line', points: [[0, 0], [1, 1]], closed: false, tone: 'quiet' }, // prettier-ignore
      ],
    },
    {
      detectorId: DetectorId.parse('pixelation'),
      trackId: 0,
      shapes: [{ kind: 'grid', box: [0, 0, 4, 4], columns: 1, rows: 1, values: [1], legend: 'coarser' }],
    },
  ],
};
const layers = (...names: Layer[]): ReadonlySet<Layer> => new Set(names);
const scene: LegendScene = {
  overlay,
  layers: layers(),
  selected: null,
  notes: [],
  light: false,
  probe: false,
  familyOf: (id) => (id === 'pixelation' ? 'imaging' : 'movement'),
  titleOf: (id) => `Title of ${id}`,
};

it('names only what is drawn on this frame', () => {
  expect(legendOf(scene)).toEqual([]);
  expect(legendOf({ ...scene, layers: layers('eyelids', 'detector:blink') })).toEqual([
    { title: 'Face', rows: [{ mark: 'solid', colour: '--overlay-eyelid', words: 'Eyelids: contours of the eyelids' }] },
  ]);
  expect(legendOf({ ...scene, overlay: null, layers: layers('box', 'detector:head-pose') })).toEqual([]);
});

it('gives the colours that are drawn: axes, quiet lines, families, heat', () => {
  const drawn = legendOf({ ...scene, layers: layers('detector:head-pose', 'detector:pixelation') });
  expect(drawn).toEqual([
    {
      title: 'Title of head-pose',
      rows: [
        { mark: 'solid', colour: '--axis-x', words: 'Axis of the head to the person’s left' },
        { mark: 'solid', colour: '--overlay-box', words: 'Way of the point between the eyes in the last two seconds' },
      ],
    },
    { title: 'Title of pixelation', rows: [{ mark: 'heat', colour: '--family-imaging', words: 'Heat map: the brightest is coarser' }] },
  ]);
});

it('says once what two faces share', () => {
  const [pose] = overlay.drawings;
  const twice = { ...overlay, drawings: pose === undefined ? [] : [pose, { ...pose, trackId: 1 }] };
  expect(legendOf({ ...scene, overlay: twice, layers: layers('detector:head-pose') })[0]?.rows).toHaveLength(2);
});

it('names the regions of findings in their frames only, and the tools in hand', () => {
  const selected = { id: 'F3', detectorId: 'gaze', region: [0, 0, 2, 2], firstFrame: 5, lastFrame: 7 } as unknown as Finding;
  const notes = [
    { id: 'N1', selected: false },
    { id: 'N2', selected: true },
  ];
  const rows = legendOf({ ...scene, layers: layers('selected'), selected, notes, probe: true }).flatMap((part) => part.rows);
  expect(rows).toEqual([
    { mark: 'dashed', colour: '--accent', words: 'Region of the selected finding F3' },
    { mark: 'dotted', colour: '--text', words: 'Region of the own finding N1' },
    { mark: 'dashed', colour: '--accent', words: 'Region of the own finding N2' },
    { mark: 'solid', colour: '--accent', words: 'The pixel whose values are read out' },
  ]);
  expect(legendOf({ ...scene, layers: layers('selected'), selected: { ...selected, lastFrame: 6 } })).toEqual([]);
  expect(legendOf({ ...scene, light: true }).map(({ title }) => title)).toEqual(['Light tool']);
});
