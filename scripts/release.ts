// Makes what a release of the loopback edition consists of, in dist/: a tarball that runs with git-less Node and npm, a CycloneDX bill
// of materials, and their SHA-256 sums. The same commit gives the same bytes.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { releaseFiles } from './release/files.ts';
import { billOfMaterials } from './release/sbom.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

if (git('status', '--porcelain') !== '') {
  console.error('There are changes that are not committed: a release is made from a commit.');
  process.exit(2);
}
// What is built and converted must be of this commit, not of whatever was built last.
if (spawnSync(process.execPath, ['scripts/bootstrap.mjs', 'build'], { cwd: root, stdio: 'inherit' }).status !== 0) process.exit(2);

const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
const committedAt = new Date(git('log', '-1', '--format=%cI').trim());
const base = `${name}-${version}`;
const folder = join(dist, base);
rmSync(folder, { recursive: true, force: true });
for (const path of releaseFiles(git('ls-files', '-z').split('\0').filter(Boolean))) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  cpSync(join(root, path), join(folder, path));
}
for (const made of ['out/renderer', 'out/verifier', 'out/.built', 'models/weights'])
  cpSync(join(root, made), join(folder, made), { recursive: true });
// Its presence tells scripts/bootstrap.mjs that what is only for development need not be installed.
writeFileSync(join(folder, 'RELEASE'), `${base}\n${git('rev-parse', 'HEAD')}`);

const npm = spawnSync('npm', ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--omit=dev', '--loglevel=error'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64_000_000,
  shell: process.platform === 'win32',
});
if (npm.status !== 0) {
  console.error(`npm cannot write a bill of materials (it needs npm 10 or newer): ${npm.stderr}`);
  process.exit(2);
}
const bill = billOfMaterials(JSON.parse(npm.stdout), JSON.parse(read('models/models.lock.json')), committedAt);
const billName = `${base}.cdx.json`;
writeFileSync(join(dist, billName), `${JSON.stringify(bill, null, 2)}\n`);
cpSync(join(dist, billName), join(folder, billName));

const tarball = `${base}-loopback.tar.gz`;
const tar = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=${committedAt.toISOString()}`, '-cf', '-', base];
execFileSync('sh', ['-c', 'tar "$@" | gzip -n -9 > "$OUT"', 'sh', ...tar], {
  cwd: dist,
  env: { ...process.env, OUT: join(dist, tarball), LC_ALL: 'C' },
});
rmSync(folder, { recursive: true });

const sums = [tarball, billName].map((file) => {
  const sha256 = createHash('sha256')
    .update(readFileSync(join(dist, file)))
    .digest('hex');
  return `${sha256}  ${file}\n`;
});
writeFileSync(join(dist, 'SHA256SUMS'), sums.join(''));
console.log(sums.join('').trimEnd());
