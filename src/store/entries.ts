/** The custody entries that state a record, each made in one place, so that verification knows what to hold against what. */
import * as z from 'zod';
import type { Finding, Job } from '../contract/analysis.ts';
import type { ArchiveExport, ArchiveFacts } from '../contract/archives.ts';
import type { WireError } from '../contract/errors.ts';
import type { Exhibit, Hashes, ImportOutcome } from '../contract/exhibits.ts';
import type { LightDrawing } from '../contract/light.ts';
import type { Mark } from '../contract/marks.ts';
import type { Note } from '../contract/notes.ts';
import type { Repetition } from '../contract/repetition.ts';
import type { LedgerExport, Seal } from '../contract/custody.ts';
import type { Report } from '../contract/report.ts';
import type { SittingEnd } from '../contract/sitting.ts';
import type { Snapshot } from '../contract/snapshots.ts';
import { must } from '../base/assert.ts';
import type { FromEngine } from '../engine/protocol.ts';
import type { Json } from '../base/json.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { sha256Hex } from '../base/node/sha256.ts';
import { frameIndexDigest } from './digest.ts';
import type { Acquisition, DerivedFile, EndedJob, NewEntry, NewExhibit, WithdrawnReview } from './records.ts';

type OpenedMessage = Extract<FromEngine, { type: 'opened' }>;

const hashesOf = (hashes: Hashes): Json => ({ sha256: hashes.sha256, sha1: hashes.sha1, md5: hashes.md5 });

/** A bag of RFC 8493 in a ZIP (ADR 0015). */
const ARCHIVE_FORMAT = 'BagIt 1.0, ZIP';

/** Whose key: the common name of the certificate, and which one it is. */
interface SignerNamed {
  readonly signer: string;
  readonly certificateSha256: string;
}

const stateOf = (report: Report) => ({
  sha256: report.sha256,
  sizeBytes: report.sizeBytes,
  pages: report.pages,
  signature: z.json().parse(report.signature),
  ledgerHead: report.ledgerHead,
});

export const entryFor = {
  caseCreated: (caseId: string, input: { readonly name: string; readonly examiner: string }, penumbraVersion: string): NewEntry => ({
    actor: input.examiner,
    action: 'case.created',
    subject: caseId,
    payload: { name: input.name, examiner: input.examiner, penumbraVersion },
  }),

  /** Written before the snapshot is taken, so that the archive holds it as its last act. */
  caseExportStarted: (actor: string, caseId: string, fileName: string): NewEntry => ({
    actor,
    action: 'case.export-started',
    subject: caseId,
    payload: { fileName, format: ARCHIVE_FORMAT },
  }),

  /** Stands only in the case that was exported: what was made, and where the two ledgers part. */
  caseExported: (actor: string, { caseId, ...archive }: ArchiveExport): NewEntry => ({
    actor,
    action: 'case.exported',
    subject: caseId,
    payload: { ...archive },
  }),

  caseExportFailed: (actor: string, caseId: string, fileName: string, error: WireError): NewEntry => ({
    actor,
    action: 'case.export-failed',
    subject: caseId,
    payload: { fileName, code: error.code, detail: error.detail ?? null },
  }),

  /** The first act of a copy that came out of an archive. */
  caseImported: (importer: string, fileName: string, { caseId, ...archive }: ArchiveFacts, penumbraVersion: string): NewEntry => ({
    actor: importer,
    action: 'case.imported',
    subject: caseId,
    payload: { fileName, format: ARCHIVE_FORMAT, ...archive, penumbraVersion },
  }),

  /** With `index`, the entry vouches for the frame index too. */
  exhibitImported: (actor: string, exhibit: Exhibit, acquisition: Acquisition, index?: NewExhibit['index']): NewEntry => ({
    actor,
    action: 'exhibit.imported',
    subject: exhibit.id,
    payload: {
      name: exhibit.originalName,
      kind: exhibit.kind,
      sizeBytes: exhibit.sizeBytes,
      hashes: hashesOf(exhibit.hashes),
      sourceModifiedAtUtc: exhibit.sourceModifiedAtUtc,
      received: acquisition.received,
      factsSha256: sha256Hex(canonicalJson(exhibit.facts)),
      ...(index === undefined ? {} : { frameIndexSha256: index === null ? null : frameIndexDigest(index) }),
    },
  }),

  exhibitImportedAgain: (actor: string, exhibit: Exhibit, acquisition: Acquisition): NewEntry => ({
    actor,
    action: 'exhibit.imported-again',
    subject: exhibit.id,
    payload: {
      name: acquisition.name,
      sizeBytes: acquisition.sizeBytes,
      hashes: hashesOf(exhibit.hashes),
      sourceModifiedAtUtc: acquisition.sourceModifiedAtUtc,
      received: acquisition.received,
    },
  }),

  /** Of several files at once, before the first: how many, and over which names in which order. */
  importStarted: (actor: string, caseId: string, names: readonly string[]): NewEntry => ({
    actor,
    action: 'import.started',
    subject: caseId,
    payload: { files: names.length, namesSha256: sha256Hex(names.map((name) => `${name}\n`).join('')) },
  }),

  /** `error`: why it ended before its last file. */
  importEnded: (actor: string, caseId: string, started: number, outcomes: readonly ImportOutcome[], error: WireError | null): NewEntry => {
    const count = (how: ImportOutcome['outcome']): number => outcomes.filter(({ outcome }) => outcome === how).length;
    return {
      actor,
      action: 'import.ended',
      subject: caseId,
      payload: {
        started,
        imported: count('imported'),
        again: count('duplicate'),
        refused: count('refused'),
        error: error === null ? null : error.code,
      },
    };
  },

  exhibitRefused: (actor: string, name: string, error: WireError, known: { sizeBytes: number; hashes: Hashes } | null): NewEntry => ({
    actor,
    action: 'exhibit.refused',
    subject: name,
    payload: {
      code: error.code,
      detail: error.detail ?? null,
      sizeBytes: known?.sizeBytes ?? null,
      hashes: known === null ? null : hashesOf(known.hashes),
    },
  }),

  derivedStored: (actor: string, file: DerivedFile): NewEntry => ({
    actor,
    action: 'derived.stored',
    subject: file.path,
    payload: { exhibitId: file.exhibitId, kind: file.kind, sha256: file.sha256, sizeBytes: file.sizeBytes, recipe: file.recipe },
  }),

  examinationStarted: (actor: string, job: Job): NewEntry => ({
    actor,
    action: 'examination.started',
    subject: job.id,
    payload: { exhibitId: job.exhibitId, framesTotal: job.framesTotal, plan: z.json().parse(job.plan) },
  }),

  examinationResumed: (actor: string, job: Job): NewEntry => ({
    actor,
    action: 'examination.resumed',
    subject: job.id,
    payload: { nextFrame: job.framesDone, nextBlock: job.blocksDone },
  }),

  /** A worker of the rack has begun at this checkpoint; whatever follows, up to the next such entry, was measured there. */
  examinationTaken: (actor: string, job: Job, worker: NonNullable<OpenedMessage['worker']>): NewEntry => ({
    actor,
    action: 'examination.taken',
    subject: job.id,
    payload: { nextFrame: job.framesDone, nextBlock: job.blocksDone, worker: { ...worker } },
  }),

  /** Finished, cancelled, failed or interrupted, as the job's state says. */
  examinationEnded: (actor: string, ended: EndedJob): NewEntry => {
    const state = ended.job.state;
    const action = state === 'running' ? null : (`examination.${state}` as const);
    return {
      actor,
      action: must(action, 'an ended job is not running'),
      subject: ended.job.id,
      payload: {
        framesDone: ended.job.framesDone,
        framesDecoded: ended.framesDecoded,
        trackerStateSha256: ended.trackerStateSha256,
        framesWithFace: ended.job.framesWithFace,
        blocksDone: ended.job.blocksDone,
        blocksTotal: ended.job.blocksTotal,
        findings: ended.findingCount,
        observationsSha256: ended.observationsSha256,
        conclusionsSha256: ended.conclusionsSha256,
        error: ended.job.error === null ? null : ended.job.error.code,
      },
    };
  },

  /** States what came of it; the rows of the repetition are not kept. */
  jobRepeated: (actor: string, { jobId, exhibitId, faces, observations, ...rest }: Repetition): NewEntry => ({
    actor,
    action: 'job.repeated',
    subject: jobId,
    payload: {
      exhibitId,
      ...rest,
      rows: [faces, ...observations].reduce((sum, { rows }) => sum + rows, 0),
      differing: [faces, ...observations].reduce((sum, { differing }) => sum + differing, 0),
    },
  }),

  /** `together`: how many findings were decided in the same act, with the same reason. */
  findingReviewed: (finding: Finding, together = 1): NewEntry => {
    const review = must(finding.review, 'a reviewed finding has a review');
    return {
      actor: review.by,
      action: 'finding.reviewed',
      subject: finding.id,
      payload: { decision: review.decision, reason: review.reason, by: review.by, ...(together === 1 ? {} : { together }) },
    };
  },

  reviewWithdrawn: ({ finding, decision, reviewEntry, by }: WithdrawnReview, together = 1): NewEntry => ({
    actor: by,
    action: 'review.withdrawn',
    subject: finding.id,
    payload: { review: { entry: reviewEntry, decision }, by, ...(together === 1 ? {} : { together }) },
  }),

  lightKept: (drawing: LightDrawing): NewEntry => ({
    actor: drawing.by,
    action: 'light.kept',
    subject: drawing.id,
    payload: {
      exhibitId: drawing.exhibitId,
      frame: drawing.frame,
      drawing: { width: drawing.width, height: drawing.height, constraints: drawing.constraints },
      statement: drawing.solution.statement,
      solutionSha256: sha256Hex(canonicalJson(drawing.solution)),
      recipe: drawing.recipe,
      by: drawing.by,
    },
  }),

  lightWithdrawn: (drawing: LightDrawing): NewEntry => {
    const { by, reason } = must(drawing.withdrawn, 'a withdrawn drawing says by whom');
    return { actor: by, action: 'light.withdrawn', subject: drawing.id, payload: { reason, by } };
  },

  noteKept: (note: Note): NewEntry => ({
    actor: note.by,
    action: 'note.kept',
    subject: note.id,
    payload: {
      exhibitId: note.exhibitId,
      startUs: note.startUs,
      endUs: note.endUs,
      band: note.band,
      text: note.text,
      kind: note.kind,
      frames: note.frames,
      region: note.region,
      by: note.by,
    },
  }),

  noteWithdrawn: (note: Note): NewEntry => {
    const { by, reason } = must(note.withdrawn, 'a withdrawn note says by whom');
    return { actor: by, action: 'note.withdrawn', subject: note.id, payload: { reason, by } };
  },

  snapshotKept: (snapshot: Snapshot): NewEntry => ({
    actor: snapshot.by,
    action: 'snapshot.kept',
    subject: snapshot.id,
    payload: {
      exhibitId: snapshot.exhibitId,
      frame: snapshot.frame,
      seen: { region: snapshot.region, zoom: snapshot.zoom, view: snapshot.view, overlays: snapshot.overlays },
      caption: snapshot.caption,
      by: snapshot.by,
    },
  }),

  snapshotWithdrawn: (snapshot: Snapshot): NewEntry => {
    const { by, reason } = must(snapshot.withdrawn, 'a withdrawn snapshot says by whom');
    return { actor: by, action: 'snapshot.withdrawn', subject: snapshot.id, payload: { reason, by } };
  },

  exhibitMarked: (mark: Mark): NewEntry => ({
    actor: mark.by,
    action: 'exhibit.marked',
    subject: mark.id,
    payload: { exhibitId: mark.exhibitId, kind: mark.kind, text: mark.text, by: mark.by },
  }),

  /** Names the exhibit and the words too, so that the entry can be read on its own. */
  markWithdrawn: (mark: Mark): NewEntry => {
    const { by, reason } = must(mark.withdrawn, 'a withdrawn mark says by whom');
    return {
      actor: by,
      action: 'exhibit.mark-withdrawn',
      subject: mark.id,
      payload: { exhibitId: mark.exhibitId, kind: mark.kind, text: mark.text, reason, by },
    };
  },

  reportExported: (actor: string, report: Report): NewEntry => ({
    actor,
    action: 'report.exported',
    subject: report.id,
    payload: stateOf(report),
  }),

  /** The reviewer acts, at the examiner's desk; the signature's own certificate says who that is. */
  reportCountersigned: (reviewer: string, examiner: string, certificateSha256: string, report: Report): NewEntry => ({
    actor: reviewer,
    action: 'report.countersigned',
    subject: report.id,
    payload: { ...stateOf(report), certificateSha256, deskOf: examiner },
  }),

  /** The file is what keeps the history before it: verification asks for it, and holds it against that entry. */
  caseSealed: (actor: string, caseId: string, seal: Seal): NewEntry => ({
    actor,
    action: 'case.sealed',
    subject: caseId,
    payload: z.json().parse(seal),
  }),

  sittingStarted: (actor: string, caseId: string, sitting: SignerNamed & { readonly sinceUtc: string }): NewEntry => ({
    actor,
    action: 'sitting.started',
    subject: caseId,
    payload: { ...sitting },
  }),

  sittingEnded: (actor: string, caseId: string, sitting: SignerNamed & { readonly why: SittingEnd }): NewEntry => ({
    actor,
    action: 'sitting.ended',
    subject: caseId,
    payload: { ...sitting },
  }),

  /** The file is a copy: nothing in the case depends on it, so verification does not ask for it. */
  custodyExported: (actor: string, caseId: string, { format, path, sha256, sizeBytes, entries, ledgerHead }: LedgerExport): NewEntry => ({
    actor,
    action: 'custody.exported',
    subject: caseId,
    payload: { format, path, sha256, sizeBytes, entries, ledgerHead },
  }),
};
