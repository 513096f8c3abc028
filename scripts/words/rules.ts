/** Which texts of the source are words for a person. Names of things inside the program stand in quotes too, so the place of a text and its looks decide together. */
import { type Node, isNode, nameOf } from './nodes.ts';
import { keyOf, partsOf } from './parts.ts';

/** Attributes whose value a person reads or hears. */
const WORD_ATTRIBUTES = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
]);
export const isWordAttribute = (name: string): boolean => WORD_ATTRIBUTES.has(name);

/** Never words, whatever they look like. */
const PROGRAM_ATTRIBUTES =
  /^(?:class|style|id|for|type|role|href|src|d|points|transform|fill|stroke|viewBox|autocomplete|data-.*|aria-(?:controls|labelledby|describedby|live|haspopup|current|sort|orientation|autocomplete|activedescendant))$/;
export const isProgramAttribute = (name: string): boolean => PROGRAM_ATTRIBUTES.test(name);

/** A property or variable of this name holds words, even a single small one. */
const WORD_NAMES = /(?:words?|labels?|titles?|hint|detail|placeholder|sheet|usual|rest|says)$/i;
export const isWordName = (name: string): boolean => WORD_NAMES.test(name);

/** Their texts are selectors, names of events, parts of other texts, messages of broken invariants. */
const PROGRAM_CALLS = new Set(
  'call startsWith endsWith includes indexOf split match test querySelector querySelectorAll getElementById addEventListener removeEventListener setAttribute getAttribute getItem setItem createElement getContext matchMedia closest postMessage setProperty must assert padStart padEnd fetch URL has delete Error getPropertyValue localeCompare dispatchEvent'.split(
    ' ',
  ),
);

/** Names of keys, levels of signatures, selectors, colours, addresses, codes. */
const PROGRAM_TEXTS = [
  /^(?:Arrow|Page)(?:Left|Right|Up|Down)\b/,
  /^(?:(?:Shift|Alt|Ctrl|Meta)\+)*(?:Escape|Enter|Home|End|Delete|Backspace|Space|Tab|F\d+|[a-z=+-])(?: {2}.*)?$/,
  /^(?:Shift|Alt|Ctrl|Meta)$/,
  /^ray \d$/,
  /^PAdES B-[A-Z]+$/,
  /^(?:input|button|a)\b[^ ]*, /,
  /^(?:rgb|hsl|url|linear-gradient|translate|scale|rotate|calc)\(/,
  /var\(--/,
  /\dpx\b/,
  /^(?:--|https?:|\/|penumbra\.)/,
  /^[A-Z]+_[A-Z_]+$/,
];

export const isProgramText = (text: string): boolean => PROGRAM_TEXTS.some((pattern) => pattern.test(text));

/** Words that are the same in every language. */
const SAME_EVERYWHERE = /^(?:Penumbra|PTS|SHA|CSV|JSON|PDF|GOP|px|kHz|Hz|dB|dBFS|fps|ms|kB|MB|GB|TB|ffmpeg|ffprobe|C2PA|min)$/;

const words = (text: string): string[] => text.match(/\p{L}{2,}/gu) ?? [];

export const isNeutral = (text: string): boolean => words(text).every((word) => SAME_EVERYWHERE.test(word));

/** Two words, or one that begins as a sentence does. */
export function looksLikeWords(text: string): boolean {
  const plain = text.trim();
  if (isProgramText(plain) || isNeutral(plain)) return false;
  return (
    /^[^\p{L}]*\p{Lu}\p{Ll}[\p{Ll} .,:;…()]*$/u.test(plain) ||
    /(?:\p{L}|\d|\}|[,.:;)%’”])\s+[(“‘]?(?:\p{L}|\{\d)/u.test(plain) ||
    /\s\p{Ll}{2,}$|^\p{Ll}{2,}\s|^\p{Ll}{3,}…$/u.test(text)
  );
}

/** `list`: in a list of names; words begin with a capital there. */
export type Place = 'words' | 'by looks' | 'list' | 'program';

/** What the place of a text says about it: the nearest ancestor that says anything decides. */
export function placeOf(ancestors: readonly Node[], node: Node): Place {
  let child = node;
  let listed = false;
  for (const parent of ancestors.toReversed()) {
    const said = saidBy(parent, child);
    if (said === 'list') listed = true;
    else if (said === 'by looks' && listed) return 'list';
    else if (said !== null) return said;
    child = parent;
  }
  return listed ? 'list' : 'by looks';
}

/** A small word beside a longer one in the same choice, `decoded by ffmpeg` or `decoding`, is a word too. */
export function standsBesideWords(ancestors: readonly Node[], node: Node): boolean {
  let top = node;
  for (const parent of ancestors.toReversed()) {
    if (parent.type !== 'ConditionalExpression' || parent.test === top) break;
    top = parent;
  }
  return leavesOf(top).some((leaf) => looksLikeWords(keyOf(partsOf(leaf) ?? [])));
}

const leavesOf = (node: Node): Node[] =>
  node.type === 'ConditionalExpression' ? [node.consequent, node.alternate].filter(isNode).flatMap(leavesOf) : [node];

function saidBy(parent: Node, child: Node): Place | null {
  switch (parent.type) {
    case 'BinaryExpression':
      return parent.operator === '+' ? null : 'program';
    case 'SwitchCase':
      return child === parent.test ? 'program' : null;
    case 'MemberExpression':
      return child === parent.property ? 'program' : null;
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
      return child === parent.source ? 'program' : null;
    case 'Property':
    case 'PropertyDefinition':
      if (child === parent.key) return 'program';
      return isWordName(nameOf(parent.key)) ? 'words' : null;
    case 'VariableDeclarator':
      if (child !== parent.init) return null;
      // Its texts go into the case, and a case is written in English.
      if (nameOf(parent.id).startsWith('RECORD_')) return 'program';
      return isWordName(nameOf(parent.id)) ? 'words' : null;
    case 'AssignmentExpression':
      return isWordName(nameOf(parent.left)) ? 'words' : null;
    case 'CallExpression':
    case 'NewExpression':
      if (child === parent.callee || isRune(parent.callee)) return null;
      if (PROGRAM_CALLS.has(nameOf(parent.callee))) return 'program';
      return isWordName(nameOf(parent.callee)) ? 'words' : 'by looks';
    case 'TSAsExpression':
      return isConst(parent) ? 'list' : null;
    case 'TaggedTemplateExpression':
    case 'ClassDirective':
    case 'StyleDirective':
      return 'program';
    case 'ExpressionTag':
      return parent.inText === true ? 'words' : null;
    case 'FunctionDeclaration':
      // `recordedComparison`: what it says goes into the case.
      if (nameOf(parent.id).startsWith('record')) return 'program';
      return isNode(parent.id) && isWordName(nameOf(parent.id)) ? 'words' : null;
    case 'Attribute':
      if (isProgramAttribute(String(parent.name))) return 'program';
      return isWordAttribute(String(parent.name)) ? 'words' : 'by looks';
    default:
      return null;
  }
}

/** `$derived(…)`, `$state(…)`, `$derived.by(…)`: what stands in them is what their variable says. */
const isRune = (callee: unknown): boolean =>
  isNode(callee) && (callee.type === 'MemberExpression' ? isRune(callee.object) : nameOf(callee).startsWith('$'));

/** A list of names that TypeScript tells apart. */
const isConst = ({ typeAnnotation }: Node): boolean =>
  isNode(typeAnnotation) && typeAnnotation.type === 'TSTypeReference' && nameOf(typeAnnotation.typeName) === 'const';
