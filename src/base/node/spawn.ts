/** Runs other programs: no shell, own process group, limited time, limited output. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { Failure } from '../failure.ts';
import { confine, type Reach } from './confine.ts';

/** Kept from the end of a program's stderr, bytes. */
const STDERR_TAIL_BYTES = 8192;

/** How a program ended when it did not end well; stays at home as a Failure's `cause`, because stderr may hold paths. */
export class ToolExit extends Error {
  override readonly name = 'ToolExit';
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stderr: string;

  constructor(tool: string, exitCode: number | null, signal: string | null, stderr: string) {
    super(`${tool} ended with ${signal ?? `code ${String(exitCode)}`}: ${stderr.slice(-500)}`);
    this.exitCode = exitCode;
    this.signal = signal;
    this.stderr = stderr;
  }
}

export interface StartedTool {
  readonly child: ChildProcess;
  /** Kills the whole process group at once; does nothing when it has already gone. */
  kill(): void;
  /** Resolves when the program has ended and all its pipes are closed; rejects with TOOL_MISSING if it could not be started. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly signal: string | null; readonly stderr: string }>;
}

export interface StartOptions {
  /** Pipes besides stdout (fd 3 and up). */
  readonly extraPipes?: number;
  /** Whether stdin is a pipe, for a program that is given its work piece by piece. */
  readonly stdin?: boolean;
  /** Given for everything that reads a file from outside: the program is then kept within bounds (confine.ts). */
  readonly reach?: Reach;
  /** Instead of a pipe (wide-pipe.ts); closed here, so that its other end is read to the end when the program has gone. */
  readonly stdout?: Socket;
}

/** Starts a program with stdin closed if it is not asked for, stdout and further pipes open for reading, stderr kept as a tail. */
export function startTool(
  path: string,
  args: readonly string[],
  { extraPipes = 0, stdin = false, reach, stdout }: StartOptions = {},
): StartedTool {
  const extra = Array.from({ length: extraPipes }, () => 'pipe' as const);
  const run = reach === undefined ? { path, args, env: process.env, wrapped: false } : confine(path, args, reach);
  const child = spawn(run.path, run.args, {
    shell: false,
    env: run.env,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: [stdin ? 'pipe' : 'ignore', stdout ?? 'pipe', 'pipe', ...extra],
  });
  stdout?.destroy();
  let tail: Buffer = Buffer.alloc(0);
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]);
    if (tail.length > STDERR_TAIL_BYTES) tail = tail.subarray(tail.length - STDERR_TAIL_BYTES);
  });
  let gone = false;
  const ended = new Promise<{ exitCode: number | null; signal: string | null; stderr: string }>((resolve, reject) => {
    child.once('error', (cause) => {
      gone = true;
      reject(new Failure('TOOL_MISSING', basename(path), { cause }));
    });
    child.once('close', (exitCode, signal) => {
      gone = true;
      const inside = run.wrapped && exitCode !== null ? diedOf(exitCode) : null;
      const end = inside === null ? { exitCode, signal } : { exitCode: null, signal: inside };
      resolve({ ...end, stderr: tail.toString('utf8') });
    });
  });
  // A caller may look at the pipes first; a failed start must not count as unhandled meanwhile.
  ended.catch(() => undefined);
  const kill = (): void => {
    if (gone || child.pid === undefined) return;
    if (process.platform === 'win32') {
      child.kill('SIGKILL');
      return;
    }
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      // ESRCH: it ended between the look and the kill, which is what was wanted.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  return { child, kill, ended };
}

/** Signals by which a program dies of itself or of a limit; other codes above 128 may be its own. */
const DEADLY = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV', 'SIGXCPU', 'SIGXFSZ', 'SIGSYS'] as const;

function diedOf(exitCode: number): string | null {
  return DEADLY.find((name) => exitCode === 128 + constants.signals[name]) ?? null;
}

/** Writes all of it and closes stdin; a program that ends without reading it says why by its end. */
export function giveAll({ child }: StartedTool, bytes: Uint8Array): void {
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(bytes);
}

export interface RunLimits {
  readonly timeoutMs: number;
  readonly maxStdoutBytes: number;
  readonly signal?: AbortSignal;
  /** As for startTool. */
  readonly reach?: Reach;
  /** Written to the program's stdin, which is closed behind it. */
  readonly stdin?: Uint8Array | undefined;
}

export interface ToolOutput {
  readonly stdout: Buffer;
  /** The last 8 KiB. */
  readonly stderr: string;
}

/**
 * Runs a program to its end and returns what it wrote.
 * Rejects with TOOL_MISSING (cannot be started), TOOL_FAILED (exit code not 0, a signal, or too much output; `cause` is a
 * ToolExit), MEDIA_TIMEOUT, or the abort signal's own reason. The process group is gone before the promise settles.
 */
export async function runTool(path: string, args: readonly string[], limits: RunLimits): Promise<ToolOutput> {
  limits.signal?.throwIfAborted();
  const name = basename(path);
  const tool = startTool(path, args, { stdin: limits.stdin !== undefined, ...(limits.reach === undefined ? {} : { reach: limits.reach }) });
  if (limits.stdin !== undefined) giveAll(tool, limits.stdin);
  let stopped: { readonly reason: unknown } | null = null;
  const stop = (reason: unknown): void => {
    stopped ??= { reason };
    tool.kill();
  };
  const chunks: Buffer[] = [];
  let bytes = 0;
  tool.child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.maxStdoutBytes)
      stop(new Failure('TOOL_FAILED', `${name}: more than ${String(limits.maxStdoutBytes)} bytes of output`));
    else chunks.push(chunk);
  });
  const timer = setTimeout(() => {
    stop(new Failure('MEDIA_TIMEOUT', `${name}: ${String(limits.timeoutMs / 1000)} s`));
  }, limits.timeoutMs);
  const onAbort = (): void => {
    stop(limits.signal?.reason);
  };
  limits.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await tool.ended;
    // Read through a function: control-flow analysis does not see that callbacks assign it.
    const why = ((): { readonly reason: unknown } | null => stopped)();
    if (why !== null) throw why.reason;
    if (end.exitCode !== 0) {
      const cause = new ToolExit(name, end.exitCode, end.signal, end.stderr);
      throw new Failure('TOOL_FAILED', `${name}: ${end.signal ?? `code ${String(end.exitCode)}`}`, { cause });
    }
    return { stdout: Buffer.concat(chunks), stderr: end.stderr };
  } finally {
    clearTimeout(timer);
    limits.signal?.removeEventListener('abort', onAbort);
  }
}
