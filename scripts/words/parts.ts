/** A message as its pieces: text, and expressions whose value is put in. A choice between texts inside a message makes whole messages of it, so that a plural is a sentence and not an ending. */
import { type Node, isNode, nodesOf, quasisOf, textOf } from './nodes.ts';

export type Part = string | Node;

export interface Whole {
  readonly parts: readonly Part[];
}

export interface Choice {
  readonly test: Node;
  readonly yes: Variants;
  readonly no: Variants;
}

export type Variants = Whole | Choice;

/** More than this many sentences for one place would be a puzzle for whoever translates them. */
const MOST_VARIANTS = 4;

export const hasLetters = (text: string): boolean => /\p{L}{2}/u.test(text);

/** Text, template or a choice between such; `null` for every other expression. */
export function partsOf(node: Node): Part[] | null {
  const text = textOf(node);
  if (text !== null) return [text];
  if (node.type !== 'TemplateLiteral') return null;
  const expressions = nodesOf(node.expressions);
  return quasisOf(node).flatMap((quasi, index) => [quasi, ...expressions.slice(index, index + 1)]);
}

const isText = (node: unknown): node is Node =>
  isNode(node) && (partsOf(node) !== null || (node.type === 'ConditionalExpression' && isText(node.consequent) && isText(node.alternate)));

const saysWords = (node: unknown): boolean =>
  isNode(node) &&
  (node.type === 'ConditionalExpression'
    ? saysWords(node.consequent) || saysWords(node.alternate)
    : (partsOf(node) ?? []).some((part) => typeof part === 'string' && /\p{L}/u.test(part)));

export const isChoice = (part: Part): part is Node =>
  typeof part !== 'string' && part.type === 'ConditionalExpression' && isText(part) && saysWords(part);

export function countOf(variants: Variants): number {
  return 'parts' in variants ? 1 : countOf(variants.yes) + countOf(variants.no);
}

/** The pieces with every choice between texts drawn to the outside, as long as there are few. */
export function variantsOf(parts: readonly Part[]): Variants {
  const opened = open(parts);
  return countOf(opened) <= MOST_VARIANTS ? opened : { parts };
}

function open(parts: readonly Part[]): Variants {
  const at = parts.findIndex(isChoice);
  const choice = parts[at];
  if (choice === undefined || typeof choice === 'string') return { parts };
  const put = (branch: unknown): Variants => {
    const inside = isNode(branch) ? (partsOf(branch) ?? [branch]) : [];
    return open([...parts.slice(0, at), ...inside, ...parts.slice(at + 1)]);
  };
  return { test: choice.test as Node, yes: put(choice.consequent), no: put(choice.alternate) };
}

/** `3 of 40 frames` as `{0} of {1} frames`. */
export function keyOf(parts: readonly Part[]): string {
  let next = 0;
  return parts.map((part) => (typeof part === 'string' ? part : `{${String(next++)}}`)).join('');
}
