import { expect, it } from 'vitest';
import { parseLabels } from './labels.ts';

it('reads quoted fields, line ends of either kind, and columns in any order', () => {
  const text =
    'kind,path,label,method,source,group,split,note\r\nvideo,"a, b.mp4",real,,x,g1,dev,"says ""no"""\nvideo,c.mp4,fake,swap,x,g2,train,\n';
  expect(parseLabels(text)).toEqual([
    { path: 'a, b.mp4', kind: 'video', label: 'real', method: '', group: 'g1', split: 'dev' },
    { path: 'c.mp4', kind: 'video', label: 'fake', method: 'swap', group: 'g2', split: 'train' },
  ]);
});

it('names what is wrong', () => {
  expect(() => parseLabels('path,kind\n')).toThrow(
    expect.objectContaining({ code: 'APP_BAD_REQUEST', detail: expect.stringContaining('"label"') as string }),
  );
  expect(() => parseLabels('path,kind,label,method,group,split\na,video,maybe,,g,dev\n')).toThrow(
    expect.objectContaining({ code: 'APP_BAD_REQUEST', detail: expect.stringMatching(/^entry 1 .*label/s) as string }),
  );
});
