/** A countersigned report must be the report that it names, byte for byte, with something behind it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { parseJson } from './canonical.ts';
import type { Walked } from './ledger.ts';
import type { Problems } from './problems.ts';

type Row = Readonly<Record<string, string | number>>;

/** A file, and how its beginning must hash. */
export interface FurtherSigned {
  readonly id: string;
  readonly path: string;
  readonly of: string;
  readonly firstBytes: number;
  readonly sha256: string;
}

/** What can be said from the records alone; the files are read by checkCountersigned. */
export function countersignedReports(db: Database.Database, { entries }: Walked, problems: Problems): FurtherSigned[] {
  const rows = db.prepare('SELECT * FROM reports ORDER BY number').all() as Row[];
  return rows.flatMap((row) => {
    const id = String(row.id);
    const signature = parseJson(String(row.signature_json))?.value as { readonly countersigns?: unknown } | null | undefined;
    const said = signature?.countersigns;
    const of = said === undefined ? undefined : typeof said === 'string' ? said : 'something that is no name';
    const stated = entries.get(Number(row.entry_seq))?.action === 'report.countersigned';
    if (stated !== (of !== undefined)) {
      problems.add(
        'countersignature-wrong',
        id,
        stated ? 'its entry says that it was countersigned, its record names no report' : 'its record names a report, its entry does not',
      );
      return [];
    }
    if (of === undefined) return [];
    const named = rows.find((one) => one.id === of);
    if (named === undefined || Number(named.number) >= Number(row.number)) {
      problems.add('countersignature-wrong', id, `it names ${of} as the report that it countersigns, which is no earlier report`);
      return [];
    }
    return [{ id, path: String(row.path), of, firstBytes: Number(named.size_bytes), sha256: String(named.sha256) }];
  });
}

/** Files that are missing or cannot be read have been named before. */
export async function checkCountersigned(folder: string, reports: readonly FurtherSigned[], problems: Problems): Promise<void> {
  for (const { id, path, of, firstBytes, sha256 } of reports) {
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const chunk of createReadStream(join(folder, path), { end: firstBytes - 1 }) as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        hash.update(chunk);
      }
    } catch {
      continue;
    }
    if (bytes === firstBytes && hash.digest('hex') === sha256) continue;
    problems.add('countersignature-wrong', id, `its first ${firstBytes} bytes are not those of ${of}, which it says it countersigns`);
  }
}
