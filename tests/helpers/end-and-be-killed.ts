/** A process that examines a made-up exhibit and is killed by the thread that stores the end, at the moment that it is told. */
import { coreOf, endFault, type EndFault, examineWith } from './end-faults.ts';

const [folder = '', moment = '', frames = ''] = process.argv.slice(2);
await examineWith(coreOf(folder, Number(frames)), endFault(moment as EndFault['moment'], 'program'));
