import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { releaseFiles } from './files.ts';
import { billOfMaterials } from './sbom.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the files of a release', () => {
  const committed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const files = releaseFiles(committed);

  it('have what runs, and nothing that only tests or builds the program', () => {
    for (const needed of [
      'package.json',
      'package-lock.json',
      '.npmrc',
      'LICENSE',
      'README.md',
      'scripts/bootstrap.mjs',
      'scripts/installed.mjs',
      'scripts/start.ts',
      'src/loopback/index.ts',
      'src/cli/index.ts',
      'models/models.lock.json',
      'models/convert/convert.ts',
    ])
      expect(files).toContain(needed);
    expect(files.filter((path) => /\.test\.ts$|^tests\/|^models\/training\/|^\.ci\//.test(path))).toEqual([]);
  });

  it('import nothing that is left out', () => {
    const kept = new Set(files);
    const missing = files
      .filter((path) => /^(src|scripts)\/.*\.ts$/.test(path))
      .flatMap((path) =>
        [...readFileSync(join(root, path), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+\.ts)'/g)].map(([, target = '']) =>
          join(path, '..', target),
        ),
      )
      .filter((target) => !kept.has(target));
    expect(missing).toEqual([]);
  });
});

describe('the bill of materials', () => {
  const lock = JSON.parse(readFileSync(join(root, 'models/models.lock.json'), 'utf8')) as { networks: { id: string; sha256: string }[] };
  const npm = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: 'urn:uuid:random',
    metadata: { timestamp: 'now', component: { 'bom-ref': 'penumbra@0.1.0', name: 'some-folder', version: '0.1.0' } },
    components: [{ 'bom-ref': 'zod@4', name: 'zod' }],
  };
  const at = new Date('2026-01-02T03:04:05Z');

  it('names every network with its hash, and the program by its own name', () => {
    const bill = billOfMaterials(npm, lock, at);
    const hashes = bill.components.flatMap(({ hashes }) => (Array.isArray(hashes) ? (hashes as { content: string }[]) : []));
    expect(hashes.map(({ content }) => content)).toEqual(lock.networks.map(({ sha256 }) => sha256));
    expect(bill.metadata).toMatchObject({ timestamp: '2026-01-02T03:04:05.000Z', component: { name: 'penumbra', type: 'application' } });
    expect(bill.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['zod', 'ffmpeg', 'perl']));
  });

  it('is the same each time, and another when a part is another', () => {
    expect(billOfMaterials(npm, lock, at)).toEqual(billOfMaterials(npm, lock, at));
    expect(billOfMaterials(npm, lock, at).serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const other = { ...npm, components: [{ 'bom-ref': 'zod@5', name: 'zod' }] };
    expect(billOfMaterials(other, lock, at).serialNumber).not.toBe(billOfMaterials(npm, lock, at).serialNumber);
  });
});
