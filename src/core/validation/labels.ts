/** Reads a labels file: which files are genuine, which synthetic, and which of them belong together. */
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
    if (head?.includes(name) !== true) throw new Failure('APP_BAD_REQUEST', `the labels file has no column "${name}"`);
  return lines.map((fields, at) => {
    const parsed = Label.safeParse(Object.fromEntries((head ?? []).map((name, column) => [name, fields[column] ?? ''])));
    if (!parsed.success)
      throw new Failure('APP_BAD_REQUEST', `entry ${String(at + 1)} of the labels file: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
}

/** Fields of each record; quotes may hold commas, line ends and doubled quotes. */
export function csvRecords(text: string): string[][] {
  const found: string[][] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',' || char === '\n') {
      fields.push(field.replace(/\r$/, ''));
      field = '';
      if (char === '\n') {
        found.push(fields);
        fields = [];
      }
    } else field += char;
  }
  if (field !== '' || fields.length > 0) found.push([...fields, field]);
  return found.filter((record) => record.length > 1 || record[0] !== '');
}
