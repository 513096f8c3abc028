/** A process that examines E1 of a new case (or goes on with J1) and says how far the case file is, with Infinity when it concludes; made to be killed. */
import { ask, openApp } from './examine.ts';

const [folder = '', file = ''] = process.argv.slice(2);
const app = await openApp(`${folder}-data`);
app.subscribe((event) => {
  if (event.type !== 'analysis.progressed') return;
  const { stage, framesDone } = event.progress;
  process.stdout.write(stage === 'concluding' ? 'Infinity\n' : `${framesDone}\n`);
});
if (file === '') {
  await app.openCaseAt(folder);
  await ask(app, 'analysis.resume', { jobId: 'J1' });
} else {
  await app.createCaseAt(folder, { name: 'Killed', examiner: 'Demo Examiner' });
  await app.importPaths([file]);
  await ask(app, 'analysis.start', { exhibitId: 'E1' });
}
await app.whenJobEnds('J1');
await app.close();
