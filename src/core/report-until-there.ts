/** Stands in for the report room until its procedures land. */
import { Failure } from '../base/failure.ts';
import type { ServedFile } from './application.ts';
import type { Context, Handlers } from './context.ts';

export const reportProcedures = (context: Context): Pick<Handlers, 'report.export' | 'report.list' | 'report.get'> => ({
  'report.export': () => Promise.reject(new Failure('APP_INTERNAL')),
  'report.list': async () => context.current().store.reports(),
  'report.get': async ({ reportId }) => context.current().store.report(reportId),
});

export const reportFile = (_context: Context, reportId: string): Promise<ServedFile> => Promise.reject(new Failure('REPORT_NOT_FOUND', reportId));
