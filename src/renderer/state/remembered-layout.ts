/** What this browser remembers of the window: sizes, heights and choices, all under one beginning of their names. Nothing of a case is among them. */
const BEGINS = 'penumbra.';

/** Returns how many things were forgotten; the window has to be drawn anew. */
export function forgetLayout(storage: Storage): number {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(
    (name) => name?.startsWith(BEGINS) === true,
  );
  for (const name of names) if (name !== null) storage.removeItem(name);
  return names.length;
}
