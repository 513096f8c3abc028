import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LightDrawing, type LightConstraint } from '../../contract/light.ts';
import { ExhibitId, LightDrawingId } from '../../contract/values.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { exampleFacts } from '../../../tests/helpers/example-records.ts';
import { addExhibit, fakeCore, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { analysisProcedures, type Analysis } from './procedures.ts';

const E1 = { exhibitId: ExhibitId.parse('E1') };
let core: FakeCore;
let analysis: Analysis;

/** A clip of ten frames, 64 by 48 pixels as stored and shown upright: 48 by 64. */
beforeAll(() => {
  const spawn = () => {
    throw new Error('no engine is needed');
  };
  core = fakeCore({ folder: join(tempFolder(), 'case'), registry: () => [], spawn });
  analysis = analysisProcedures(core.context, core.parts);
  const streams = exampleFacts.streams.map((stream) => (stream.type === 'video' ? { ...stream, rotation: 90 as const } : stream));
  addExhibit(core.store, 10, { streams });
});
afterAll(() => core.store.close());

const wedge = (at: [number, number], ...rays: [[number, number], [number, number]]): LightConstraint => ({
  kind: 'cast',
  name: 'Post',
  at,
  rays,
});
const left = wedge([10, 60], [15, 20], [20, 20]);
const right = wedge([40, 60], [30, 20], [35, 20]);
const keep = (constraints: LightConstraint[], frame = 4) => analysis.handlers['analysis.keepLight']({ ...E1, frame, constraints });

it('solves again, keeps the drawing with what it was drawn on, and enters it in the ledger', async () => {
  const kept = LightDrawing.parse(await keep([left, right]));
  expect(kept).toMatchObject({ id: 'L1', frame: 4, width: 48, height: 64, constraints: [left, right], by: 'Demo Examiner' });
  expect(kept.solution).toEqual(await analysis.handlers['analysis.solveLight']({ width: 48, height: 64, constraints: [left, right] }));
  expect(kept.solution.statement).toContain('satisfies all 2 constraints');
  expect(kept.recipe).toEqual({
    exhibitSha256: core.store.exhibit('E1').hashes.sha256,
    decoder: { name: 'ffmpeg', version: 'ffmpeg fake' },
    solver: { name: 'light from wedges', version: '1.0.0' },
  });
  const second = await keep([left], 9);
  expect(second.id).toBe('L2');
  expect(await analysis.handlers['analysis.lightDrawings'](E1)).toEqual([kept, second]);
  const [entry] = core.store.entries(core.store.head().seq - 1, 1);
  expect([entry?.action, entry?.subject, entry?.actor]).toEqual(['light.kept', 'L1', 'Demo Examiner']);
  expect(entry?.payload).toMatchObject({
    exhibitId: 'E1',
    frame: 4,
    drawing: { width: 48, height: 64, constraints: [left, right] },
    statement: kept.solution.statement,
  });
  expect((await verifyCase(core.store.folder)).problems.filter(({ subject }) => subject.startsWith('L'))).toEqual([]);
});

it('withdraws a drawing once, with a reason, and erases nothing', async () => {
  const before = await analysis.handlers['analysis.lightDrawings'](E1);
  const withdraw = (id: string) =>
    analysis.handlers['analysis.withdrawLight']({ drawingId: LightDrawingId.parse(id), reason: 'Not that shadow' });
  const withdrawn = await withdraw('L2');
  expect(withdrawn).toEqual({
    ...before[1],
    withdrawn: { reason: 'Not that shadow', by: 'Demo Examiner', atUtc: expect.any(String) as string },
  });
  expect(await analysis.handlers['analysis.lightDrawings'](E1)).toEqual([before[0], withdrawn]);
  expect(core.store.entries(core.store.head().seq, 1)).toMatchObject([
    { action: 'light.withdrawn', subject: 'L2', payload: { reason: 'Not that shadow', by: 'Demo Examiner' } },
  ]);
  await expect(withdraw('L2')).rejects.toMatchObject({ code: 'LIGHT_DRAWING_WITHDRAWN' });
  await expect(withdraw('L9')).rejects.toMatchObject({ code: 'LIGHT_DRAWING_NOT_FOUND' });
  expect((await verifyCase(core.store.folder)).problems.filter(({ subject }) => subject.startsWith('L'))).toEqual([]);
});

it('refuses a frame or an exhibit that is not there, and a constraint that says nothing', async () => {
  const before = core.store.head().seq;
  await expect(keep([left], 10)).rejects.toMatchObject({ code: 'FRAME_NOT_FOUND' });
  const E9 = { exhibitId: ExhibitId.parse('E9') };
  await expect(analysis.handlers['analysis.keepLight']({ ...E9, frame: 0, constraints: [left] })).rejects.toMatchObject({
    code: 'EXHIBIT_NOT_FOUND',
  });
  await expect(analysis.handlers['analysis.lightDrawings'](E9)).rejects.toMatchObject({ code: 'EXHIBIT_NOT_FOUND' });
  await expect(keep([wedge([1, 1], [9, 9], [18, 18])])).rejects.toMatchObject({
    code: 'APP_BAD_REQUEST',
    detail: 'Constraint 1 cannot be used: its two rays coincide.',
  });
  expect(core.store.head().seq).toBe(before);
});
