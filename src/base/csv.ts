/** Tables as comma-separated values (RFC 4180). */

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

/** One record without its end. */
export const csvLine = (cells: readonly (string | number)[]): string => cells.map((cell) => quoted(String(cell))).join(',');

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
