/** An application without a core: canned answers, parsed against the contract like real ones, for testing doors and windows. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Failure, toWireError } from '../../src/base/failure.ts';
import type { CaseSummary, NewCase } from '../../src/contract/cases.ts';
import type { Exhibit, ImportOutcome } from '../../src/contract/exhibits.ts';
import {
  type Answer,
  type AppEvent,
  type CaseState,
  type Input,
  type Output,
  type ProcedureName,
  procedures,
} from '../../src/contract/index.ts';
import type { PackAddition } from '../../src/contract/packs.ts';
import { CaseId, DetectorId, ExhibitId } from '../../src/contract/values.ts';
import type { Application, FacePicture, FaceWish, IncomingFile, ServedFile } from '../../src/core/application.ts';
import { largeMemory } from '../../src/engine/media/large-memory.ts';
import { tinyCard, tinyCrop } from './tiny-pack.ts';

const AT = '2026-01-02T03:04:05.678Z';
const HASH = 'ab'.repeat(32);

type Handler = (input: unknown) => unknown;
export type FakeHandlers = { [K in ProcedureName]?: (input: Input<K>) => unknown };

export class FakeApplication implements Application {
  /** What procedures answer; whatever is not here rejects with CASE_NOT_OPEN. May throw. */
  readonly handlers: FakeHandlers = {
    'app.info': () => ({ version: '0.0.0', door: 'loopback', tools: [], provider: 'cpu', identity: null }) satisfies Output<'app.info'>,
    'cases.list': () => [{ ...fakeCase(), folderName: 'a-case', reachable: true, verified: null, verificationDue: false }],
    'cases.create': (input) => fakeState({ name: input.name, examiner: input.examiner }),
    'cases.close': () => ({}),
  };
  readonly examinationsAtOnce = 1;
  readonly calls: { readonly name: ProcedureName; readonly input: unknown }[] = [];
  readonly files = new Map<string, ServedFile>();
  /** SHA-256 of what arrived, by name. */
  readonly imported: { readonly name: string; readonly sha256: string; readonly sizeBytes: number; readonly file: IncomingFile }[] = [];
  /** Replaces what importBytes does with a file. */
  importOne: ((file: IncomingFile) => Promise<ImportOutcome>) | null = null;
  importedPaths: string[] = [];
  readonly #listeners = new Set<(event: AppEvent) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  async call(name: ProcedureName, input: unknown): Promise<Answer> {
    const parsed = procedures[name].input.safeParse(input);
    if (!parsed.success) return { ok: false, error: toWireError(new Failure('APP_BAD_REQUEST')) };
    this.calls.push({ name, input: parsed.data });
    const handlers = this.handlers as Partial<Record<ProcedureName, Handler>>;
    const handler = handlers[name];
    try {
      if (!handler) throw new Failure('CASE_NOT_OPEN');
      return { ok: true, value: procedures[name].output.parse(await handler(parsed.data)) };
    } catch (error) {
      return { ok: false, error: toWireError(error) };
    }
  }

  emit(event: AppEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  subscribe(listener: (event: AppEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  createCaseAt(_folder: string, input: NewCase): Promise<CaseState> {
    return Promise.resolve(fakeState(input));
  }

  openCaseAt(): Promise<CaseState> {
    return Promise.resolve(fakeState({ name: 'Opened', examiner: 'Demo Examiner' }));
  }

  async importPaths(paths: readonly string[]): Promise<ImportOutcome[]> {
    this.importedPaths.push(...paths);
    const outcomes: ImportOutcome[] = [];
    for (const path of paths)
      outcomes.push(await this.importBytes({ name: basename(path), modifiedAtMs: null, sizeBytes: null, bytes: createReadStream(path) }));
    return outcomes;
  }

  async importBytes(file: IncomingFile): Promise<ImportOutcome> {
    if (this.importOne) return this.importOne(file);
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const chunk of file.bytes) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
    const sha256 = hash.digest('hex');
    this.imported.push({ name: file.name, sha256, sizeBytes, file });
    if (sizeBytes === 0) return { outcome: 'refused', name: file.name, error: toWireError(new Failure('FILE_EMPTY')) };
    return { outcome: 'imported', name: file.name, exhibit: fakeExhibit(file.name, sha256, sizeBytes) };
  }

  addPack(path: string): Promise<PackAddition> {
    return this.addPackBytes({ name: basename(path), modifiedAtMs: null, sizeBytes: null, bytes: createReadStream(path) });
  }

  /** Keeps the hash of what arrived as the pack's; an empty file is refused. */
  async addPackBytes({ bytes }: IncomingFile): Promise<PackAddition> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    if (content.length === 0) throw new Failure('PACK_UNREADABLE', 'it is not a zip file');
    const sha256 = createHash('sha256').update(content).digest('hex');
    const card = tinyCard(content, tinyCrop());
    return { pack: { detectorId: DetectorId.parse(`pack:${card.id}`), sha256, card }, check: { answers: [] } };
  }

  whenJobEnds(): Promise<void> {
    return Promise.resolve();
  }

  holds(caseId: string): boolean {
    return caseId === fakeCase().id;
  }

  exhibitFile(exhibitId: string): Promise<ServedFile> {
    const file = this.files.get(exhibitId);
    return file ? Promise.resolve(file) : Promise.reject(new Failure('EXHIBIT_NOT_FOUND', exhibitId));
  }

  proxyFile(exhibitId: string): Promise<ServedFile> {
    const file = this.files.get(`proxy of ${exhibitId}`);
    return file ? Promise.resolve(file) : Promise.reject(new Failure('PROXY_NOT_FOUND', exhibitId));
  }

  reportDraft(number: number): Uint8Array {
    if (number !== 7) throw new Failure('REPORT_NOT_FOUND', `draft ${String(number)}`);
    return Buffer.from('%PDF-draft');
  }

  reportFile(reportId: string): Promise<ServedFile> {
    const file = this.files.get(reportId);
    return file ? Promise.resolve(file) : Promise.reject(new Failure('REPORT_NOT_FOUND', reportId));
  }

  soundBytes(path: string): Promise<Uint8Array> | null {
    if (!path.startsWith('E1/')) return null;
    return path.endsWith('/9') ? Promise.reject(new Failure('SOUND_NOT_READY')) : Promise.resolve(Uint8Array.of(1, 2, 3));
  }

  signalBytes(path: string): Promise<Uint8Array | null> {
    if (path.startsWith('J9/')) return Promise.reject(new Failure('JOB_NOT_FOUND', 'J9'));
    return Promise.resolve(path.startsWith('J1/') ? Uint8Array.of(4, 5, 6) : null);
  }

  thumbnail(exhibitId: string): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(`small PNG of ${exhibitId}`));
  }

  still(exhibitId: string, frame: number): Promise<Uint8Array> {
    if (frame > 999) return Promise.reject(new Failure('FRAME_NOT_FOUND', String(frame)));
    const words = `PNG of ${exhibitId} frame ${String(frame)}`;
    // Where real ones lie; each door must be able to give it away.
    const still = largeMemory(words.length);
    still.write(words, 'latin1');
    return Promise.resolve(still);
  }

  facePicture({ jobId, trackId, firstFrame }: FaceWish): Promise<FacePicture> {
    if (trackId > 3) return Promise.reject(new Failure('FRAME_NOT_FOUND', `T${String(trackId)}`));
    return Promise.resolve({ png: Buffer.from(`face ${String(trackId)} of ${jobId}`), frame: firstFrame + 1 });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export function fakeCase(input: NewCase = { name: 'A case', examiner: 'Demo Examiner' }): CaseSummary {
  const id = CaseId.parse('2b4e7c1a-8f00-4d7e-9c57-000000000001');
  return { id, name: input.name, examiner: input.examiner, createdAtUtc: AT, openedAtUtc: null, exhibitCount: 0 };
}

export function fakeState(input: NewCase): CaseState {
  return {
    case: fakeCase(input),
    exhibits: [],
    jobs: [],
    reports: [],
    ledgerHead: { seq: 1, hash: HASH },
    verified: null,
    verificationDue: false,
    unfinishedImport: null,
  };
}

export function fakeExhibit(name: string, sha256: string, sizeBytes: number): Exhibit {
  return {
    id: ExhibitId.parse('E1'),
    kind: 'audio',
    originalName: name,
    sizeBytes,
    hashes: { sha256, sha1: 'cd'.repeat(20), md5: 'ef'.repeat(16) },
    importedAtUtc: AT,
    sourceModifiedAtUtc: null,
    facts: FACTS,
  };
}

const FACTS: Exhibit['facts'] = {
  kind: 'audio',
  container: 'wav',
  containerLong: null,
  durationUs: 1_000_000,
  bitRate: null,
  tags: {},
  streams: [
    {
      type: 'audio',
      index: 0,
      codec: 'pcm_s16le',
      sampleRate: 48_000,
      channels: 1,
      channelLayout: 'mono',
      startUs: 0,
      durationUs: 1_000_000,
    },
  ],
  warnings: [],
  tool: { name: 'ffprobe', version: '5.1' },
};
