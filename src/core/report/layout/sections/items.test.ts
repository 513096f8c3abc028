import { expect, it } from 'vitest';
import { Mark } from '../../../../contract/marks.ts';
import type { Exhibit } from '../../../../contract/exhibits.ts';
import { VIDEO_FACTS } from '../../../../../tests/helpers/video-facts.ts';
import { marksInWords, technical } from './items.ts';

const mark = (id: string, kind: Mark['kind'], text: string, reason?: string | null): Mark =>
  Mark.parse({
    id,
    exhibitId: 'E1',
    kind,
    text,
    by: 'Demo Examiner',
    atUtc: '2026-03-04T05:06:07.000Z',
    withdrawn: reason === undefined ? null : { reason, by: 'Demo Examiner', atUtc: '2026-03-05T05:06:07.000Z' },
  });

it('prints tags on one line and each note on its own, and hides nothing that was taken back', () => {
  const rows = marksInWords([
    mark('T1', 'tag', 'Notable'),
    mark('T2', 'tag', 'Bookmark', null),
    mark('T3', 'note', 'The lens is scratched.', 'It was the display.'),
    mark('T4', 'tag', 'Follow up'),
  ]);
  expect(rows.map(([label]) => label)).toEqual(['Tags', 'Tags taken off', 'Examiner’s note']);
  expect(rows[0]?.[1]).toMatch(/^Notable \(Demo Examiner, .*2026.*\); Follow up \(/);
  expect(rows[1]?.[1]).toMatch(/^Bookmark \(taken off by Demo Examiner, /);
  expect(rows[2]?.[1]).toMatch(/^The lens is scratched\. \(.*\) Taken back by Demo Examiner, .*: It was the display\.$/);
  expect(marksInWords([])).toEqual([]);
});

it('says of a film how fast it runs, of a still only what the picture is', () => {
  const exhibit = (kind: 'image' | 'video'): Exhibit => ({ kind, facts: { ...VIDEO_FACTS, kind } }) as Exhibit;
  expect(technical(exhibit('video'))).toEqual([
    ['Container', 'mov, 10.000000 s'],
    ['Video', 'h264, 640 × 480 px, 25 frames/s'],
    ['Frames', '250, of them 1 key frame; encoder: not stated'],
  ]);
  expect(technical(exhibit('image')).slice(1)).toEqual([['Picture', 'h264, 640 × 480 px']]);
});
