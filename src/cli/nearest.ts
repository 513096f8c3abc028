/** The name that was probably meant. */

/**
 * The one with the fewest letters to add, leave out or replace; of equals the first. `null` where more than a third of what was typed would have to
 * change (one letter of short words): beyond that a guess misleads. Our choice.
 */
export function nearest(typed: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const name of names) {
    const changes = distance(typed, name);
    if (changes < least) [best, least] = [name, changes];
  }
  return best;
}

/** Levenshtein's, row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [k, other] of Array.from(b).entries())
      next.push(Math.min((next[k] ?? 0) + 1, (row[k + 1] ?? 0) + 1, (row[k] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
