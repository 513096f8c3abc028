/** A process that imports a folder and dies where it is told to: `import-child <case> <folder> <point> <how many times past it>`. */
import { writeSync } from 'node:fs';
import { clearIncoming } from '../../src/core/exhibits/incoming.ts';
import { openCase } from '../../src/store/open-case.ts';
import { loneImporter } from './lone-importer.ts';

const [caseFolder = '', folder = '', point = '', times = '0'] = process.argv.slice(2);
const store = openCase(caseFolder, { now: () => new Date(), penumbraVersion: '0' });
await clearIncoming(store);
// Whatever is written here was committed before: the parent looks for it afterwards.
store.onEntry((entry) => writeSync(1, `${entry.hash}\n`));
let left = Number(times);
const importer = loneImporter(store, (reached) => {
  if (reached === point && left-- === 0) process.kill(process.pid, 'SIGKILL');
});
writeSync(1, 'begun\n');
await importer.importPaths([folder]);
store.close();
