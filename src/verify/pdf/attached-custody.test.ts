import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/json.ts';
import { checkAttachedCustody } from './attached-custody.ts';
import type { Attached } from './attached-data.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const TEXT = '{\n  "format": {}\n}\n';

function chain(
  ...made: readonly { readonly action: string; readonly subject: string; readonly payload: Json }[]
): Record<string, unknown>[] {
  let prevHash = '0'.repeat(64);
  return made.map((one, n) => {
    const body = { seq: n + 1, prevHash, atUtc: '2026-03-04T05:00:00.000Z', actor: 'Demo Examiner', ...one };
    prevHash = hash(canonicalJson(body));
    return { ...body, hash: prevHash };
  });
}

const entries = chain(
  { action: 'case.created', subject: 'C', payload: {} },
  { action: 'derived.stored', subject: 'derived/E1-ffprobe.json', payload: { sha256: hash(TEXT), kind: 'ffprobe-json' } },
);

function attached(text: string | null, kept = entries): Attached {
  const last = kept.at(-1);
  return {
    name: 'R1.json',
    sizeBytes: 1,
    sha256: hash(''),
    statedSha256: null,
    data: {
      format: 'penumbra-report/1',
      report: { id: 'R1' },
      signature: { level: 'none', identity: null },
      items: [
        {
          exhibit: { id: 'E1', originalName: 'a.mp4', sizeBytes: 1, hashes: { sha256: hash('a') } },
          probe: { text, keptAs: text === null ? null : 'derived/E1-ffprobe.json' },
        },
      ],
      custody: { head: { seq: kept.length, hash: String(last?.hash) }, entries: kept },
    },
  };
}

describe('the custody log in a report’s data', () => {
  it('holds, with what ffprobe said at the import', async () => {
    const found = await checkAttachedCustody(attached(TEXT));
    expect(found?.ok).toBe(true);
    expect(found?.words).toContain('The attached output of ffprobe is what the log states of it, for 1 of the items.');
    expect((await checkAttachedCustody(attached(null)))?.words).not.toContain('ffprobe');
  });

  it('names output of ffprobe that no entry states', async () => {
    const changed = TEXT.replace('format', 'farmot');
    expect(await checkAttachedCustody(attached(changed))).toEqual({
      ok: false,
      words: `The attached output of ffprobe for item E1 has the SHA-256 ${hash(changed)}, which no entry of the attached custody log states of derived/E1-ffprobe.json.`,
    });
  });

  it('names an entry that was changed, and one that is missing', async () => {
    const edited = entries.map((entry, n) => (n === 0 ? { ...entry, actor: 'Another' } : entry));
    expect((await checkAttachedCustody(attached(TEXT, edited)))?.words).toContain('entry 1 was changed');
    expect((await checkAttachedCustody(attached(TEXT, entries.slice(1))))?.words).toContain('entry 1 is missing');
  });
});
