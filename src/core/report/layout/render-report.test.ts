import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeCalibration } from '../../../../tests/helpers/made-calibration.ts';
import { exampleCombined } from '../../../../tests/helpers/example-records.ts';
import { onePixelPng } from '../../../../tests/helpers/one-pixel-png.ts';
import { overlayFixture, reportFixture } from '../../../../tests/helpers/report-fixture.ts';
import { tempFolder } from '../../../../tests/helpers/temp-folder.ts';
import { JobId } from '../../../contract/values.ts';
import { blinkCard } from '../../../engine/detectors/blink/card.ts';
import type { Picture } from '../report-data.ts';
import { SECTION } from './sections/numbers.ts';
import { attachedJson, renderReport, type RenderedReport } from './render-report.ts';

const folder = tempFolder();
const data = reportFixture({ caseName: 'Fall 東京', entries: 300 });
const pictures = new Map<string, Picture>([
  ['F1', { bytes: onePixelPng(), width: 360, height: 288, overlay: overlayFixture(), shapes: [] }],
]);
let report: RenderedReport;
let text = '';
beforeAll(async () => {
  report = await renderReport(data, pictures, () => undefined);
  writeFileSync(join(folder, 'report.pdf'), report.pdf);
  if (hasTool('pdftotext'))
    text = execFileSync('pdftotext', ['-layout', join(folder, 'report.pdf'), '-'], { encoding: 'utf8', maxBuffer: 1e8 });
}, 60_000);

describe('a rendered report', () => {
  it('gives the same bytes for the same data', async () => {
    const again = await renderReport(data, pictures, () => undefined);
    expect(Buffer.compare(again.pdf, report.pdf)).toBe(0);
    const other = await renderReport(reportFixture({ caseName: 'Fall 東京', entries: 299 }), pictures, () => undefined);
    expect(Buffer.compare(other.pdf, report.pdf)).not.toBe(0);
  }, 60_000);

  it('is tagged, states PDF/A-3 and keeps the words of the case out of the unpacked information', () => {
    const raw = Buffer.from(report.pdf).toString('latin1');
    for (const part of ['/Marked true', '/StructTreeRoot', '<pdfaid:part>3</pdfaid:part>', '/Lang (en-GB)', '/AFRelationship /Data'])
      expect(raw).toContain(part);
    expect(raw).not.toContain('Fall');
  });

  it('describes each link and gives it its place in the structure', () => {
    const raw = Buffer.from(report.pdf).toString('latin1');
    const links = raw.match(/\/Subtype \/Link\b/g)?.length ?? 0;
    expect(links).toBeGreaterThan(10);
    expect(raw.match(/\/StructParent \d+/g)).toHaveLength(links);
    expect(raw.match(/\/S \/Link\b/g)).toHaveLength(links);
    expect(raw).toContain('/Contents (Section 1, ');
  });
});

describe.skipIf(!hasTool('pdftotext'))('likelihood ratios (needs pdftotext)', () => {
  it('stand with their propositions, bounds, validation and limits, and nowhere without a calibration', async () => {
    expect(text).not.toContain('ENFSI');
    expect(text).not.toContain('LIKELIHOOD RATIOS');
    const locked = madeCalibration();
    const evaluation = {
      status: 'evaluated' as const,
      log10LR: 1.1,
      bounded: null,
      verbal: 'moderate support for H1 rather than H2',
      calibration: locked,
    };
    const examinations = data.examinations.map((one) => ({
      ...one,
      job: {
        ...one.job,
        outcomes: one.job.outcomes.map((each) =>
          each.outcome.status === 'measured' ? { ...each, outcome: { ...each.outcome, evaluation } } : each,
        ),
      },
    }));
    const { pdf } = await renderReport({ ...data, examinations }, pictures, () => undefined);
    const path = join(folder, 'ratios.pdf');
    writeFileSync(path, pdf);
    const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1e8 }).replace(/\s+/g, ' ');
    for (const part of [
      ' stated, LR 13; between which propositions, and with what limits: section 8',
      'LR 13 (moderate support for',
      'LR 13 (log10 LR 1.10)',
      'The score gives moderate support for H1 rather than H2.',
      'must not be multiplied',
      locked.calibration.propositions.h1,
      locked.calibration.propositions.h2,
      '100 genuine files of 100 sources, 100 synthetic of 100',
      `Cllr ${locked.calibration.validation.cllr.toFixed(3)}`,
      'width (px): 200 to 2000',
      locked.calibration.limits[0] ?? '',
      locked.sha256,
    ])
      expect(words).toContain(part);
  }, 60_000);

  it('of several cues together stand with what each adds, also where none has a ratio of its own', async () => {
    const small = reportFixture({ caseName: 'Combined', entries: 3 });
    const examinations = small.examinations.map((one) => ({ ...one, job: { ...one.job, combined: [exampleCombined] } }));
    const { pdf } = await renderReport({ ...small, examinations }, pictures, () => undefined);
    const path = join(folder, 'combined.pdf');
    writeFileSync(path, pdf);
    const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1e8 }).replace(/\s+/g, ' ');
    for (const part of [
      'LR 1/1.6 (log10 LR -0.20; held at the bound: the data support no more)',
      '+0.13 to log10 LR (score 0.25)',
      '−0.50 to log10 LR (score 0.25)',
      '+0.10; the sum is then held within the bounds',
      'must not be multiplied with them',
      'each cue alone on the same files: blink 0.700, gaze 0.600',
      '40 genuine files of 40 sources, 50 synthetic of 50',
      'f'.repeat(64),
    ])
      expect(words).toContain(part);
  }, 60_000);
});

describe.skipIf(!hasTool('pdftotext'))('its text (needs pdftotext)', () => {
  it.each([
    ['the hash of the item', data.items[0]?.exhibit.hashes.sha256],
    ['the head of the custody log', data.custody.head.hash],
    ['the certificate-free state', 'this copy is not signed'],
    ['an anomaly', 'No blink in 14.2 s'],
    ['the last finding', 'F39'],
    ['the reason of a review', 'The person reads from a sheet below the camera'],
    ['an abstention with its reason', 'The face is smaller than 120 px'],
    ['the weights', createHash('sha256').update('iris').digest('hex')],
    ['a parameter with its origin', 'maximumHalfWidthMs'],
    ['the escaped name', 'Fall \\u{6771}\\u{4EAC}'],
    ['why it is escaped', 'Some characters cannot be shown'],
    ['what was left out of the log', '60 entries stand only in the attached data.'],
    ['the key frame', 'PTS 112.500000 s'],
  ])('has %s', (_, words) => {
    // Not toContain: a failure would print the whole report.
    expect(text.replace(/[\s\u00a0]+/g, ' ').includes(String(words))).toBe(true);
  });

  it('numbers its sections as its texts refer to them', () => {
    const words = text.replace(/[\s\u00a0]+/g, ' ');
    for (const [name, title] of [
      ['propositions', 'Propositions, and what this report says PROPOSITION 1'],
      ['recipe', 'What was done: tools, versions and recipe With these versions'],
      ['coverage', 'What was examined, and what could not be A score sums up'],
      ['review', 'Review decisions and conclusions '],
      ['ratios', 'Likelihood ratios None is stated'],
      ['limits', 'Limits and alternative explanations – Only the methods of section 14'],
      ['notExamined', 'What was not examined – '],
      ['custody', 'Custody log Each entry'],
      ['signature', 'Sign-off, signature, and how to verify'],
      ['structure', 'Appendix: ffprobe and structure output As the tools'],
      ['methods', `Appendix: methods and their error rates ${blinkCard.title}`],
      ['certification', 'Appendix: draft of a certification (USA, FRE 902(13) and 902(14)) This is'],
      ['glossary', 'Appendix: glossary ITEM'],
    ] as const)
      expect(words.includes(`${String(SECTION[name])} ${title}`), title).toBe(true);
  });

  it('names the anomalies on its first page, and says whether the examiner concludes anything', async () => {
    const front = (text.split('\f')[0] ?? '').replace(/[\s\u00a0]+/g, ' ');
    expect(front).toContain('ANOMALIES F1 in E1: No blink in 14.2 s (');
    expect(front).toContain('CONCLUSIONS none are stated by the examiner');
    const path = join(folder, 'concluded.pdf');
    const concluded = { ...data.report, content: { ...data.report.content, conclusions: 'The eyes were held open by hand.' } };
    writeFileSync(path, (await renderReport({ ...data, report: concluded }, pictures, () => undefined)).pdf);
    const words = execFileSync('pdftotext', ['-layout', '-l', '1', path, '-'], { encoding: 'utf8' }).replace(/[\s\u00a0]+/g, ' ');
    expect(words).toContain('of the examiner: “The eyes were held open by hand.” (section 7)');
  }, 60_000);

  it('says for each kind of anomaly what it can also come from, and leaves room for a reviewer', () => {
    const words = text.replace(/[\s\u00a0]+/g, ' ');
    expect(words).toContain('What an anomaly can also come from Of each kind');
    expect(words).toContain('F1 No blink in 14.2 s No blink was measured while the eyes could be judged');
    expect(words).toMatch(/Sign-off by examiner and reviewer EXAMINER Demo Examiner .* REVIEWER _+ POSITION/);
    expect(words).toContain('View: as decoded, unadjusted; 360 × 288 px; enlarged ');
  });

  it('numbers its pages, and prints the head on each', () => {
    const pages = text.split('\f').slice(0, report.pages);
    pages.forEach((page, i) => {
      expect(page).toContain(`Page ${String(i + 1)} of ${String(report.pages)}`);
      expect(page).toContain(`custody ${data.custody.head.hash}`);
    });
  });
});

describe.skipIf(!hasTool('pdftotext'))('versions and recipe (needs pdftotext)', () => {
  it('are listed once for examinations that ran the same, and again where anything differs', async () => {
    const small = reportFixture({ caseName: 'Alike', entries: 3 });
    const [one] = small.examinations;
    if (one === undefined) throw new Error('the fixture has an examination');
    const named = (id: string, weights = one.job.plan.weights) => ({
      ...one,
      job: { ...one.job, id: JobId.parse(id), plan: { ...one.job.plan, weights } },
    });
    const examinations = [one, named('J8'), named('J9', [])];
    const { pdf } = await renderReport({ ...small, examinations }, pictures, () => undefined);
    const path = join(folder, 'alike.pdf');
    writeFileSync(path, pdf);
    const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1e8 }).replace(/\s+/g, ' ');
    const recipes = words.slice(words.indexOf('4 What was done: tools, versions and recipe', words.indexOf('4 What was done') + 20));
    const detector = one.job.plan.detectors[0]?.id ?? '';
    expect(recipes).toContain(`the same detectors and networks as ${one.job.id}, with the same versions and hashes`);
    expect(recipes.split(`${detector} (parameters)`)).toHaveLength(1 + 2);
  }, 60_000);
});

describe.skipIf(!hasTool('pdftotext'))('what the examiner chooses (needs pdftotext)', () => {
  const wordsOf = async (made: ReturnType<typeof reportFixture>): Promise<{ pages: string[]; words: string }> => {
    const path = join(folder, 'chosen.pdf');
    writeFileSync(path, (await renderReport(made, pictures, () => undefined)).pdf);
    const all = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1e8 });
    return { pages: all.split('\f').slice(0, -1), words: all.replace(/[\s\u00a0]+/g, ' ') };
  };

  it('a short report names what it is without, keeps the numbers of its sections, and has all of it in the attached data', async () => {
    const short = reportFixture({ content: { template: 'short', leftOut: ['frames'] } });
    const { pages, words } = await wordsOf(short);
    expect(words).toContain(
      'short report; left out at the examiner’s choice: versions and recipe; the course of the measures over time; the frames and spectrograms of the findings; the entries of the custody log',
    );
    expect(words).toContain('14 Appendix: methods and their error rates Left out of this report');
    expect(words).toMatch(/4 What was done: tools, versions and recipe Left out .* 11 Custody log Left out .* 12 Sign-off, signature/);
    for (const absent of ['maximumHalfWidthMs', 'PTS 112.500000 s', '902(13)', 'Glossary']) expect(words).not.toContain(absent);
    expect(pages.length).toBeLessThan(report.pages / 2);
    expect(attachedJson(short)).toContain('maximumHalfWidthMs');
  }, 60_000);

  it('says request, propositions and conclusions in the words of the examiner, and what was not examined', async () => {
    const { words } = await wordsOf(
      reportFixture({
        content: {
          requestedBy: 'Court of first instance',
          request: 'Was the clip changed?\nIf so, where?',
          propositions: { first: 'The clip is as recorded on 2 March.', second: 'The face was replaced.' },
          conclusions: 'The findings do not help.\n\nA second clip is needed.',
        },
      }),
    );
    for (const part of [
      'Court of first instance',
      'Was the clip changed? If so, where?',
      'The clip is as recorded on 2 March.',
      'Both as put by the examiner',
      'Conclusions of the examiner The findings do not help. A second clip is needed. Written by Demo Examiner.',
      'What was not examined',
      'full report; nothing was left out',
      'I declare under penalty of perjury',
    ])
      expect(words.includes(part), part).toBe(true);
    expect(words).not.toContain('What a camera or microphone recorded');
  }, 60_000);

  it('a draft says so on every page, and a report on none', async () => {
    const { pages } = await wordsOf(reportFixture({ draft: true }));
    expect(pages.every((page) => page.includes('DRAFT, NOT SIGNED'))).toBe(true);
    expect(text).not.toContain('DRAFT');
  }, 60_000);
});

describe.skipIf(!hasTool('pdfdetach'))('its attachment (needs pdfdetach)', () => {
  it('is the data, byte for byte', () => {
    const path = join(folder, 'attached.json');
    execFileSync('pdfdetach', ['-savefile', 'R1.json', '-o', path, join(folder, 'report.pdf')]);
    const attached = readFileSync(path, 'utf8');
    expect(attached).toBe(attachedJson(data));
    expect(JSON.parse(attached)).toEqual(JSON.parse(JSON.stringify(data)));
    expect(text.replace(/\s+/g, ' ')).toContain(createHash('sha256').update(attached).digest('hex'));
  });
});

describe.skipIf(!hasTool('qpdf'))('its structure (needs qpdf)', () => {
  it('passes qpdf --check', () => {
    expect(execFileSync('qpdf', ['--check', join(folder, 'report.pdf')], { encoding: 'utf8' })).toContain(
      'No syntax or stream encoding errors',
    );
  });
});

function hasTool(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // pdfdetach knows no --version and ends with an error of its own, which still shows that it is there.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}
