/** A file that nobody may read and a server that nobody may ask; both notice. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Bait } from './crafted-containers.ts';
import { makeWith } from './seeds.ts';

/** Stands in the bait's title and in nothing else. */
const TOKEN = 'penumbra-bait-7f3a9c';

export interface LaidBait extends Bait {
  /** Connections that were made to the address. */
  connections(): number;
  /** Files below a folder in which what the bait says turns up. */
  leaks(folder: string): string[];
  close(): Promise<void>;
}

export async function layBait(folder: string, ffmpegPath: string): Promise<LaidBait> {
  let met = 0;
  const server: Server = createServer((socket) => {
    met += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // A whole film: a demuxer that followed a playlist would find what it needs, and tell the title.
  const file = join(folder, 'bait.mp4');
  const picture = ['-f', 'lavfi', '-i', 'color=magenta:size=64x48:rate=5:duration=1'];
  await makeWith(ffmpegPath, [...picture, '-c:v', 'mpeg4', '-metadata', `title=${TOKEN}`, '-metadata:s:v', `handler_name=${TOKEN}`], file);
  writeFileSync(join(folder, 'bait.txt'), TOKEN);
  return {
    file,
    address: `http://127.0.0.1:${String(port)}`,
    connections: () => met,
    leaks: (below) => leaking(below),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function leaking(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(TOKEN));
}
