/** Reads a labels file: which files are genuine, which synthetic, and which of them belong together. */
import { csvRecords } from '../../base/csv.ts';
import { Failure } from '../../base/failure.ts';
import * as z from 'zod';

const Label = z.object({
  path: z.string().min(1),
  kind: z.enum(['image', 'audio', 'video']),
  label: z.enum(['real', 'fake']),
  method: z.string(),
  group: z.string().min(1),
  split: z.string(),
});
export type Label = z.infer<typeof Label>;

const WANTED = ['path', 'kind', 'label', 'method', 'group', 'split'] as const;

/** CSV (RFC 4180) with a head line that names at least path, kind, label, method, group and split. Throws APP_BAD_REQUEST with the line. */
export function parseLabels(text: string): Label[] {
  const [head, ...lines] = csvRecords(text);
  for (const name of WANTED)
    if (head?.includes(name) !== true)
      throw new Failure('APP_BAD_REQUEST', `the labels file has no column "${name}"; its first line names ${WANTED.join(', ')}`);
  return lines.map((fields, at) => {
    const parsed = Label.safeParse(Object.fromEntries((head ?? []).map((name, column) => [name, fields[column] ?? ''])));
    if (!parsed.success)
      throw new Failure('APP_BAD_REQUEST', `entry ${String(at + 1)} of the labels file: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
}
