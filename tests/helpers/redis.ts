/** A Redis of a test's own, with a password, on a port that was free; Debian's redis-tools are enough, and start no service. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const PASSWORD = 'only-for-this-test';
const KEY = 'k'.repeat(32);

/** Debian packs the server and the checker of its files as one program, which goes by the name it is called. */
const PROGRAMS = ['redis-server', 'redis-check-rdb'] as const;
const program = PROGRAMS.find((name) => spawnSync(name, ['--version']).status === 0);

/** Why there can be none; `null` where there can. */
export const whyNoRedis = program === undefined ? 'Redis is not installed (on Debian: apt-get install redis-tools)' : null;

export interface TestRedis {
  readonly port: number;
  /** The file that names it, as `--rack` wants it. */
  readonly rackFile: string;
  stop(): Promise<void>;
}

/** `folder`: for its file; `port`: of one that was stopped before. */
export async function startRedis(folder: string, port?: number): Promise<TestRedis> {
  const chosen = port ?? (await freePort());
  const settings = ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--requirepass', PASSWORD];
  const server = spawn(program ?? '', settings, { argv0: 'redis-server', cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  await ready(server);
  const rackFile = join(folder, 'rack.txt');
  writeFileSync(rackFile, `redis://:${PASSWORD}@127.0.0.1:${String(chosen)}\n${KEY}\n`, { mode: 0o600 });
  return {
    port: chosen,
    rackFile,
    stop: async () => {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    },
  };
}

async function ready(server: ChildProcess): Promise<void> {
  for await (const chunk of server.stdout ?? []) if (String(chunk).includes('Ready to accept connections')) break;
  server.stdout?.on('error', () => undefined).resume();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const gone = once(server, 'close');
  server.close();
  await gone;
  return typeof address === 'object' && address !== null ? address.port : 0;
}
