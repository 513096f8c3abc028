/** The report procedures of the contract, over the open case. */
import { stat } from 'node:fs/promises';
import * as z from 'zod';
import type { ProcedureName } from '../../contract/index.ts';
import { Failure } from '../../base/failure.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { packDetector } from '../../engine/detectors/pack/detector.ts';
import { detectors } from '../../engine/detectors/registry.ts';
import { probe } from '../../engine/media/probe.ts';
import { readStructure } from '../../engine/structure/read-structure.ts';
import { frameOverlays } from '../analysis/overlays.ts';
import type { ServedFile } from '../application.ts';
import { OneAtATime } from '../cases/one-at-a-time.ts';
import type { Context, Handlers } from '../context.ts';
import { exhibitStill } from '../exhibits/still.ts';
import { checkReport } from './check-report.ts';
import { Drafts } from './drafts.ts';
import { countersignReport } from './countersign-report.ts';
import { exportReport, type ExportParts } from './export-report.ts';

type ReportName = Extract<ProcedureName, `report.${string}`>;

/** @param partsFor where pictures and method sheets come from, for a context that stays with one case. */
export function reportProcedures(
  context: Context,
  partsFor: (pinned: Context) => ExportParts = realParts,
): Pick<Handlers, ReportName> & { readonly draftBytes: (number: number) => Uint8Array } {
  const turns = new OneAtATime();
  const drafts = new Drafts();
  const pinned = (): Context => {
    const opened = context.current();
    // The whole report is about the case that was open when it was asked for, even if a window opens another meanwhile.
    return { ...context, current: () => opened };
  };
  return {
    draftBytes: (number) => drafts.bytes(number, context.current().store.info().id),
    'report.draft': (input) =>
      turns.run(() => {
        const own = pinned();
        return drafts.make(own, input, partsFor(own));
      }),
    'report.verify': ({ reportId }) => checkReport(context, reportId),
    'report.export': (input) =>
      turns.run(async () => {
        const own = pinned();
        const report = await exportReport(own, input, partsFor(own));
        context.emit({ type: 'case.changed' });
        return report;
      }),
    'report.countersign': (input) =>
      turns.run(async () => {
        const report = await countersignReport(pinned(), input);
        context.emit({ type: 'case.changed' });
        return report;
      }),
    'report.list': () => Promise.resolve().then(() => context.current().store.reports()),
    'report.get': ({ reportId }) => Promise.resolve().then(() => context.current().store.report(reportId)),
  };
}

/** @throws Failure REPORT_NOT_FOUND when it was never made or its file is gone. */
export async function reportFile(context: Context, reportId: string): Promise<ServedFile> {
  const path = context.current().store.reportPath(reportId);
  try {
    return { path, sizeBytes: (await stat(path)).size, mimeType: 'application/pdf' };
  } catch (error) {
    throw new Failure('REPORT_NOT_FOUND', reportId, { cause: error });
  }
}

function realParts(context: Context): ExportParts {
  return {
    cards: [...detectors, ...packsOf(context)].map(({ card }) => card),
    pictures: {
      still: (exhibitId, frame) => exhibitStill(context, exhibitId, frame),
      overlay: (jobId, frame) =>
        frameOverlays(context.current().store, [...detectors, ...packsOf(context)], { jobId, firstFrame: frame, count: 1 })[0] ?? null,
      sound: async (exhibitId) => {
        const { store } = context.current();
        return {
          path: store.exhibitPath(exhibitId),
          facts: store.exhibit(exhibitId).facts,
          ffmpegPath: (await context.tools()).ffmpegPath,
        };
      },
      ffmpegPath: async () => (await context.tools()).ffmpegPath,
    },
    items: {
      probe: async (exhibitId) => {
        const tools = await context.tools();
        const { raw } = await probe(context.current().store.exhibitPath(exhibitId), tools);
        return { raw: z.json().parse(raw), tool: { name: 'ffprobe', version: tools.version } };
      },
      structure: async (exhibitId) => {
        const { store } = context.current();
        return readStructure(
          store.exhibitPath(exhibitId),
          store.exhibit(exhibitId).facts,
          await context.tools(),
          new AbortController().signal,
        );
      },
    },
  };
}

/** From the plans of the case, so that a pack that was removed since is still described. Of two versions of one pack the later examination's is. */
function packsOf(context: Context): AnyDetector[] {
  const packs = new Map(
    context
      .current()
      .store.jobs()
      .flatMap(({ plan }) => (plan.packs ?? []).map((pack) => [pack.detectorId, packDetector(pack)] as const)),
  );
  return [...packs.values()];
}
