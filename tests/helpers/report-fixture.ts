/** A whole report as data, for the tests of its layout: invented numbers of a plausible kind over one real clip. */
import { createHash } from 'node:crypto';
import { Finding, Job, Signal, type FrameOverlay } from '../../src/contract/analysis.ts';
import { CustodyEntry, GENESIS_HASH } from '../../src/contract/custody.ts';
import { PLAIN_CONTENT, type ReportContent } from '../../src/contract/report.ts';
import { FileStructure } from '../../src/contract/structure.ts';
import { Exhibit } from '../../src/contract/exhibits.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import type { ReportData, ReportFinding, ReportSignature } from '../../src/core/report/report-data.ts';
import { formatTimecode } from '../../src/base/timecode.ts';
import { blinkCard } from '../../src/engine/detectors/blink/card.ts';

const FPS = 24;
const FRAMES = 4802;
const at = (frame: number): number => Math.round((frame * 1e6) / FPS);
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Frames at which the invented curve dips. */
const BLINKS = Array.from({ length: 38 }, (_, i) => 60 + i * 122 + ((i * 37) % 29));

export interface FixtureOptions {
  readonly signature?: ReportSignature;
  readonly caseName?: string;
  readonly remarks?: string | null;
  readonly entries?: number;
  readonly content?: Partial<ReportContent>;
  readonly draft?: boolean;
}

export function reportFixture(options: FixtureOptions = {}): ReportData {
  const entries = ledger(options.entries ?? 14);
  const head = entries.at(-1);
  return {
    format: 'penumbra-report/1',
    report: {
      id: 'R1',
      createdAtUtc: '2026-03-04T05:06:07.000Z',
      remarks:
        options.remarks === undefined ? 'Requested in writing on 2 March 2026: does the clip show signs of manipulation?' : options.remarks,
      content: { ...PLAIN_CONTENT, ...options.content },
      draft: options.draft ?? false,
    },
    case: {
      id: '0f6f9c1e-3f6a-4d2c-9a53-5b4f9d9e7c11',
      name: options.caseName ?? 'Interview clip, room 4',
      examiner: 'Demo Examiner',
      createdAtUtc: '2026-03-04T04:00:00.000Z',
    },
    software: { name: 'Penumbra', version: '0.1.0', node: '24.21.0' },
    items: [
      {
        exhibit: exhibit(),
        marks: [],
        probe: { text: PROBE, keptAs: null, words: 'Read again from the stored item for this report by ffprobe 5.1.' },
        structure: { value: structure(), words: 'As stored with examination J1.' },
        acquisitions: [
          {
            acquisitionId: 1,
            atUtc: '2026-03-04T04:01:00.000Z',
            exhibitId: exhibit().id,
            name: 'franck.mp4',
            sizeBytes: 3387403,
            sourceModifiedAtUtc: '2025-11-02T10:00:00.000Z',
            received: 'path',
          },
          {
            acquisitionId: 2,
            atUtc: '2026-03-04T04:02:00.000Z',
            exhibitId: exhibit().id,
            name: 'copy of franck.mp4',
            sizeBytes: 3387403,
            sourceModifiedAtUtc: null,
            received: 'bytes',
          },
        ],
        integrity: {
          ok: true,
          checkedAtUtc: '2026-03-04T05:06:00.000Z',
          words: 'The stored file still has the size and SHA-256 it was imported with.',
        },
      },
    ],
    examinations: [
      {
        job: job(),
        warnings: [{ frame: 2210, words: 'concealing 12 damaged blocks' }],
        failures: [],
        framesDecoded: FRAMES,
        tracks: [{ trackId: 0, firstFrame: 0, lastFrame: FRAMES - 1, frames: 4711, medianInterocularPx: 57.4 }],
        signals: [signal('opennessLeft', 'Openness of the left eye', 0), signal('opennessRight', 'Openness of the right eye', 0.05)],
      },
    ],
    findings: findings(),
    light: [],
    notes: [],
    snapshots: [],
    methods: [blinkCard],
    custody: { head: { seq: head?.seq ?? 0, hash: head?.hash ?? GENESIS_HASH }, entries },
    signature: options.signature ?? { level: 'none', identity: null },
  };
}

const PROBE = JSON.stringify({
  format: { filename: 'franck.mp4', nb_streams: 1, tags: { major_brand: 'isom' } },
  streams: [{ index: 0, codec_name: 'h264', disposition: { default: 1 } }],
});

function structure(): FileStructure {
  return FileStructure.parse({
    format: 'isobmff',
    parts: [
      { name: 'ftyp', depth: 0, offset: 0, sizeBytes: 32, note: 'isom' },
      { name: 'moov', depth: 0, offset: 32, sizeBytes: 59_812, note: null },
      { name: 'trak', depth: 1, offset: 40, sizeBytes: 59_000, note: null },
    ],
    partsOmitted: 0,
    jpeg: null,
    problems: [],
  });
}

/** The parts of a report's data that say what ffprobe answered, and the log that says which answer was kept. */
export function probeInData(text: string): Pick<ReportData, 'items' | 'custody'> {
  const { items, custody } = reportFixture();
  const keptAs = custody.entries.find(({ action }) => action === 'derived.stored')?.subject ?? null;
  return { items: items.map((item) => ({ ...item, probe: { text, keptAs, words: '' } })), custody };
}

function exhibit(): Exhibit {
  return Exhibit.parse({
    id: 'E1',
    kind: 'video',
    originalName: 'franck.mp4',
    sizeBytes: 3387403,
    hashes: { sha256: hash('franck'), sha1: 'a'.repeat(40), md5: 'b'.repeat(32) },
    importedAtUtc: '2026-03-04T04:01:00.000Z',
    sourceModifiedAtUtc: '2025-11-02T10:00:00.000Z',
    facts: {
      kind: 'video',
      container: 'mov,mp4,m4a,3gp,3g2,mj2',
      containerLong: 'QuickTime / MOV',
      durationUs: at(FRAMES),
      bitRate: 135000,
      tags: {},
      streams: [
        {
          type: 'video',
          index: 0,
          codec: 'h264',
          profile: 'Constrained Baseline',
          width: 360,
          height: 288,
          rotation: 0,
          sampleAspectRatio: { num: 1, den: 1 },
          pixelFormat: 'yuv420p',
          colorSpace: null,
          colorRange: null,
          timeBase: { num: 1, den: 12288 },
          averageFrameRate: { num: FPS, den: 1 },
          frameCount: FRAMES,
          keyFrameCount: 21,
          variableFrameRate: false,
          startUs: 0,
          durationUs: at(FRAMES),
          encoder: null,
        },
      ],
      warnings: [],
      tool: { name: 'ffprobe', version: '5.1.6' },
    },
  });
}

function job(): Job {
  return Job.parse({
    id: 'J1',
    exhibitId: 'E1',
    state: 'finished',
    plan: {
      exhibitSha256: hash('franck'),
      detectors: [{ id: 'blink', version: '1.0.0', parametersSha256: hash('parameters') }],
      weights: ['blazeface', 'facemesh', 'iris'].map((id) => ({ id, sha256: hash(id) })),
      decoder: { name: 'ffmpeg', version: '5.1.6-0+deb12u1' },
      runtime: { name: 'onnxruntime-node', version: '1.30.0' },
      provider: 'cpu',
      sampling: { everyNthFrame: 1, detectFacesEvery: 25, maxWorkingWidth: 960, maxFaces: 4 },
      penumbraVersion: '0.1.0',
    },
    framesTotal: FRAMES,
    framesDone: FRAMES,
    framesDecoded: FRAMES,
    framesWithFace: 4711,
    blocksTotal: 0,
    blocksDone: 0,
    startedAtUtc: '2026-03-04T04:05:00.000Z',
    finishedAtUtc: '2026-03-04T04:06:12.000Z',
    outcomes: [
      {
        detectorId: 'blink',
        outcome: {
          status: 'measured',
          score: 0.41,
          statement: '38 blinks in 196.3 s of assessable time, within what is published for a person who mostly does not speak.',
          measures: [{ name: 'blink rate', value: 11.6, unit: '/min', interval: [8.2, 15.9], intervalKind: '95 % Poisson' }],
        },
      },
      {
        detectorId: 'face-edge',
        outcome: {
          status: 'abstained',
          reason: 'The face is smaller than 120 px between the eyes.',
          measures: [{ name: 'inter-ocular distance', value: 57.4, unit: 'px' }],
        },
      },
      { detectorId: 'voice', outcome: { status: 'notApplicable', reason: 'The item has no sound.' } },
    ],
    error: null,
  });
}

function signal(name: string, title: string, shift: number): Signal {
  const frames = Array.from({ length: FRAMES }, (_, i) => i);
  const values = frames.map((frame) => {
    if (frame > 3000 && frame < 3091) return null;
    const dip = BLINKS.some((blink) => Math.abs(frame - blink) <= 1) ? 0.7 : 0;
    return Math.round((1 + shift - dip + 0.06 * Math.sin(frame / 9) * Math.cos(frame / 31)) * 1e4) / 1e4;
  });
  return Signal.parse({
    detectorId: 'blink',
    name,
    title,
    unit: 'share of baseline',
    trackId: 0,
    frames,
    ptsUs: frames.map(at),
    values,
    levels: [
      { name: 'baseline', value: 1 },
      { name: 'limit', value: 0.62 },
    ],
  });
}

function findings(): ReportFinding[] {
  const base = { rate: { num: FPS, den: 1 }, variable: false };
  const common = { jobId: 'J1', exhibitId: 'E1', detectorId: 'blink', trackId: 0, region: null };
  const anomaly = Finding.parse({
    ...common,
    id: 'F1',
    kind: 'few-blinks',
    title: 'No blink in 14.2 s',
    firstFrame: 2600,
    lastFrame: 2941,
    keyFrame: 2700,
    startUs: at(2600),
    endUs: at(2941),
    measure: { name: 'chance of so few blinks', value: 0.031, unit: '' },
    weight: 'anomaly',
    explanation:
      'No blink was measured while the eyes could be judged for 14.2 s. By published norms the chance that a genuine person blinks so rarely is 3.1 %. Persons who stare or concentrate do this too.',
    check: 'Play the interval and watch only the eyes: do the lids ever close?',
    review: {
      decision: 'inconclusive',
      reason: 'The person reads from a sheet below the camera; lids are half lowered throughout.',
      by: 'Demo Examiner',
      atUtc: '2026-03-04T05:00:00.000Z',
    },
  });
  const blinks = BLINKS.map((frame, i) =>
    Finding.parse({
      ...common,
      id: `F${String(i + 2)}`,
      kind: 'blink',
      title: `Blink, ${String(125 + ((i * 41) % 90))} ms, 71 % closure`,
      firstFrame: frame - 1,
      lastFrame: frame + 1,
      keyFrame: frame,
      startUs: at(frame - 1),
      endUs: at(frame + 2),
      measure: { name: 'duration', value: 125 + ((i * 41) % 90), unit: 'ms' },
      weight: 'note',
      explanation:
        'Openness of the left eye fell to 30 % and of the right eye to 35 % of this person’s baseline, below half of the movement for 83 ms.',
      check: 'Step through the frames: do the upper lids of both eyes go down and up again together?',
      review:
        i % 5 === 0
          ? { decision: 'confirmed', reason: 'Both lids close and open.', by: 'Demo Examiner', atUtc: '2026-03-04T05:01:00.000Z' }
          : null,
    }),
  );
  return [anomaly, ...blinks].map((finding) => ({
    finding,
    keyPtsUs: finding.keyFrame === null ? null : at(finding.keyFrame),
    timecode: {
      start: formatTimecode(finding.startUs, base),
      end: formatTimecode(finding.endUs, base),
      key: finding.keyFrame === null ? null : formatTimecode(at(finding.keyFrame), base),
    },
    reviews: finding.review === null ? [] : [{ ...finding.review, withdrawn: null }],
    stillSha256: null,
    stillError: null,
    sound: null,
    soundError: null,
  }));
}

function ledger(length: number): CustodyEntry[] {
  const acts = [
    'case.created',
    'exhibit.imported',
    'exhibit.imported-again',
    'derived.stored',
    'examination.started',
    'examination.finished',
    'finding.reviewed',
  ] as const;
  const subjects = ['0f6f9c1e-3f6a-4d2c-9a53-5b4f9d9e7c11', 'E1', 'E1', 'derived/ffprobe-e1.json', 'J1', 'J1', 'F1'];
  let prevHash = GENESIS_HASH;
  return Array.from({ length }, (_, i) => {
    const body = {
      seq: i + 1,
      prevHash,
      atUtc: new Date(Date.UTC(2026, 2, 4, 4, i)).toISOString(),
      actor: 'Demo Examiner',
      action: acts[Math.min(i, acts.length - 1)] ?? 'case.opened',
      subject: subjects[Math.min(i, subjects.length - 1)] ?? 'F1',
      payload: { name: 'franck.mp4', kind: 'video', sizeBytes: 3387403, framesDone: 4802, received: 'path' },
    };
    prevHash = hash(canonicalJson(body));
    return CustodyEntry.parse({ ...body, hash: prevHash });
  });
}

/** Eyes and face of franck.mp4 round frame 100, laid out as the engine's overlay. */
export function overlayFixture(): FrameOverlay['faces'] {
  const ring = (x: number, y: number, rx: number, ry: number): [number, number][] =>
    Array.from({ length: 16 }, (_, i) => [x + rx * Math.cos((i * Math.PI) / 8), y + ry * Math.sin((i * Math.PI) / 8)]);
  return [
    {
      trackId: 0,
      confidence: 0.99,
      box: [125, 50, 150, 205],
      leftEye: ring(224, 130, 14, 5),
      rightEye: ring(167.5, 142, 13, 5),
      leftIris: [],
      rightIris: [],
      lips: [],
      faceOval: [],
      values: {},
    },
  ];
}
