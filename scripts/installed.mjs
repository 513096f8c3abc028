// Plain Node (20 or newer), no dependency: whether node_modules holds what package-lock.json asks for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Compares package-lock.json with the record that npm itself writes into node_modules when an installation has ended. So it does not matter who
 * installed, when, or whether the folder was copied from another working tree.
 * @param {string} root folder of both
 * @param {boolean} withDev whether what is only for development must be there too
 * @returns {boolean} false where there is no record, or a package is missing or another one. A package for other systems only may be missing.
 */
export function isInstalled(root, withDev) {
  const record = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (record === null) return false;
  const asked = Object.entries(packagesOf(join(root, 'package-lock.json')) ?? {}).filter(([path]) => path !== '');
  return asked.every(([path, { version, integrity, optional, dev, devOptional }]) => {
    const found = record[path];
    if (found === undefined) return optional === true || (!withDev && (dev === true || devOptional === true));
    return found.version === version && found.integrity === integrity;
  });
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null;
  } catch {
    // Absent, or cut off: npm ci makes it anew.
    return null;
  }
}
