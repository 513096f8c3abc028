/** The words of the window in the chosen language. The build puts `say` around every message of the source; without a catalogue the English of the source stands. */
export type Catalogue = Readonly<Record<string, string>>;

/** What a template puts into a text. */
type Value = string | number | boolean | null | undefined;

let chosen: Catalogue | null = null;

/** Before anything of the window is loaded: some words are looked up when their file is. */
export function useCatalogue(catalogue: Catalogue): void {
  chosen = catalogue;
}

/** `text` as the source has it, `{0}` and so on where a value is put in. */
export function say(text: string, ...values: readonly Value[]): string {
  const found = chosen?.[text] ?? text;
  return values.length === 0 ? found : found.replace(/\{(\d)\}/g, (_whole, index: string) => textOf(values[Number(index)]));
}

/** As a template shows it: nothing where there is nothing. */
const textOf = (value: Value): string => (value === null || value === undefined ? '' : String(value));
