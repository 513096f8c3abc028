/** Which of the committed files the loopback edition needs on a user's machine. */

const DEVELOPMENT = [
  /^tests\//,
  /^\.ci\//,
  /^docs\/screens\//,
  /^models\/training\//,
  /^models\/convert\/.*\.test\.ts$/,
  /^(src|scripts)\/.*\.test\.ts$/,
  /^(eslint\.config\.js|knip\.json|playwright\.config\.ts|vitest\.config\.ts|electron-builder\.config\.ts|electron\.vite\.config\.ts|vite\.verifier\.config\.ts|tsconfig(\.[a-z]+)?\.json)$/,
  /^\.(dependency-cruiser\.cjs|prettierrc\.json|prettierignore|gitignore)$/,
  /^scripts\/(check|test|audit|package|release|try-release|screens|rooms|hostile|words|selftest-golden)\.ts$/,
  /^scripts\/installed\.d\.mts$/,
  /^scripts\/make-[a-z-]+\.ts$/,
  /^scripts\/(release|hostile|words)\//,
];

export function releaseFiles(committed: readonly string[]): string[] {
  return committed.filter((path) => !DEVELOPMENT.some((pattern) => pattern.test(path))).sort();
}
