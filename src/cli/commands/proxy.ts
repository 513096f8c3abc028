/** `penumbra proxy`: a copy of an exhibit that the window can play, made beforehand. */
import { resolve } from 'node:path';
import type { Proxy, ProxyProgress } from '../../contract/exhibits.ts';
import { ExhibitId } from '../../contract/values.ts';
import { readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { bytesInWords, timeInWords } from '../words.ts';

export const proxyCommand: Command = {
  name: 'proxy',
  usage: 'proxy <case> <exhibit> [--json]',
  summary: 'make a copy of a film or recording that the window can play, frame for frame',
  help: `  <exhibit>  for example E1
  --json     print the proxy as JSON
  For playing only: stopped frames, snapshots and every measure are made from the original. The copy is checked (every frame at its time,
  the sound sample for sample) and kept as a derived file with its recipe; one that is there and whole is not made again.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>', '<exhibit>'], { json: { type: 'boolean' } });
    const [folder = '', name = ''] = positionals;
    const exhibitId = ExhibitId.safeParse(name);
    if (!exhibitId.success) throw new UsageError(`"${name}" is no exhibit's name (E1, E2, …)`);
    const app = await io.openApp();
    await app.openCaseAt(resolve(folder));
    const cancel = (): void => void callInProcess(app, 'exhibits.cancelProxy', {});
    io.signal.addEventListener('abort', cancel, { once: true });
    const unsubscribe = app.subscribe((event) => {
      if (event.type === 'exhibits.proxying') io.progress(progressInWords(event.progress));
    });
    try {
      const proxy = await callInProcess(app, 'exhibits.makeProxy', { exhibitId: exhibitId.data });
      io.out(values.json === true ? JSON.stringify(proxy) : describe(proxy));
      return 0;
    } finally {
      unsubscribe();
      io.signal.removeEventListener('abort', cancel);
    }
  },
};

function progressInWords({ exhibitId, stage, unit, done, total }: ProxyProgress): string {
  if (stage === 'checking') return `${exhibitId}: checking the proxy`;
  const words = (value: number): string => (unit === 'frames' ? String(value) : timeInWords(value));
  return `${exhibitId}: ${unit === 'frames' ? 'frame ' : ''}${words(done)}${total === null ? '' : ` of ${words(total)}`}`;
}

const describe = ({ exhibitId, name, sizeBytes, sha256 }: Proxy): string =>
  `${exhibitId}  derived/${name}  ${sha256}  ${bytesInWords(sizeBytes)}`;
