/** Light drawings that an examiner kept: the frame with what was drawn on it, and what follows from that. */
import { inUnit } from '../../../../base/figure.ts';
import { lightRegions, openingWords, regionWords } from '../../../../base/light-figure.ts';
import type { LightConstraint, LightDrawing, LightSolution } from '../../../../contract/light.ts';
import { LIGHT_MEASURED, LIGHT_PARAMETERS, LIGHT_SOLVER } from '../../../../engine/light/parameters.ts';
import type { Pictures, ReportData, ReportLight } from '../../report-data.ts';
import { count, seconds, utc } from '../../words.ts';
import { drawLightPicture } from '../light-picture.ts';
import type { Sheet } from '../sheet.ts';
import { stillHeight } from '../still.ts';
import { CONTENT_WIDTH, INK, PAGE, STYLE } from '../style.ts';
import { table } from '../table.ts';
import { inSection } from './numbers.ts';
import { bullets } from './propositions.ts';

const WIDTH = 250;
const MAX_HEIGHT = 250;
const GAP = 12;

export function lightDrawings(sheet: Sheet, data: ReportData, pictures: Pictures): void {
  if (data.light.length === 0) return;
  sheet.subsection('Light from shadows and shading, drawn by the examiner', 300);
  sheet.text(
    `On a frame decoded from the item the examiner marked points in cast shadows, each with two rays that enclose all that can have cast it, and points on outlines of rounded objects that are lit or dark there. Each says on which side of lines in the picture a light can project; the program only tells whether one place satisfies them all. The method, what an unsteady hand does to it and its limits stand in ${inSection('methods')}. A drawing that was withdrawn stays here with the reason, without its picture.`,
    STYLE.note,
  );
  sheet.gap(1);
  for (const entry of data.light) oneDrawing(sheet, entry, pictures);
}

function oneDrawing(sheet: Sheet, entry: ReportLight, pictures: Pictures): void {
  const { drawing, ptsUs, timecode } = entry;
  const picture = pictures.get(drawing.id);
  const height = picture === undefined ? 0 : stillHeight(picture, WIDTH, MAX_HEIGHT);
  const left = picture === undefined ? PAGE.left : PAGE.left + WIDTH + GAP;
  const width = PAGE.left + CONTENT_WIDTH - left;
  const { withdrawn } = drawing;
  const contradictory = drawing.solution.status === 'contradictory' && withdrawn === null;
  const words = [
    { words: `${drawing.id}  Light`, style: STYLE.subheading },
    { words: `Item ${drawing.exhibitId}, frame ${String(drawing.frame)}`, style: STYLE.cell },
    { words: `PTS ${ptsUs === null ? '—' : seconds(ptsUs)}   ${timecode ?? '—'}`, style: STYLE.cellMono },
    { words: drawing.solution.statement, style: contradictory ? { ...STYLE.strong, color: INK.accent } : STYLE.strong },
    ...openings(drawing.solution).map((line) => ({ words: line, style: STYLE.cell })),
    ...legend(drawing).map((line) => ({ words: line, style: STYLE.note })),
    { words: `Drawn and kept by ${drawing.by}, ${utc(drawing.atUtc)}`, style: STYLE.cell },
    {
      words: `Solver: ${drawing.recipe.solver.name} ${drawing.recipe.solver.version}. Decoder: ${drawing.recipe.decoder.version}`,
      style: STYLE.note,
    },
    ...(withdrawn === null
      ? []
      : [{ words: `WITHDRAWN by ${withdrawn.by}, ${utc(withdrawn.atUtc)}: “${withdrawn.reason}”`, style: STYLE.strong }]),
    ...(picture === undefined && withdrawn === null ? [{ words: notShown(entry), style: STYLE.note }] : []),
  ];
  const textHeight = words.reduce((sum, line) => sum + sheet.heightOf(line.words, line.style, width) + 2, 0);
  const whole = Math.max(height, textHeight) + 8;
  sheet.need(whole + 60);
  const top = sheet.y;
  if (picture !== undefined) {
    sheet.tag(
      'Figure',
      () => drawLightPicture(sheet, picture, drawing, { x: PAGE.left, y: top, width: WIDTH, height }),
      `Frame ${String(drawing.frame)} of item ${drawing.exhibitId} with the light constraints that were drawn on it`,
    );
  }
  let y = top - 1;
  for (const line of words) {
    sheet.tag('Caption', () => sheet.put(line.words, line.style, { x: left, y, width }));
    y += sheet.heightOf(line.words, line.style, width) + 2;
  }
  sheet.y = top + whole;
  table(
    sheet,
    [
      { head: 'No', share: 0.06, style: STYLE.cellMono, cell: ({ number }) => String(number) },
      { head: 'Name', share: 0.24, cell: ({ constraint }) => constraint.name },
      { head: 'Kind', share: 0.18, cell: ({ constraint }) => kindWords(constraint) },
      { head: 'Pixels of the frame (x, y)', share: 0.52, style: STYLE.cellMono, cell: ({ constraint }) => placeWords(constraint) },
    ],
    drawing.constraints.map((constraint, index) => ({ constraint, number: index + 1 })),
  );
  sheet.gap(2);
}

function openings(solution: LightSolution): string[] {
  if (solution.status !== 'contradictory') return [];
  return solution.contradictions.map((set) => `${set.constraints.map((index) => String(index + 1)).join(', ')}: ${openingWords(set)}`);
}

function legend({ solution, constraints, width, height }: LightDrawing): string[] {
  if (solution.status === 'contradictory') return ['Amber: the constraints that contradict each other.'];
  if (constraints.length < 2) return [];
  return regionWords(lightRegions(solution, width, height));
}

function notShown({ stillError }: ReportLight): string {
  return stillError === null
    ? 'The frame is not shown: the stored item is not what was imported, or the report shows no more pictures.'
    : `The frame cannot be shown: ${stillError.message}`;
}

function kindWords(constraint: LightConstraint): string {
  return constraint.kind === 'cast' ? 'cast shadow' : `shading, ${constraint.lit ? 'lit' : 'dark'}`;
}

function placeWords(constraint: LightConstraint): string {
  const place = ([x, y]: readonly [number, number]): string => `${String(x)}, ${String(y)}`;
  return constraint.kind === 'cast'
    ? `point ${place(constraint.at)}; rays through ${place(constraint.rays[0])} and ${place(constraint.rays[1])}`
    : `point ${place(constraint.at)}; outwards to ${place(constraint.outward)}`;
}

const LITERATURE = [
  'Kee, O’Brien and Farid, Exposing Photo Manipulation with Inconsistent Shadows, ACM Transactions on Graphics 32(3), 2013',
  'Kee, O’Brien and Farid, Exposing Photo Manipulation from Shading and Shadows, ACM Transactions on Graphics 33(5), 2014',
];
const LIMITS = [
  'The answer is as good as the drawing: which point lies in a shadow, and what can have cast it, is the examiner’s judgement.',
  'A contradiction can also come from a second light, a shadow ascribed to the wrong object, an outline that is not rounded, or a lens that bends straight lines. One that vanishes when its edges are opened by a few degrees can be the hand’s.',
  'That there is no contradiction does not show that the picture is genuine: few or wide constraints allow a light to almost any picture.',
  'Shading is used only as lit or dark, not as a graded brightness; outwards is meant on pixels as stored, which must be square.',
];

/** The method's sheet, when the report has a light drawing. */
export function lightMethod(sheet: Sheet, data: ReportData): void {
  if (data.light.length === 0) return;
  sheet.subsection(`Light from shadows and shading  (${LIGHT_SOLVER.name} ${LIGHT_SOLVER.version})`, 140);
  sheet.fact('Question', 'Can a single light have cast the shadows and made the shading that the examiner marked on a frame?');
  sheet.fact(
    'Method',
    'A point in a cast shadow, the object’s point that cast it and the light project onto one line, so the light projects into the wedge that encloses the object as seen from the point; where it is behind the camera, into the mirrored wedge. Where a rounded outline is lit the light projects to its outer side, where it is dark by its own form to the inner side. Each is a pair of linear inequalities, or one, in homogeneous coordinates of the picture, which hold lights near and far, before and behind the camera. They are intersected exactly; where nothing is left the smallest contradicting sets are searched, and by how much their edges must be turned about their points to agree.',
  );
  sheet.gap(1);
  sheet.label('Literature');
  bullets(sheet, LITERATURE, 0);
  sheet.label('Error rates published by others');
  sheet.text('None known: the proofs are geometric.');
  table(
    sheet,
    [
      { head: 'Measure', share: 0.4, cell: ({ measure }) => measure },
      { head: 'Value', share: 0.3, cell: ({ value }) => value },
      { head: 'Data set', share: 0.22, cell: () => 'computed scenes: five shadows on flat ground, clicked with an error of 2 px' },
      { head: 'n', share: 0.08, cell: () => '1000 of each' },
    ],
    LIGHT_MEASURED,
    'Error rates that we measured',
  );
  sheet.gap(1);
  sheet.label('Limits');
  bullets(sheet, LIMITS, 0);
  table(
    sheet,
    [
      { head: 'Name', share: 0.24, style: STYLE.cellMono, cell: ({ name }) => name },
      { head: 'Value', share: 0.16, cell: ({ value, unit }) => inUnit(String(value), unit) },
      { head: 'Origin', share: 0.6, cell: ({ origin }) => origin },
    ],
    LIGHT_PARAMETERS,
    'Parameters',
  );
}

/** For the front page. */
export function lightSummary(data: ReportData): string {
  const standing = data.light.filter(({ drawing }) => drawing.withdrawn === null);
  const withdrawn = data.light.length - standing.length;
  const contradictory = standing.filter(({ drawing }) => drawing.solution.status === 'contradictory').length;
  return `${count(data.light.length)} drawn by the examiner${withdrawn === 0 ? '' : `, ${count(withdrawn)} of them withdrawn`}; ${count(contradictory)} ${withdrawn === 0 ? 'of them' : 'of those that stand'} without a single light that satisfies all constraints`;
}
