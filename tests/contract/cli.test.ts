/** The command line as scripts see it: a process of its own, its exit codes, what stands on stdout and what on stderr. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waveFile } from '../../scripts/recipes/wave-file.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What these tests look at in one line of JSON. */
interface Line {
  readonly name?: string;
  readonly outcome?: string;
  readonly error?: { readonly code: string };
  readonly problems?: readonly { readonly kind: string }[];
  readonly detectors?: Readonly<Record<string, object>>;
}
const linesOf = (out: string): Line[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-cli-'));
  await writeFile(join(folder, 'tone.wav'), tone(8000));
  await writeFile(join(folder, 'notes.txt'), 'no media at all\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ENTRY = join(import.meta.dirname, '..', '..', 'src', 'cli', 'index.ts');

function penumbra(...args: string[]): Promise<Ended> {
  const env = { ...process.env, PENUMBRA_DATA: join(folder, 'data') };
  return new Promise((resolve) => {
    execFile(process.execPath, [ENTRY, ...args], { env, cwd: folder }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** The whole lines that stood on stdout when the process was killed, at the first that made them so many. */
async function killedAfterLines(count: number, ...args: string[]): Promise<string[]> {
  const child = spawn(process.execPath, [ENTRY, ...args], { env: { ...process.env, PENUMBRA_DATA: join(folder, 'data') }, cwd: folder });
  let out = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    out += chunk.toString();
    if (out.split('\n').length > count) child.kill('SIGKILL');
  }
  return out.split('\n').slice(0, -1);
}

/** A second of a quiet square wave: 16-bit mono PCM in a WAV. */
function tone(rate: number): Buffer {
  const samples = Buffer.alloc(rate * 2);
  for (let at = 0; at < rate; at++) samples.writeInt16LE(at % 20 < 10 ? 2000 : -2000, at * 2);
  return waveFile(samples, rate, 1);
}

describe('penumbra', () => {
  it('makes a case, imports, goes on after a refused file, and verifies', async () => {
    expect(await penumbra('case', 'create', 'one', '--name', 'Trial', '--examiner', 'Demo Examiner')).toMatchObject({ code: 0, err: '' });
    expect(await penumbra('case', 'create', 'one', '--name', 'Again', '--examiner', 'Demo Examiner')).toMatchObject({ code: 3, out: '' });

    const imported = await penumbra('import', 'one', 'notes.txt', 'tone.wav', 'no-such-file', '--json');
    const outcomes = linesOf(imported.out);
    expect(imported.code).toBe(3);
    expect(outcomes.map(({ name, outcome, error }) => [name, outcome, error?.code])).toEqual([
      ['notes.txt', 'refused', 'MEDIA_UNRECOGNISED'],
      ['tone.wav', 'imported', undefined],
      ['no-such-file', 'refused', 'FILE_NOT_FOUND'],
    ]);
    expect((await penumbra('import', 'one', 'tone.wav')).code).toBe(0);

    const whole = await penumbra('verify', 'one', '--json');
    expect([whole.code, JSON.parse(whole.out)]).toMatchObject([0, { ok: true, exhibitsChecked: 1, problems: [] }]);
    expect(JSON.parse((await penumbra('findings', 'one', '--json')).out)).toEqual({ findings: [], ratios: [], combined: [] });
  });

  it('says of an import that is killed what was taken in; the same command takes in the rest and says what was there', async () => {
    await penumbra('case', 'create', 'killed', '--name', 'Killed', '--examiner', 'Demo Examiner');
    await mkdir(join(folder, 'many'));
    for (let k = 0; k < 12; k++) await writeFile(join(folder, 'many', `${String(k).padStart(2, '0')}.wav`), tone(8000 + k));
    const told = await killedAfterLines(3, 'import', 'killed', 'many', '--json');
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told.length).toBeLessThan(12);
    const again = await penumbra('import', 'killed', 'many', '--json');
    const outcomes = linesOf(again.out).map(({ outcome }) => outcome);
    const there = outcomes.filter((outcome) => outcome === 'duplicate').length;
    // The one that was at work may have been recorded without having been told.
    expect([told.length, told.length + 1]).toContain(there);
    expect(outcomes).toEqual(Array.from({ length: 12 }, (_, k) => (k < there ? 'duplicate' : 'imported')));
    expect(again.err).toContain(`12 files: ${String(12 - there)} imported, ${String(there)} were in the case already, 0 refused`);
    expect(JSON.parse((await penumbra('verify', 'killed', '--json')).out)).toMatchObject({ ok: true, exhibitsChecked: 12 });
  });

  it('makes a proxy of a recording, and not again where it is there and whole', async () => {
    const made = await penumbra('proxy', 'one', 'E1', '--json');
    expect(made.code).toBe(0);
    const proxy = JSON.parse(made.out) as { exhibitId: string; name: string; sha256: string; sizeBytes: number };
    expect(proxy.exhibitId).toBe('E1');
    const bytes = await readFile(join(folder, 'one', 'derived', proxy.name));
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([proxy.sizeBytes, proxy.sha256]);
    const again = await penumbra('proxy', 'one', 'E1');
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining(proxy.sha256) as string });
    expect((await readdir(join(folder, 'one', 'derived'))).filter((name) => name.startsWith('E1-proxy'))).toEqual([proxy.name]);
    expect((await penumbra('proxy', 'one', 'first')).code).toBe(2);
    expect((await penumbra('proxy', 'one', 'E7')).err).toContain('EXHIBIT_NOT_FOUND');
  });

  it('writes a case into one archive, verifies that, and takes the case out again', async () => {
    const made = await penumbra('case', 'export', 'one', 'one.zip', '--json');
    expect(made.code).toBe(0);
    const { ledgerHead, entries } = JSON.parse(made.out) as { ledgerHead: string; entries: number };
    const said = await penumbra('verify', 'one.zip', '--json');
    expect([said.code, JSON.parse(said.out)]).toMatchObject([0, { ok: true, case: { headHash: ledgerHead, exhibitsChecked: 1 } }]);
    const back = await penumbra('case', 'import', 'one.zip', 'back', '--importer', 'Demo Archivist', '--json');
    // Imported, then opened.
    expect([back.code, JSON.parse(back.out)]).toMatchObject([0, { case: { name: 'Trial' }, ledgerHead: { seq: entries + 2 }, seals: [] }]);
    expect(await penumbra('case', 'import', 'tone.wav', 'other', '--importer', 'Demo Archivist')).toMatchObject({ code: 3, out: '' });
    expect(await readdir(folder)).not.toContain('other');
  });

  it('says no, with 1, when a byte of an exhibit was changed', async () => {
    const [sha256 = ''] = (await readdir(join(folder, 'one', 'exhibits'))).filter((name) => /^[0-9a-f]{64}$/.test(name));
    const path = join(folder, 'one', 'exhibits', sha256, 'original.wav');
    const bytes = await readFile(path);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await chmod(path, 0o600);
    await writeFile(path, bytes);
    const result = await penumbra('case', 'verify', 'one', '--json');
    expect(result.code).toBe(1);
    const kinds = linesOf(result.out)[0]?.problems?.map(({ kind }) => kind);
    expect(kinds).toContain('exhibit-hash-wrong');
  });

  it('tells wrong usage, missing inputs and failed verification apart', async () => {
    const cases: [string[], number][] = [
      [[], 2],
      [['nonsense'], 2],
      [['import', 'one'], 2],
      [['report', 'one'], 2],
      [['case', 'create', 'two', '--name', 'x'], 2],
      [['case', 'open', 'nowhere'], 3],
      [['verify', 'nowhere'], 3],
      [['verify', '.'], 3],
      [['verify', 'notes.txt'], 1],
      [['examine', 'one', '--exhibit', 'E9'], 3],
    ];
    for (const [args, code] of cases) {
      const ended = await penumbra(...args);
      expect([args, ended.code]).toEqual([args, code]);
      // A verification's answer is a result; a complaint is none.
      expect([args, ended.out === '']).toEqual([args, code !== 1]);
    }
  });

  it('scores without a case: one line for each file, 3 when one cannot be read', async () => {
    const { code, out } = await penumbra('score', 'notes.txt', 'tone.wav', '--json');
    const lines = linesOf(out);
    expect(code).toBe(3);
    expect(lines).toMatchObject([
      { file: 'notes.txt', error: { code: 'MEDIA_UNRECOGNISED' } },
      { file: 'tone.wav', kind: 'audio', detectors: { blink: { outcome: 'notApplicable', findings: [] } } },
    ]);
    expect(lines[1]?.detectors?.blink).not.toHaveProperty('score');
  });
});
