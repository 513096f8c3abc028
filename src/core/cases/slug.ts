/** A folder name from a case's name: ASCII letters, digits and hyphens, safe on every file system. */
const LONGEST = 40;

export function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'case' : plain;
}
