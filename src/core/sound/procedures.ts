/** Sound as it is looked at: pictures of it as bytes, measures of a stretch as a message. Nothing of it is stored in the case. */
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { soundStream } from '../../engine/media/audio.ts';
import type { SoundSource } from '../../engine/sound/view/decode-sound.ts';
import { SoundServer } from '../../engine/sound/view/sound-server.ts';
import type { Context, Handlers } from '../context.ts';
import { parseSoundPath } from './sound-path.ts';

export interface Sound {
  readonly handlers: Pick<Handlers, 'sound.open' | 'sound.measure'>;
  /** `path` is `E1/tile/0/narrow/4/12` or `E1/peaks/mid/9/0`; null when it is not understood. */
  bytes(path: string): Promise<Uint8Array> | null;
  /** Removes working copies; call it before the case is closed. */
  close(): Promise<void>;
}

export function soundProcedures(context: Context): Sound {
  // Beside the cases, not in the system's folder for temporary files: that one is often a small disk in memory.
  const server = new SoundServer(join(context.ports.dataFolder, 'working'));

  async function source(exhibitId: string): Promise<readonly [string, SoundSource]> {
    const { store } = context.current();
    const exhibit = store.exhibit(exhibitId);
    if (soundStream(exhibit.facts) === null) throw new Failure('MEDIA_UNDECODABLE', 'there is no sound in it');
    const { ffmpegPath } = await context.tools();
    return [exhibit.hashes.sha256, { path: store.exhibitPath(exhibitId), ffmpegPath, facts: exhibit.facts }];
  }

  return {
    handlers: {
      'sound.open': async ({ exhibitId }) => ({ exhibitId, ...(await server.state(...(await source(exhibitId)))) }),
      'sound.measure': async ({ exhibitId, ...stretch }) => server.measure(...(await source(exhibitId)), { kind: 'measure', ...stretch }),
    },
    bytes: (path) => {
      const asked = parseSoundPath(path);
      return asked === null ? null : source(asked.exhibitId).then(([key, from]) => server.tile(key, from, asked.ask));
    },
    close: () => server.close(),
  };
}
