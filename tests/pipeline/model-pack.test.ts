/** A model pack on a real clip: asked about its faces, named in the plan, and still described and concluded after it was removed. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DetectorId } from '../../src/contract/values.ts';
import { concludePack } from '../../src/engine/detectors/pack/conclude.ts';
import { packDetector } from '../../src/engine/detectors/pack/detector.ts';
import { openCase } from '../../src/store/open-case.ts';
import { ask, openApp } from '../helpers/examine.ts';
import { beginningOf, CAP12 } from '../helpers/real-clips.ts';
import { packFolder, tinyPack } from '../helpers/tiny-pack.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

it('answers about sampled faces only when it is named, and its conclusion needs no network', async () => {
  const folder = tempFolder();
  const app = await openApp(join(folder, 'data'));
  const id = DetectorId.parse('pack:tiny');
  try {
    const { pack } = await app.addPack(packFolder(join(folder, 'mine'), tinyPack()));
    await app.createCaseAt(join(folder, 'case'), { name: 'Pack', examiner: 'Demo Examiner' });
    await app.importPaths([await beginningOf(CAP12, 15, join(folder, 'clip.mp4'))]);
    const { exhibits } = await ask(app, 'cases.state', {});
    const job = await ask(app, 'analysis.start', { exhibitId: exhibits[0]!.id, detectorIds: [id] });
    await app.whenJobEnds(job.id);
    await ask(app, 'packs.remove', { packId: 'tiny' });
    const ended = (await ask(app, 'cases.state', {})).jobs[0]!;
    expect(ended.plan.packs).toEqual([pack]);
    expect((await ask(app, 'analysis.detectors', {})).map(({ id: one }) => one)).not.toContain(id);
    expect((await ask(app, 'analysis.detectors', { jobId: job.id })).find((card) => card.id === id)?.title).toBe('Model pack: Tiny mean');
    expect(ended.plan.weights).toContainEqual({ id, sha256: pack.sha256 });
    expect(ended.plan.providerChoice).toEqual({ asked: 'cpu', passedOver: [] });
    const outcome = ended.outcomes[0]!.outcome;
    // The mean of red over a face under warm light: no network's opinion, but a number that pixels decide.
    expect(outcome).toMatchObject({ status: 'measured', measures: [{ name: 'faces asked about', value: 3 }, {}] });
    expect(outcome.status === 'measured' && outcome.score).toBeGreaterThan(0.2);
    expect(outcome.status === 'measured' && outcome.score).toBeLessThan(0.8);
    const [finding] = await ask(app, 'analysis.findings', {});
    expect(finding).toMatchObject({ detectorId: id, weight: 'note', kind: 'highest-answer' });
    const [overlay] = await ask(app, 'analysis.overlays', { jobId: job.id, firstFrame: finding!.keyFrame!, count: 1 });
    expect(overlay?.faces[0]?.values.answer).toBeCloseTo(finding!.measure.value, 10);
    await expect(ask(app, 'analysis.start', { exhibitId: exhibits[0]!.id, detectorIds: [id] })).rejects.toThrow('DETECTOR_UNKNOWN');
    const report = await ask(app, 'report.export', { identity: null, remarks: null });
    const { path } = await app.reportFile(report.id);
    const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    expect(words).toContain('Model pack: Tiny mean');
    expect(words).toContain('not calibrated');
    expect(words.replace(/\s/g, '')).toContain(pack.sha256);
    await app.close();

    const store = openCase(join(folder, 'case'), { now: () => new Date(), penumbraVersion: '0.1.0' });
    try {
      const rows = store.observations(job.id, id);
      expect(rows.map(({ frame }) => frame)).toEqual([0, 5, 10]);
      const again = concludePack(id, pack.card.name, {
        facts: exhibits[0]!.facts,
        rows,
        tracks: [],
        framesTotal: 15,
        framesDecoded: 15,
        faceAt: () => null,
      });
      expect(again.outcome).toEqual(outcome);
    } finally {
      store.close();
    }
    expect(packDetector(pack).applies({ ...exhibits[0]!.facts, kind: 'audio' }).applies).toBe(false);
  } finally {
    await app.close();
  }
}, 60_000);
