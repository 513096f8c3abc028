/** Finds the words for a person in a file of the window, and writes the file anew with each of them looked up in the catalogue of the chosen language. */
import { parse } from 'svelte/compiler';
import { type Node, childrenOf, isNode, nodesOf, textOf } from './nodes.ts';
import { type Part, type Variants, hasLetters, isChoice, keyOf, partsOf, variantsOf } from './parts.ts';
import {
  type Place,
  isNeutral,
  isProgramAttribute,
  isProgramText,
  isWordAttribute,
  looksLikeWords,
  placeOf,
  standsBesideWords,
} from './rules.ts';

export interface Message {
  /** The English, with `{0}` where a value stands; the key of the catalogues. */
  readonly text: string;
  readonly line: number;
  /** What is put in, as the source says it. */
  readonly values: readonly string[];
}

/** A text that was not taken for words; `npm run words -- --passed-over` lists them. */
export interface PassedOver {
  readonly text: string;
  readonly line: number;
  readonly place: Place;
}

export interface Found {
  readonly messages: readonly Message[];
  readonly passedOver: readonly PassedOver[];
  /** The source with every message looked up; the same object of text where there is none. */
  readonly code: string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The name of the function that looks a message up, as the changed source imports it. */
export const SAY = '_say';
const OPENING = '<script lang="ts">';
const CLOSING = '</script>';
/** Their text is a name or a value, never a sentence. */
const PROGRAM_ELEMENTS = new Set(['code', 'pre', 'style', 'script']);

/** `importFrom`: where `say` comes from. */
export function findMessages(fileName: string, source: string, importFrom: string): Found {
  const isComponent = fileName.endsWith('.svelte');
  const whole = isComponent ? source : `${OPENING}${source}${CLOSING}`;
  const root = parse(whole, { modern: true, filename: fileName }) as unknown as Node;
  const search = new Search(whole);
  search.visit(root, []);
  const { messages, passedOver, changed } = search;
  if (!changed) return { messages, passedOver, code: source };
  const line = `import { say as ${SAY} } from ${JSON.stringify(importFrom)};`;
  if (!isComponent) return { messages, passedOver, code: `${line}${search.rendered(OPENING.length, whole.length - CLOSING.length)}` };
  const script = isNode(root.instance) && isNode(root.instance.content) ? root.instance.content : null;
  if (script === null) return { messages, passedOver, code: `<script lang="ts">${line}</script>${search.rendered(0, whole.length)}` };
  return { messages, passedOver, code: `${search.rendered(0, script.start)}${line}${search.rendered(script.start, whole.length)}` };
}

class Search {
  readonly messages: Message[] = [];
  readonly passedOver: PassedOver[] = [];
  #edits: Edit[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  get changed(): boolean {
    return this.#edits.length > 0;
  }

  /** The source between two places, with the edits there. */
  rendered(start: number, end: number): string {
    const inside = this.#edits.filter((edit) => edit.start >= start && edit.end <= end).sort((a, b) => a.start - b.start);
    let [text, at] = ['', start];
    for (const edit of inside) {
      text += this.#source.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return text + this.#source.slice(at, end);
  }

  visit(node: Node, above: readonly Node[]): void {
    // Types say nothing to a person, but an expression may stand inside `as`, `satisfies` and `!`.
    if (node.type.startsWith('TS')) {
      if (isNode(node.expression)) this.visit(node.expression, [...above, node]);
      return;
    }
    if (node.type === 'Script') this.#inside({ ...node, attributes: [] }, above);
    else if (node.type === 'Fragment') this.#fragment(node, above);
    else if (node.type === 'Attribute') this.#attribute(node, above);
    else if (textOf(node) !== null || node.type === 'TemplateLiteral') this.#script(node, above);
    else this.#inside(node, above);
  }

  #inside(node: Node, above: readonly Node[]): void {
    for (const child of childrenOf(node)) this.visit(child, [...above, node]);
  }

  #script(node: Node, above: readonly Node[]): void {
    const parts = partsOf(node) ?? [];
    const key = keyOf(parts);
    const place = placeOf(above, node);
    const wanted =
      place === 'words'
        ? saysSomething(parts)
        : place === 'by looks'
          ? saysSomething(parts) && (looksLikeWords(key) || (!isProgramText(key) && standsBesideWords(above, node)))
          : place === 'list' && /^\p{Lu}/u.test(key) && looksLikeWords(key);
    if (wanted) this.#replace(node.start, node.end, parts, [...above, node], (text) => text);
    else {
      if (saysSomething(parts)) this.passedOver.push({ text: key, line: this.#lineOf(node.start), place });
      this.#inside(node, above);
    }
  }

  #attribute(node: Node, above: readonly Node[]): void {
    const name = String(node.name);
    const values = nodesOf(node.value);
    const [first] = values;
    const last = values.at(-1);
    if (first === undefined || last === undefined) return;
    if (values.every(({ type }) => type === 'ExpressionTag') || isProgramAttribute(name)) {
      this.#inside(node, above);
      return;
    }
    const parts = partsOfMarkup(values);
    if (!saysSomething(parts) || !(isWordAttribute(name) || looksLikeWords(keyOf(parts)))) {
      if (saysSomething(parts))
        this.passedOver.push({ text: `${name}=${keyOf(parts)}`, line: this.#lineOf(node.start), place: 'by looks' });
      this.#inside(node, above);
      return;
    }
    const quoted = /["']/.test(this.#source[first.start - 1] ?? '') ? 1 : 0;
    this.#replace(first.start - quoted, last.end + quoted, parts, [...above, node], (text) => `{${text}}`);
  }

  #fragment(node: Node, above: readonly Node[]): void {
    const here = [...above, node];
    const holder = above.at(-1);
    const literal = holder?.type === 'RegularElement' && PROGRAM_ELEMENTS.has(String(holder.name));
    for (const run of runsOf(nodesOf(node.nodes))) {
      const [first] = run;
      if (first === undefined) continue;
      const trimmed = this.#trimmed(run);
      const parts = partsOfMarkup(run).map((part) => (typeof part === 'string' ? part.replace(/\s+/g, ' ') : part));
      const words = [...parts];
      if (typeof words[0] === 'string') words[0] = words[0].trimStart();
      const end = words.at(-1);
      if (typeof end === 'string') words[words.length - 1] = end.trimEnd();
      const hasText = run.some(({ type, data }) => type === 'Text' && hasLetters(String(data))) || (run.length > 1 && parts.some(isChoice));
      if (!literal && hasText && saysSomething(words)) this.#replace(trimmed.start, trimmed.end, words, here, (text) => `{${text}}`);
      else for (const child of run) this.visit(child.type === 'ExpressionTag' ? { ...child, inText: !literal } : child, here);
    }
  }

  /** Without the white space around it, which stays where it is. */
  #trimmed(run: readonly Node[]): { start: number; end: number } {
    const [start, end] = [run[0]?.start ?? 0, run.at(-1)?.end ?? 0];
    const text = this.#source.slice(start, end);
    return { start: start + text.length - text.trimStart().length, end: end - (text.length - text.trimEnd().length) };
  }

  #replace(start: number, end: number, parts: readonly Part[], above: readonly Node[], wrap: (text: string) => string): void {
    const text = this.#lookUp(variantsOf(parts), start, above);
    this.#edits = [...this.#edits.filter((edit) => edit.start < start || edit.end > end), { start, end, text: wrap(text) }];
  }

  #lookUp(variants: Variants, at: number, above: readonly Node[]): string {
    if ('test' in variants) {
      const test = this.#expression(variants.test, above);
      return `(${test} ? ${this.#lookUp(variants.yes, at, above)} : ${this.#lookUp(variants.no, at, above)})`;
    }
    const { parts } = variants;
    const key = keyOf(parts);
    const values = parts.filter((part) => typeof part !== 'string');
    if (isMessage(key)) {
      this.messages.push({ text: key, line: this.#lineOf(at), values: values.map(({ start, end }) => this.#source.slice(start, end)) });
    }
    return `${SAY}(${[JSON.stringify(key), ...values.map((value) => this.#expression(value, above))].join(', ')})`;
  }

  /** Words inside of a value that is put in are messages of their own. */
  #expression(node: Node, above: readonly Node[]): string {
    if (!this.#edits.some(({ start, end }) => start >= node.start && end <= node.end)) this.visit(node, above);
    return this.rendered(node.start, node.end);
  }

  #lineOf(offset: number): number {
    return this.#source.slice(0, offset).split('\n').length;
  }
}

const isMessage = (key: string): boolean => hasLetters(key) && !isNeutral(key);

const saysSomething = (parts: readonly Part[]): boolean => isMessage(keyOf(parts)) || (parts.length > 1 && parts.some(isChoice));

/** Neighbouring texts and expressions; every other node stands alone. */
function runsOf(nodes: readonly Node[]): Node[][] {
  const runs: Node[][] = [];
  let open = false;
  for (const node of nodes) {
    const isPart = node.type === 'Text' || node.type === 'ExpressionTag';
    if (isPart && open) runs.at(-1)?.push(node);
    else runs.push([node]);
    open = isPart;
  }
  return runs;
}

const partsOfMarkup = (nodes: readonly Node[]): Part[] =>
  nodes.flatMap((node): Part[] => {
    if (node.type === 'Text') return [String(node.data)];
    const { expression } = node;
    return isNode(expression) ? [expression] : [];
  });
