import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasPoppler, pdfWords } from '../../../../../tests/helpers/pdf-words.ts';
import { reportFixture } from '../../../../../tests/helpers/report-fixture.ts';
import { tempFolder } from '../../../../../tests/helpers/temp-folder.ts';
import { FileStructure } from '../../../../contract/structure.ts';
import type { ReportData } from '../../report-data.ts';
import { renderReport } from '../render-report.ts';
import { bounded, groupsOf } from './structure.ts';

const folder = tempFolder();
const RTL = '\u202E';

describe('groupsOf', () => {
  it('writes every value with its name, lists by their numbers', () => {
    expect(groupsOf({ format: { a: 1, tags: { b: 'x' } }, streams: [{ c: [true, null] }, { d: 2 }] })).toEqual([
      {
        title: 'format',
        pairs: [
          ['a', '1'],
          ['tags.b', 'x'],
        ],
      },
      {
        title: 'streams[0]',
        pairs: [
          ['c.0', 'true'],
          ['c.1', 'null'],
        ],
      },
      { title: 'streams[1]', pairs: [['d', '2']] },
    ]);
    expect(groupsOf('odd')).toEqual([{ title: 'answer', pairs: [['', 'odd']] }]);
  });
});

it('cuts what is long, and says how long it is', () => {
  expect(bounded('abc', 3)).toBe('abc');
  expect(bounded('abcd', 3)).toBe('abc … (4 characters)');
});

describe.skipIf(!hasPoppler())('the appendix (needs pdftotext)', () => {
  it('shows bounded, escaped words of a hostile file, and counts what it leaves to the data', async () => {
    const words = await wordsOf(hostile());
    for (const part of [
      '13 Appendix: ffprobe and structure output',
      'As stored with examination J1.',
      'filename=a\\u{202E}gpj.exe | note=one\\u{A}two\\u{0}',
      'codec_name=h264',
      `huge=${'A'.repeat(40)}`,
      '62 further values are in the attached data.',
      '12 further parts are in the attached data.',
      '7 more were not kept when the file was read.',
      'box71',
      'Problems',
      'One further tag is in the attached data.',
    ])
      expect(words.toLowerCase().includes(part.toLowerCase()), part).toBe(true);
    expect(words).toMatch(/A … \(5 ?000 characters\)/);
    expect(words).not.toContain('box72');
    expect(words).not.toContain(RTL);
  }, 60_000);

  it('stands in the contents, and may be left out, which is said', async () => {
    const left = await wordsOf(reportFixture({ entries: 4, content: { leftOut: ['structure'] } }));
    expect(left).toContain('13 Appendix: ffprobe and structure output Left out of this report');
    expect(left).toContain('left out at the examiner’s choice: what ffprobe and the structure of each file say');
    expect(left).not.toContain('codec_name=h264');
  }, 60_000);
});

function hostile(): ReportData {
  const data = reportFixture({ entries: 4 });
  const [item] = data.items;
  if (item === undefined) throw new Error('the fixture has an item');
  const probe = {
    format: { filename: `a${RTL}gpj.exe`, note: 'one\ntwo\0', huge: 'A'.repeat(5000) },
    streams: [{ codec_name: 'h264', ...Object.fromEntries(Array.from({ length: 298 }, (_, n) => [`value${String(n)}`, n])) }],
  };
  const structure = FileStructure.parse({
    format: 'isobmff',
    parts: Array.from({ length: 72 }, (_, n) => ({ name: `box${String(n + 12)}`, depth: n, offset: n, sizeBytes: 8, note: null })),
    partsOmitted: 7,
    jpeg: null,
    metadata: {
      status: 'available',
      tool: 'ExifTool 13',
      tags: Array.from({ length: 121 }, (_, n) => ({ group: 'Made', name: `tag${String(n)}`, value: String(n) })),
      omitted: 0,
    },
    problems: ['The last box says that it is longer than the file.'],
  });
  return {
    ...data,
    items: [
      {
        ...item,
        probe: { text: JSON.stringify(probe), keptAs: null, words: 'Made for a test.' },
        structure: { value: structure, words: 'As stored with examination J1.' },
      },
    ],
  };
}

async function wordsOf(data: ReportData): Promise<string> {
  const path = join(folder, 'structure.pdf');
  writeFileSync(path, (await renderReport({ ...data, examinations: [], findings: [], methods: [] }, new Map(), () => undefined)).pdf);
  return pdfWords(path);
}
