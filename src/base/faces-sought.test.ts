import { expect, it } from 'vitest';
import { facesSought } from './faces-sought.ts';

const ofFaces = (id: string): boolean => id === 'blink';
const job = (status: string | null, framesWithFace = 0, id = 'blink') => ({
  framesWithFace,
  plan: { detectors: [{ id }, { id: 'container' }] },
  outcomes:
    status === null
      ? []
      : [
          { detectorId: id, outcome: { status } },
          { detectorId: 'container', outcome: { status: 'measured' } },
        ],
});

it('takes no faces for looked for where no detector of faces was asked or could run', () => {
  expect(['measured', 'abstained', 'failed', 'notApplicable', null].map((status) => facesSought(job(status), ofFaces))).toEqual([
    ...[true, true, false, false, true],
  ]);
  expect([facesSought(job('measured', 0, 'temporal'), ofFaces), facesSought(job(null, 0, 'temporal'), ofFaces)]).toEqual([false, false]);
  // Found before the detectors failed.
  expect(facesSought(job('failed', 3), ofFaces)).toBe(true);
});
