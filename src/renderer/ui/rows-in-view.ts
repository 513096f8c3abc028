/** Which rows of a long list stand in the window: rows of one height, some more above and below, so that scrolling shows no gaps. */
export interface RowsInView {
  readonly first: number;
  /** After the last. */
  readonly end: number;
}

const MARGIN = 6;

export function rowsInView(scrollTop: number, height: number, rowHeight: number, count: number): RowsInView {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - MARGIN);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + MARGIN);
  return { first: Math.min(first, end), end };
}

/** Where the list must be scrolled to so that a row stands whole in the window; unchanged where it does. */
export function scrolledTo(row: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}
