/** Gathers from the open case everything that a report says, and hashes every item again while doing so. */
import type { DetectorCard, Finding } from '../../contract/analysis.ts';
import type { CustodyEntry } from '../../contract/custody.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import { formatTimecode } from '../../base/timecode.ts';
import { ERROR_WORDS } from '../../contract/errors.ts';
import type { LightDrawing } from '../../contract/light.ts';
import type { Note } from '../../contract/notes.ts';
import type { ReportContent } from '../../contract/report.ts';
import type { Snapshot } from '../../contract/snapshots.ts';
import { Failure } from '../../base/failure.ts';
import type { ExhibitId } from '../../contract/values.ts';
import { ticksToUs } from '../../engine/media/ticks.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { soundStream } from '../../engine/media/audio.ts';
import { checkExhibit } from '../exhibits/check-exhibit.ts';
import { ItemReader, type ItemSources } from './item-readings.ts';
import { decodeLightStills, decodeNoteStills, decodeSnapshots, decodeStills, type PictureSources, type Still } from './pictures.ts';
import type {
  Picture,
  ReportData,
  ReportExamination,
  ReportFinding,
  ReportItem,
  ReportLight,
  ReportNote,
  ReportSnapshot,
  ReportSignature,
  SoundPicture,
} from './report-data.ts';
import { chooseSounds, MAX_SOUNDS } from './choose-stills.ts';
import { drawSounds, type Heard, type SoundWish } from './sound/pictures.ts';
import { viewOfFinding, viewOfNote } from './sound/views.ts';
import { videoOf } from './words.ts';

export interface CollectInput {
  readonly store: CaseReader;
  readonly cards: readonly DetectorCard[];
  readonly now: () => Date;
  readonly version: string;
  readonly remarks: string | null;
  readonly content: ReportContent;
  readonly draft: boolean;
  readonly signature: ReportSignature;
  readonly pictures: PictureSources;
  readonly items: ItemSources;
}

export interface Collected {
  readonly data: ReportData;
  readonly pictures: Map<string, Picture>;
  readonly sounds: Map<string, SoundPicture>;
}

/** Entries are read in portions of this many. */
const PORTION = 1000;

/** @throws Failure REPORT_NOTHING_EXAMINED when no examination has finished and nothing was drawn or noted. */
export async function collectReport(input: CollectInput): Promise<Collected> {
  const { store } = input;
  const jobs = store.jobs();
  const drawings = store.lightDrawings();
  const notes = store.notes();
  const snapshots = store.snapshots();
  if (drawings.length === 0 && notes.length === 0 && snapshots.length === 0 && !jobs.some(({ state }) => state === 'finished'))
    throw new Failure('REPORT_NOTHING_EXAMINED');
  const items: ReportItem[] = [];
  const reader = new ItemReader(store, input.items);
  for (const exhibit of store.exhibits()) items.push(await itemOf(input, exhibit, reader));
  const head = store.head();
  const findings = store.findings();
  // A picture of an item that is no longer what was imported would show something else.
  const intact = new Set(items.filter(({ integrity }) => integrity.ok).map(({ exhibit }) => exhibit.id));
  const ofIntact = <T extends { readonly exhibitId: ExhibitId }>(all: readonly T[]): T[] =>
    all.filter(({ exhibitId }) => intact.has(exhibitId));
  const listening = drawSounds(soundWishes(ofIntact(findings), ofIntact(notes), input), (exhibitId) => input.pictures.sound(exhibitId));
  // Awaited below, beside the frames; until then a failure is nobody's yet.
  listening.catch(() => undefined);
  const stills = await decodeStills(ofIntact(findings), input.pictures);
  const lightStills = await decodeLightStills(ofIntact(drawings), input.pictures);
  const noteStills = await decodeNoteStills(ofIntact(notes), input.pictures);
  const snapshotStills = await decodeSnapshots(ofIntact(snapshots), input.pictures);
  const heard = await listening;
  const data: ReportData = {
    format: 'penumbra-report/1',
    report: {
      id: store.nextReportId(),
      createdAtUtc: input.now().toISOString(),
      remarks: input.remarks,
      content: input.content,
      draft: input.draft,
    },
    case: store.info(),
    software: { name: 'Penumbra', version: input.version, node: process.versions.node },
    items,
    examinations: jobs.map((job): ReportExamination => ({
      job,
      warnings: store.warnings(job.id),
      failures: store.failures(job.id),
      framesDecoded: store.checkpoint(job.id).framesDecoded,
      tracks: store.tracks(job.id),
      signals: store.signals(job.id),
    })),
    findings: findingsOf(store, findings, stills, heard),
    light: drawings.map((drawing) => lightOf(store, drawing, lightStills.get(drawing.id))),
    notes: notes.map((note) => noteOf(store, note, noteStills.get(note.id), heard.get(note.id))),
    snapshots: snapshots.map((snapshot) => snapshotOf(store, snapshot, snapshotStills.get(snapshot.id))),
    methods: input.cards.filter(({ id }) => jobs.some(({ plan }) => plan.detectors.some((detector) => detector.id === id))),
    custody: { head, entries: entriesUpTo(store, head.seq) },
    signature: input.signature,
  };
  const pictures = new Map(
    [...stills, ...lightStills, ...noteStills, ...snapshotStills].flatMap(([id, { picture }]) =>
      picture === null ? [] : [[id, picture] as const],
    ),
  );
  const sounds = new Map([...heard].flatMap(([id, { picture }]) => (picture === null ? [] : [[id, picture] as const])));
  return { data, pictures, sounds };
}

/** Of findings, those of detectors that listen; of notes that stand, those on a stretch of sound and not on the picture. */
function soundWishes(findings: readonly Finding[], notes: readonly Note[], { cards, store }: CollectInput): SoundWish[] {
  const audio = new Set<string>(cards.flatMap(({ id, feed }) => (feed === 'audio' ? [id] : [])));
  const sounding = new Set(store.exhibits().flatMap(({ id, facts }) => (soundStream(facts) === null ? [] : [id])));
  const noted = notes.filter(({ exhibitId, frames, withdrawn }) => frames === null && withdrawn === null && sounding.has(exhibitId));
  return [
    ...chooseSounds(findings, (detectorId) => audio.has(detectorId)).map((finding) => ({
      id: finding.id,
      exhibitId: finding.exhibitId,
      view: (channels: number) => viewOfFinding(finding, channels),
    })),
    ...noted.slice(0, MAX_SOUNDS).map((note) => ({ id: note.id, exhibitId: note.exhibitId, view: () => viewOfNote(note) })),
  ];
}

async function itemOf(input: CollectInput, exhibit: Exhibit, reader: ItemReader): Promise<ReportItem> {
  const acquisitions = input.store.acquisitions(exhibit.id);
  const checked = async (ok: boolean, words: string): Promise<ReportItem> => ({
    exhibit,
    acquisitions,
    marks: input.store.marks(exhibit.id),
    integrity: { ok, checkedAtUtc: input.now().toISOString(), words },
    ...(await reader.read(exhibit, ok)),
  });
  try {
    await checkExhibit(input.store, exhibit.id);
    return await checked(true, 'The stored file still has the size and SHA-256 it was imported with.');
  } catch (error) {
    if (error instanceof Failure && (error.code === 'EXHIBIT_ALTERED' || error.code === 'EXHIBIT_MISSING'))
      return await checked(false, ERROR_WORDS[error.code]);
    throw error;
  }
}

/** Anomalies first, then notes, each in order of item and time. */
function findingsOf(
  store: CaseReader,
  findings: readonly Finding[],
  stills: ReadonlyMap<string, Still>,
  sounds: ReadonlyMap<string, Heard>,
): ReportFinding[] {
  const weight = (finding: Finding): number => (finding.weight === 'anomaly' ? 0 : 1);
  const exhibits = new Map(store.exhibits().map((exhibit) => [exhibit.id, clockOf(store, exhibit)]));
  return findings
    .toSorted((a, b) => weight(a) - weight(b) || Number(a.exhibitId.slice(1)) - Number(b.exhibitId.slice(1)) || a.startUs - b.startUs)
    .map((finding): ReportFinding => {
      const clock = exhibits.get(finding.exhibitId);
      const keyPtsUs = finding.keyFrame === null ? null : (clock?.ptsUs(finding.keyFrame) ?? null);
      const words = (us: number): string => (clock === undefined ? '—' : formatTimecode(us, clock.base, clock.originUs));
      const still = stills.get(finding.id);
      return {
        finding,
        keyPtsUs,
        timecode: { start: words(finding.startUs), end: words(finding.endUs), key: keyPtsUs === null ? null : words(keyPtsUs) },
        reviews: store.reviews(finding.id),
        stillSha256: still?.sha256 ?? null,
        stillError: still?.error ?? null,
        ...soundOf(sounds.get(finding.id)),
      };
    });
}

const soundOf = (heard: Heard | undefined) => ({ sound: heard?.sound ?? null, soundError: heard?.error ?? null });

function lightOf(store: CaseReader, drawing: LightDrawing, still: Still | undefined): ReportLight {
  return { drawing, ...placeOf(store, drawing), stillSha256: still?.sha256 ?? null, stillError: still?.error ?? null };
}

function snapshotOf(store: CaseReader, snapshot: Snapshot, still: Still | undefined): ReportSnapshot {
  return { snapshot, ...placeOf(store, snapshot), stillSha256: still?.sha256 ?? null, stillError: still?.error ?? null };
}

/** When a frame is shown. */
function placeOf(store: CaseReader, { exhibitId, frame }: { readonly exhibitId: string; readonly frame: number }) {
  const clock = clockOf(store, store.exhibit(exhibitId));
  const ptsUs = clock.ptsUs(frame);
  return { ptsUs, timecode: ptsUs === null ? null : formatTimecode(ptsUs, clock.base, clock.originUs) };
}

function noteOf(store: CaseReader, note: Note, still: Still | undefined, heard: Heard | undefined): ReportNote {
  const clock = clockOf(store, store.exhibit(note.exhibitId));
  const words = (us: number): string => formatTimecode(us, clock.base, clock.originUs);
  return {
    note,
    timecode: { start: words(note.startUs), end: words(note.endUs) },
    stillSha256: still?.sha256 ?? null,
    stillError: still?.error ?? null,
    ...soundOf(heard),
  };
}

/** How frames of an exhibit are told in time: by its stored index. */
function clockOf(store: CaseReader, exhibit: Exhibit) {
  const index = store.frameIndex(exhibit.id);
  const video = videoOf(exhibit);
  const ptsUs = (frame: number): number | null => {
    const ticks = index?.pts[frame];
    return index === null || ticks === undefined ? null : ticksToUs(ticks, index.timeBase);
  };
  return { ptsUs, base: { rate: video?.averageFrameRate ?? null, variable: video?.variableFrameRate ?? true }, originUs: ptsUs(0) ?? 0 };
}

function entriesUpTo(store: CaseReader, last: number): CustodyEntry[] {
  const entries: CustodyEntry[] = [];
  for (let from = 1; from <= last; from += PORTION) entries.push(...store.entries(from, Math.min(PORTION, last - from + 1)));
  return entries;
}
