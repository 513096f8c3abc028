/** A section that was left out keeps its number and says so: what refers to it still leads somewhere. */
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';

export function stub(sheet: Sheet, title: string): void {
  sheet.section(title);
  sheet.text('Left out of this report at the examiner’s choice. The attached data has what it would show.', STYLE.strong);
}
