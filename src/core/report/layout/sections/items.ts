/** The items: how they came, what they are, and whether the stored copy is still what was received. */
import { containerWords } from '../../../../base/container-words.ts';
import type { Exhibit, VideoStream } from '../../../../contract/exhibits.ts';
import type { Mark } from '../../../../contract/marks.ts';
import type { ReportData, ReportItem } from '../../report-data.ts';
import { count, plural, seconds, utc, videoOf } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';

export function items(sheet: Sheet, data: ReportData): void {
  sheet.section('Items examined', { keepWith: 290 });
  sheet.text(
    'Each item was hashed while it was copied into the case; the copy is read-only and was hashed again for this report. Equal hashes show that the copy is the file that was received. They say nothing about what happened to it before.',
  );
  for (const item of data.items) oneItem(sheet, item);
}

function oneItem(sheet: Sheet, { exhibit, acquisitions, integrity, marks }: ReportItem): void {
  sheet.subsection(`${exhibit.id}  ${exhibit.originalName}`, 150);
  sheet.fact('SHA-256', exhibit.hashes.sha256, STYLE.mono);
  sheet.fact('SHA-1', `${exhibit.hashes.sha1}  (for legacy lists only)`, STYLE.mono);
  sheet.fact('MD5', `${exhibit.hashes.md5}  (for legacy lists only)`, STYLE.mono);
  sheet.fact('Size', `${count(exhibit.sizeBytes)} bytes`);
  sheet.fact('Integrity now', `${integrity.words} Checked ${utc(integrity.checkedAtUtc)}.`, integrity.ok ? STYLE.body : STYLE.strong);
  for (const [i, acquisition] of acquisitions.entries()) {
    const how = acquisition.received === 'path' ? 'read from a disk of this computer' : 'handed over through the window';
    const modified =
      acquisition.sourceModifiedAtUtc === null
        ? 'modification time of the source not known'
        : `source last modified ${utc(acquisition.sourceModifiedAtUtc)}`;
    const again = i === 0 ? '' : ' (the same bytes again)';
    sheet.fact(i === 0 ? 'Received' : '', `${utc(acquisition.atUtc)}, ${how} as “${acquisition.name}”${again}; ${modified}`);
  }
  for (const [label, words] of technical(exhibit)) sheet.fact(label, words);
  for (const [label, words] of marksInWords(marks)) sheet.fact(label, words);
}

/** Tags that stand on one line; whatever was taken back is said to have been, with who and when. */
export function marksInWords(marks: readonly Mark[]): [string, string][] {
  const tags = marks.filter(({ kind }) => kind === 'tag');
  const standing = tags.filter(({ withdrawn }) => withdrawn === null);
  const rows: [string, string][] = [];
  if (standing.length > 0) rows.push(['Tags', standing.map(({ text, by, atUtc }) => `${text} (${by}, ${utc(atUtc)})`).join('; ')]);
  const taken = tags.flatMap(({ text, withdrawn }) =>
    withdrawn === null
      ? []
      : [`${text} (taken off by ${withdrawn.by}, ${utc(withdrawn.atUtc)}${withdrawn.reason === null ? '' : `: ${withdrawn.reason}`})`],
  );
  if (taken.length > 0) rows.push(['Tags taken off', taken.join('; ')]);
  for (const { kind, text, by, atUtc, withdrawn } of marks) {
    if (kind !== 'note') continue;
    const back =
      withdrawn === null ? '' : ` Taken back by ${withdrawn.by}, ${utc(withdrawn.atUtc)}: ${withdrawn.reason ?? 'no reason given'}`;
    rows.push(['Examiner’s note', `${text} (${by}, ${utc(atUtc)})${back}`]);
  }
  return rows;
}

function rateOf({ averageFrameRate: rate, variableFrameRate }: VideoStream): string {
  if (rate === null) return `rate not stated${variableFrameRate ? ', variable intervals' : ''}`;
  return `${String(Number((rate.num / rate.den).toFixed(3)))} frames/s${variableFrameRate ? ', variable intervals' : ''}`;
}

function shownAs({ rotation, mirrored }: VideoStream): string {
  const ways = [...(rotation === 0 ? [] : [`turned by ${String(rotation)}°`]), ...(mirrored === true ? ['mirrored'] : [])];
  return ways.length === 0 ? '' : `, shown ${ways.join(' and ')}`;
}

/** A still has no rate and no key frames, whatever its decoder calls them. */
export function technical(exhibit: Exhibit): [string, string][] {
  const { facts } = exhibit;
  const video = videoOf(exhibit);
  const rows: [string, string][] = [
    ['Container', `${containerWords(facts)}${facts.durationUs === null ? '' : `, ${seconds(facts.durationUs)}`}`],
  ];
  if (video !== null) {
    const turned = shownAs(video);
    const picture = `${video.codec}${video.profile === null ? '' : ` (${video.profile})`}, ${String(video.width)} × ${String(video.height)} px${turned}`;
    if (exhibit.kind === 'image') rows.push(['Picture', picture]);
    else {
      rows.push(['Video', `${picture}, ${rateOf(video)}`]);
      const frames = `${count(video.frameCount)}, of them ${plural(video.keyFrameCount, 'key frame', 'key frames')}`;
      rows.push(['Frames', `${frames}; encoder: ${video.encoder ?? 'not stated'}`]);
    }
  }
  for (const stream of facts.streams) {
    if (stream.type === 'audio')
      rows.push([
        'Sound',
        `${stream.codec}, ${count(stream.sampleRate)} Hz, ${stream.channels === 1 ? '1 channel' : `${String(stream.channels)} channels`}`,
      ]);
  }
  if (facts.warnings.length > 0)
    rows.push([
      'Reader’s warnings',
      facts.warnings.slice(0, 5).join(' · ') + (facts.warnings.length > 5 ? ` · and ${count(facts.warnings.length - 5)} more` : ''),
    ]);
  return rows;
}
