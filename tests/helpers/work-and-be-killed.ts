/** A process that takes in, examines, annotates and reports on a case until all of it is done, going on where an earlier one was killed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ask, openApp } from './examine.ts';

const [folder = '', media = ''] = process.argv.slice(2);
const DETECTORS = ['temporal', 'channels', 'container'];
const NOTES = 6;

const app = await openApp(`${folder}-data`);
if (existsSync(join(folder, 'case.sqlite'))) await app.openCaseAt(folder);
else await app.createCaseAt(folder, { name: 'Killed', examiner: 'Demo Examiner' });

/** What is said here was committed before: the parent looks for it after the kill. */
async function say(stage: string): Promise<void> {
  const { ledgerHead } = await ask(app, 'cases.state', {});
  process.stdout.write(`${stage} ${String(ledgerHead.seq)} ${ledgerHead.hash}\n`);
}

await say('opened');
const { exhibits: known } = await ask(app, 'cases.state', {});
if (known.length < 3) await app.importPaths([media]);
await say('imported');
const { exhibits, jobs } = await ask(app, 'cases.state', {});
for (const { id } of exhibits) {
  const earlier = jobs.filter(({ exhibitId }) => exhibitId === id).at(-1);
  if (earlier?.state === 'finished') continue;
  const sampling = { everyNthFrame: 1 };
  const job =
    earlier === undefined
      ? await ask(app, 'analysis.start', { exhibitId: id, detectorIds: DETECTORS, sampling })
      : await ask(app, 'analysis.resume', { jobId: earlier.id });
  await say('started');
  await app.whenJobEnds(job.id);
  await say('examined');
}
const written = await ask(app, 'analysis.notes', {});
for (let number = written.length; number < NOTES; number++) {
  await ask(app, 'analysis.keepNote', {
    exhibitId: exhibits[0]?.id ?? 'E1',
    startUs: number,
    endUs: number,
    band: null,
    text: `Note ${String(number)}`,
  });
  await say('noted');
}
if ((await ask(app, 'report.list', {})).length === 0) {
  await say('reporting');
  await ask(app, 'report.export', { identity: null, remarks: null });
  await say('reported');
}
await app.close();
process.stdout.write('done\n');
