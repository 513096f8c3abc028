/** The little that is needed of the syntax trees of Svelte templates and of scripts, which are of one make: nodes with a type and a range. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

export const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []);

/** In the order of the source. */
export const childrenOf = (node: Node): Node[] =>
  Object.entries(node)
    .filter(([key]) => key !== 'leadingComments' && key !== 'trailingComments' && key !== 'metadata')
    .flatMap(([, value]) => nodesOf(value))
    .sort((a, b) => a.start - b.start);

export const nameOf = (value: unknown): string => {
  if (!isNode(value)) return '';
  if (value.type === 'Identifier' || value.type === 'PrivateIdentifier') return String(value.name);
  if (value.type === 'Literal') return String(value.value);
  if (value.type === 'MemberExpression') return nameOf(value.property);
  return '';
};

/** The text of a literal; `null` for numbers, patterns and everything else. */
export const textOf = (node: Node): string | null => (node.type === 'Literal' && typeof node.value === 'string' ? node.value : null);

export const quasisOf = (template: Node): string[] =>
  nodesOf(template.quasis).map(({ value }) =>
    typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string' ? value.cooked : '',
  );
