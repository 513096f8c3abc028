/** The verifier's own canonical JSON (RFC 8785), so that a mistake in the writer's cannot hide itself. */

/** Returns `null` for a text that is not JSON. */
export function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // Not JSON is an answer here; the caller names the entry.
    return null;
  }
}

/** Keys in order of their UTF-16 code units (section 3.2.3); numbers and strings as ECMAScript writes them (3.2.2). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
