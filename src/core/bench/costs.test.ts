import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import type { BenchResult } from './bench.ts';
import { keepCosts, knownCosts } from './costs.ts';

const result: BenchResult = {
  machine: '2 x a processor',
  provider: 'cpu',
  providerChoice: { asked: 'cpu', refused: [] } as unknown as BenchResult['providerChoice'],
  path: '/somewhere/private.mp4',
  width: 640,
  height: 360,
  frames: 100,
  faces: 100,
  decodeMsPerFrame: 1,
  trackingMsPerFrame: 2,
  listeningMsPerFrame: 0,
  detectors: [
    { detectorId: 'blink', family: 'movement', notRun: null, observeMsPerFrame: 0.25, rows: 100, concludeMs: 3 },
    { detectorId: 'body', family: 'movement', notRun: 'no body', observeMsPerFrame: 0, rows: 0, concludeMs: 0 },
  ],
  sound: null,
  movementShare: 0.1,
  imagingMsPerFrame: 0,
  structureMs: 5,
  peakMemoryBytes: 1000,
};

it('keeps what ran, without the name of the file, and reads it back', async () => {
  const data = join(tempFolder(), 'not-yet-there');
  expect(knownCosts(data)).toBeNull();
  await keepCosts(data, result, new Date('2026-11-28T23:00:00Z'));
  expect(knownCosts(data)).toEqual({
    measuredOn: '2026-11-28',
    machine: '2 x a processor',
    width: 640,
    height: 360,
    frames: 100,
    msPerFrame: { blink: 0.25 },
    msPerSecondOfSound: {},
  });
});

it.each(['{', '{"measuredOn":"yesterday"}'])('takes %j for nothing measured', (text) => {
  const data = tempFolder();
  writeFileSync(join(data, 'costs.json'), text);
  expect(knownCosts(data)).toBeNull();
});
