/** From stored answers to the mean over the sampled faces, weighted by the side of the crop; needs no network. */
import type { DetectorId } from '../../../contract/values.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';

interface Answered {
  readonly row: ObservationRow;
  readonly answer: number;
  readonly side: number;
}

const answered = (rows: readonly ObservationRow[]): Answered[] =>
  rows.flatMap((row) => {
    const [answer, side] = row.values;
    return typeof answer === 'number' && typeof side === 'number' ? [{ row, answer, side }] : [];
  });

export function concludePack(detectorId: DetectorId, name: string, { rows, faceAt }: ConcludeInput): Conclusion {
  const faces = answered(rows);
  const sides = faces.reduce((sum, { side }) => sum + side, 0);
  if (sides === 0)
    return {
      outcome: { status: 'abstained', reason: 'No face was found in the sampled frames.', measures: [] },
      signals: [],
      findings: [],
    };
  const score = faces.reduce((sum, { answer, side }) => sum + answer * side, 0) / sides;
  const highest = faces.reduce((best, face) => (face.answer > best.answer ? face : best));
  const measure = { name: 'answer', value: highest.answer, unit: '0..1, uncalibrated' };
  const { frame, ptsUs, trackId } = highest.row;
  return {
    outcome: {
      status: 'measured',
      score,
      measures: [
        { name: 'faces asked about', value: faces.length, unit: 'faces' },
        { name: 'highest answer', value: highest.answer, unit: '0..1, uncalibrated' },
      ],
      statement: `The network "${name}" answered ${score.toFixed(3)} on average over ${String(faces.length)} faces. This answer is not calibrated.`,
    },
    signals: byTrack(rows).map(([track, own]) => ({
      detectorId,
      name: 'answer',
      title: `Answer of ${name}`,
      unit: '0..1, uncalibrated',
      trackId: track,
      frames: own.map((row) => row.frame),
      ptsUs: own.map((row) => row.ptsUs),
      values: own.map((row) => row.values[0] ?? null),
      levels: [],
    })),
    findings: [
      {
        detectorId,
        kind: 'highest-answer',
        title: 'Highest answer of the network',
        trackId,
        firstFrame: frame,
        lastFrame: frame,
        keyFrame: frame,
        startUs: ptsUs,
        endUs: ptsUs,
        region: trackId === null ? null : (faceAt(frame, trackId)?.box ?? null),
        measure,
        weight: 'note',
        explanation:
          'Of all sampled faces the network answered highest here. In every recording there is such a place; by itself it says nothing.',
        check: 'Look at the face in this frame and in its neighbours at full size.',
      },
    ],
  };
}
