/** What was given to the page, and what was found; every given file is kept until the page is closed or emptied. */
import { ERROR_WORDS } from '../contract/errors.ts';
import type { PdfVerification } from '../contract/report.ts';
import { Failure } from '../base/failure.ts';
import { readAttached, type Attached } from '../verify/pdf/attached-data.ts';
import { hex } from '../verify/pdf/bytes.ts';
import { digest } from '../verify/pdf/crypto.ts';
import { endOf, findSignatures } from '../verify/pdf/signature-dictionary.ts';
import type { Check } from '../verify/pdf/trust.ts';
import { verifyBytes } from '../verify/pdf/verify-bytes.ts';
import { certificatesIn, purposeOf } from './dropped-file.ts';
import { hashFile, type HashedFile } from './evidence.ts';
import { checkLedger } from './ledger.ts';

export interface CheckedReport {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** `null` when the file is no PDF that can be read; `problem` says so. */
  readonly found: PdfVerification | null;
  readonly problem: string | null;
  readonly attached: Attached | null;
}

export class Checking {
  report: CheckedReport | null = $state.raw(null);
  /** PEM of the roots that the person trusts, and the names of their files. */
  anchors: readonly string[] = $state.raw([]);
  anchorFiles: readonly string[] = $state.raw([]);
  evidence: readonly HashedFile[] = $state.raw([]);
  ledger: { readonly name: string; readonly checks: readonly Check[] } | null = $state.raw(null);
  /** Files that are of no use here, with the reason. */
  refused: readonly { readonly name: string; readonly words: string }[] = $state.raw([]);
  /** What is being done, in words; `null` at rest. */
  busy: string | null = $state(null);

  #pdf: { readonly name: string; readonly bytes: Uint8Array } | null = null;
  #ledgerText: { readonly name: string; readonly text: string } | null = null;
  #queue: Promise<void> = Promise.resolve();

  /** One batch after the other. */
  give(files: readonly File[]): Promise<void> {
    this.#queue = this.#queue.then(() => this.#take(files));
    return this.#queue;
  }

  async #take(files: readonly File[]): Promise<void> {
    this.refused = [];
    for (const file of files) {
      this.busy = `Reading ${file.name}`;
      try {
        await this.#takeOne(file);
      } catch (error) {
        this.refused = [
          ...this.refused,
          { name: file.name, words: `It cannot be read: ${error instanceof Error ? error.message : String(error)}` },
        ];
      }
    }
    this.busy = 'Checking';
    await this.#check();
    this.busy = null;
  }

  async #takeOne(file: File): Promise<void> {
    switch (await purposeOf(file)) {
      case 'report':
        this.#pdf = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
        return;
      case 'trust':
        this.anchors = [...this.anchors, ...certificatesIn(await file.text())];
        this.anchorFiles = [...this.anchorFiles, file.name];
        return;
      case 'ledger':
        this.#ledgerText = { name: file.name, text: await file.text() };
        return;
      case 'database':
        this.refused = [
          ...this.refused,
          {
            name: file.name,
            words:
              'A case database is checked together with its folder by “penumbra verify”. This page reads the copy of the ledger that the custody room writes as JSON lines.',
          },
        ];
        return;
      case 'evidence': {
        const hashed = await hashFile(file, (done) => {
          this.busy = `Hashing ${file.name}: ${Math.floor((100 * done) / Math.max(1, file.size))} %`;
        });
        this.evidence = [...this.evidence.filter(({ sha256 }) => sha256 !== hashed.sha256), hashed];
      }
    }
  }

  async #check(): Promise<void> {
    if (this.#pdf !== null) this.report = await checkReport(this.#pdf.name, this.#pdf.bytes, this.anchors);
    if (this.#ledgerText === null) return;
    const { name, text } = this.#ledgerText;
    const head = this.report?.attached?.data.custody?.head ?? null;
    this.ledger = { name, checks: await checkLedger(text, this.report === null ? null : { sha256: this.report.sha256, head }) };
  }
}

async function checkReport(name: string, bytes: Uint8Array, anchors: readonly string[]): Promise<CheckedReport> {
  const of = { name, sizeBytes: bytes.length, sha256: hex(await digest('sha256', bytes)) };
  try {
    const [oldest] = findSignatures(bytes);
    const end = oldest === undefined ? bytes.length : Math.min(endOf(oldest), bytes.length);
    return { ...of, found: await verifyBytes(bytes, anchors), problem: null, attached: await readAttached(bytes, end) };
  } catch (error) {
    const words = error instanceof Failure ? ERROR_WORDS[error.code] : `The check broke off: ${String(error)}`;
    return { ...of, found: null, problem: words, attached: null };
  }
}
