/** A process of the triage that dies at a file whose name says so; of the others it says that they were empty. */
import type { ToScoreChild } from '../../src/core/analysis/score-messages.ts';

process.on('message', (message: ToScoreChild) => {
  if (message.type === 'begin') return;
  if (message.path.includes('deadly')) process.kill(process.pid, 'SIGKILL');
  process.send?.({ line: { file: message.path, error: { code: 'FILE_EMPTY', message: 'empty' } } });
});
process.once('disconnect', () => process.exit());
