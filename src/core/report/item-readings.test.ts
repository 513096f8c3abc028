import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { reportFixture } from '../../../tests/helpers/report-fixture.ts';
import { Failure } from '../../base/failure.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import type { CaseReader } from '../../store/case-store.ts';
import type { DerivedFile } from '../../store/records.ts';
import { ItemReader, type ItemSources } from './item-readings.ts';

const folder = tempFolder();
mkdirSync(join(folder, 'derived'));
const [item] = reportFixture().items;
if (item === undefined) throw new Error('the fixture has an item');
const { exhibit } = item;
const stored = item.structure.value;
const TEXT = '{ "format": { "filename": "franck.mp4" } }\n';

/** Only what is asked of a case here. */
const storeWith = (files: readonly Partial<DerivedFile>[], jobs: readonly string[] = []): CaseReader =>
  ({
    folder,
    derivedFiles: () => files,
    jobs: () => jobs.map((id) => ({ id })),
    structure: (id: string) => (id === 'J2' ? stored : null),
  }) as unknown as CaseReader;

const sources: ItemSources = {
  probe: () => Promise.resolve({ raw: { format: { filename: 'again' } }, tool: { name: 'ffprobe', version: '5.1' } }),
  structure: () => Promise.reject(new Failure('FILE_UNREADABLE', 'E1')),
};

function kept(text = TEXT): DerivedFile {
  const path = 'derived/E1-ffprobe.json';
  writeFileSync(join(folder, path), text);
  const recipe = { tool: 'ffprobe', version: 'ffmpeg 5.1' };
  return {
    derivedId: 1,
    exhibitId: exhibit.id,
    kind: 'ffprobe-json',
    path,
    sha256: sha256Hex(TEXT),
    sizeBytes: TEXT.length,
    recipe,
    atUtc: '2026-03-04T04:01:00.000Z',
  };
}

describe('ItemReader', () => {
  it('takes what the case keeps, byte for byte', async () => {
    const { probe, structure } = await new ItemReader(storeWith([kept()], ['J1', 'J2', 'J3']), sources).read(exhibit, true);
    expect(probe).toEqual({
      text: TEXT,
      keptAs: 'derived/E1-ffprobe.json',
      words: `As ffprobe (ffmpeg 5.1) answered when the item was imported, 2026-03-04 04:01:00 UTC; kept as derived/E1-ffprobe.json, SHA-256 ${sha256Hex(TEXT)}.`,
    });
    expect(structure).toEqual({ value: stored, words: 'As stored with examination J2.' });
  });

  it('asks again where nothing is kept, or something else, and says so', async () => {
    const without = await new ItemReader(storeWith([]), sources).read(exhibit, true);
    expect(without.probe).toEqual({
      text: '{\n  "format": {\n    "filename": "again"\n  }\n}\n',
      keptAs: null,
      words: 'Read again from the stored item for this report by ffprobe 5.1: the case keeps no answer of its import.',
    });
    expect(without.structure.words).toMatch(/^Cannot be read: /);
    const changed = await new ItemReader(storeWith([kept('{}')]), sources).read(exhibit, true);
    expect(changed.probe).toMatchObject({ keptAs: null, words: expect.stringContaining('is not what was kept') as string });
  });

  it('reads no item that is not as it was imported, and no more than it may', async () => {
    const altered = await new ItemReader(storeWith([]), sources).read(exhibit, false);
    expect([altered.probe.text, altered.probe.words]).toEqual([
      null,
      'Not read: the case keeps no answer of its import, and the stored item is not what was imported.',
    ]);
    const reader = new ItemReader(storeWith([]), sources);
    for (let n = 0; n < 12; n += 1) await reader.read(exhibit, true);
    expect((await reader.read(exhibit, true)).probe.words).toMatch(/^Not read: .* no more than 12 items again\.$/);
  });
});
