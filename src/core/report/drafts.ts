/** Drafts: the report as it would be now, marked on every page, signed by nobody, recorded nowhere and kept only until the next one. */
import type { Draft, NewDraft } from '../../contract/report.ts';
import { Failure } from '../../base/failure.ts';
import type { Context } from '../context.ts';
import { collectReport, type Collected } from './collect.ts';
import type { ExportParts } from './export-report.ts';
import { renderReport } from './layout/render-report.ts';

export class Drafts {
  #number = 0;
  #pdf: { readonly bytes: Uint8Array; readonly caseId: string } | null = null;
  /** What was gathered from the case, for as long as its ledger has not moved: hashing and decoding again would give the same. */
  #gathered: { readonly key: string; readonly collected: Collected } | null = null;

  /** Callers must not run two at once. Throws as an export does. */
  async make(context: Context, { remarks, content }: NewDraft, parts: ExportParts): Promise<Draft> {
    const began = performance.now();
    const { store } = context.current();
    const key = `${store.info().id} ${store.head().hash}`;
    if (this.#gathered?.key !== key) this.#gathered = null;
    const collected =
      this.#gathered?.collected ??
      (await collectReport({
        store,
        cards: parts.cards,
        now: context.ports.now,
        version: context.ports.version,
        remarks,
        content,
        draft: true,
        signature: { level: 'none', identity: null },
        pictures: parts.pictures,
        items: parts.items,
      }));
    this.#gathered = { key, collected };
    const atUtc = context.ports.now().toISOString();
    const report = { ...collected.data.report, createdAtUtc: atUtc, remarks, content };
    const { pdf, pages } = await renderReport({ ...collected.data, report }, collected.pictures, () => undefined, collected.sounds);
    this.#pdf = { bytes: pdf, caseId: store.info().id };
    this.#number += 1;
    return { number: this.#number, pages, sizeBytes: pdf.byteLength, atUtc, milliseconds: Math.round(performance.now() - began) };
  }

  bytes(number: number, caseId: string): Uint8Array {
    if (this.#pdf?.caseId !== caseId || number !== this.#number) throw new Failure('REPORT_NOT_FOUND', `draft ${String(number)}`);
    return this.#pdf.bytes;
  }
}
