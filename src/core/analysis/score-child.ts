/** Process entry: examines the files that it is sent, one after the other, with networks that stay open, until its parent lets it go or is gone. */
import type { FromScoreChild, ToScoreChild } from './score-messages.ts';
import { scoreFiles } from './score.ts';

const waiting: string[] = [];
let wake: (() => void) | null = null;

async function* asked(): AsyncGenerator<string> {
  for (;;) {
    const next = waiting.shift();
    if (next !== undefined) yield next;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

function send(message: FromScoreChild): void {
  if (process.send === undefined) throw new Error('this file is the entry of a process with a channel');
  process.send(message);
}

process.on('message', (message: ToScoreChild) => {
  if (message.type === 'file') {
    waiting.push(message.path);
    wake?.();
    return;
  }
  void (async () => {
    for await (const line of scoreFiles(asked(), message.options)) send({ line });
  })();
});
// A parent that was killed must leave nobody behind.
process.once('disconnect', () => process.exit());
// Ctrl+C reaches the whole group; it is the parent's to say what is left unfinished.
process.on('SIGINT', () => undefined);
