/** Reads an HTTP Range header (RFC 9110, section 14): one range of bytes, or the whole. */

export interface ByteRange {
  /** First and last byte, both inside the file. */
  readonly first: number;
  readonly last: number;
}

/** `whole`: answer 200 with everything (no header, several ranges or one that is not understood may be ignored); `unsatisfiable`: answer 416. */
export function parseRange(header: string | null | undefined, sizeBytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') return 'whole';
  if (from === '') {
    const suffix = Number(to);
    if (suffix === 0 || sizeBytes === 0) return 'unsatisfiable';
    return { first: Math.max(0, sizeBytes - suffix), last: sizeBytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== '' && Number(to) < first) return 'whole';
  return first >= sizeBytes ? 'unsatisfiable' : { first, last };
}
