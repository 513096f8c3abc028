/** A loopback server of a fake application, begun anew for each test, and ways to send it what no window of ours would send. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { temporaryPrefix } from '../../src/base/node/temporary-folder.ts';
import { afterEach, beforeEach } from 'vitest';
import { type LoopbackServer, serve } from '../../src/loopback/server.ts';
import { FakeApplication } from './fake-application.ts';
import { enter, raw, type RawAnswer } from './loopback-client.ts';

const limits = { jsonBytes: 1000, jsonMs: 150, silenceMs: 150 };

class LoopbackDoor {
  app!: FakeApplication;
  server!: LoopbackServer;
  folder!: string;
  cookie!: string;
  /** What the server could not name. */
  unknown: unknown[] = [];

  async open(): Promise<void> {
    this.folder = await mkdtemp(temporaryPrefix('loopback'));
    const rendererFolder = join(this.folder, 'renderer');
    await mkdir(join(rendererFolder, 'assets'), { recursive: true });
    await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Penumbra</title>');
    await writeFile(join(rendererFolder, 'assets', 'main-1a2B_.js'), 'export {};');
    await writeFile(join(rendererFolder, 'assets', 'notes.txt'), 'not a type of ours');
    await writeFile(join(this.folder, 'secret.js'), 'secret');
    await symlink(join(this.folder, 'secret.js'), join(rendererFolder, 'link.js'));
    this.app = new FakeApplication();
    this.unknown = [];
    this.server = await serve(this.app, { rendererFolder, limits, graceMs: 50, onUnknown: (error) => this.unknown.push(error) });
    this.cookie = await enter(this.server.entryUrl);
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  readonly host = (): string => new URL(this.server.origin).host;

  readonly page = (more: Record<string, string> = {}): Record<string, string> => ({ cookie: this.cookie, ...more });

  readonly fromPage = (more: Record<string, string> = {}): Record<string, string> =>
    this.page({ origin: this.server.origin, 'x-penumbra': '1', 'content-type': 'application/json', ...more });

  readonly post = (headers: Record<string, string>, body: string | Buffer = '{}', path = '/call/app.info'): Promise<RawAnswer> =>
    raw(this.server.origin, { method: 'POST', path, headers, body });

  /** Sends text over a bare socket and collects what comes back until the server closes, or `until` is seen. */
  readonly talk = async (text: string, until?: string): Promise<{ answer: string; socket: Socket }> => {
    const socket = connect(Number(new URL(this.server.origin).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.write(text);
    await new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
      socket.on('data', () => until !== undefined && answer.includes(until) && resolve());
    });
    return { answer, socket };
  };
}

/** Called at the top of a file: opens before each of its tests, and closes after. */
export function loopbackDoor(): LoopbackDoor {
  const door = new LoopbackDoor();
  beforeEach(() => door.open());
  afterEach(() => door.close());
  return door;
}
