/** All rows -> whether face and surroundings carry the same traces of coding. Pure. */
import type { FindingDraft, Measure } from '../../../contract/analysis.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { otherPast, pictureBefore } from './findings.ts';
import { PARAMETERS } from './parameters.ts';
import { hasPast, readStill, shareOfLimit, wordsOf, type StillFace } from './still.ts';

export function concludeStill(detectorId: FindingDraft['detectorId'], { rows, faceAt }: ConcludeInput): Conclusion {
  const seen = rows.map(readStill);
  const faces = seen.filter(({ row }) => row.trackId !== null);
  // What is around each of several faces is nearly the same: the picture's past is told once.
  const whole = seen.toSorted((a, b) => b.past.nats - a.past.nats)[0];
  const foremost = faces.filter(({ score }) => score !== null).toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0];
  const notes = whole !== undefined && hasPast(whole) ? [pictureBefore(detectorId, whole)] : [];
  const found = faces.flatMap((face) => (face.score === null ? [] : otherPast(detectorId, face, faceAt)));
  const findings = [...found, ...notes];
  if (whole === undefined)
    return { outcome: { status: 'abstained', reason: 'Nothing was observed.', measures: [] }, signals: [], findings };
  if (foremost?.score == null) {
    return { outcome: { status: 'abstained', reason: reasonOf(whole, faces), measures: pastMeasures(whole) }, signals: [], findings };
  }
  // The past of the surroundings is told with its finding.
  const statement = shareOfLimit(foremost.around) >= 1 ? compared(foremost) : `${compared(foremost)} ${past(whole)}`;
  return {
    outcome: { status: 'measured', score: foremost.score, measures: measuresOf(foremost, whole), statement },
    signals: [],
    findings,
  };
}

function reasonOf(whole: StillFace, faces: readonly StillFace[]): string {
  if (whole.scale !== 1) return `The picture was scaled down by ${whole.scale.toFixed(2)} for examination; no grid of eight is left in it.`;
  const largest = faces.toSorted((a, b) => Math.min(...b.blocks) - Math.min(...a.blocks))[0];
  if (largest === undefined) return `No face was found, so that nothing is compared. ${past(whole)}`;
  const [face, around] = largest.blocks;
  return `${face} blocks of 8 x 8 lie in the face and ${around} around it; ${PARAMETERS.fewestBlocks.value} are needed in both. ${past(whole)}`;
}

function compared({ around, face }: StillFace): string {
  if (shareOfLimit(around) >= 1)
    return `The surroundings of the face carry an earlier compression (${wordsOf(around)}) that the face lacks.`;
  if (shareOfLimit(face) >= 1) return `The face carries an earlier compression (${wordsOf(face)}) that its surroundings lack.`;
  return 'No earlier compression was seen that the face or its surroundings alone carry.';
}

function past(whole: StillFace): string {
  const where = whole.row.trackId === null ? 'the picture' : 'what is around the face';
  if (!hasPast(whole))
    return `No earlier compression is visible in ${where}: none happened, or it is hidden by scaling or by a coarser one.`;
  return `In ${where} an earlier compression is visible ${wordsOf(whole.past)}.`;
}

function pastMeasures(whole: StillFace): Measure[] {
  return [
    {
      name: `evidence for an earlier compression ${whole.row.trackId === null ? 'of the picture' : 'around the face'}`,
      value: whole.past.nats,
      unit: 'nats',
    },
  ];
}

function measuresOf({ around, face }: StillFace, whole: StillFace): Measure[] {
  return [
    ...pastMeasures(whole),
    { name: 'trace of the surroundings: evidence there', value: around.nats, unit: 'nats' },
    { name: 'trace of the surroundings: evidence in the face', value: around.otherNats, unit: 'nats' },
    { name: 'trace of the face: evidence there', value: face.nats, unit: 'nats' },
    { name: 'trace of the face: evidence around it', value: face.otherNats, unit: 'nats' },
  ];
}
