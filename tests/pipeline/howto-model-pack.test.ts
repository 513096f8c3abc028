/** The example of docs/howto/add-a-model-pack.md does what the page says. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PackCard } from '../../src/contract/packs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/howto/add-a-model-pack.md'), 'utf8');
const CLI = join(import.meta.dirname, '../../src/cli/index.ts');

it.skipIf(process.platform === 'win32')('the example of the page runs as it stands', { timeout: 60_000 }, () => {
  const folder = tempFolder();
  const [, example = ''] = /```bash\n([\s\S]*?)```/.exec(PAGE) ?? [];
  // Without npm's own set-up: `npm run -s penumbra -- …` becomes this command line.
  const script = `set -e\nnpm() { shift 4; "${process.execPath}" "${CLI}" "$@"; }\n${example}`;
  const said = execFileSync('bash', ['-c', script], { cwd: folder, env: { ...process.env, PENUMBRA_DATA: join(folder, 'data') } });
  expect(said.toString().trim().split('\n')).toEqual([
    expect.stringMatching(/^pack:red 1\.0\.0 {2}Mean of red {2}556b3aea/),
    '  reference-1.rgb: 0.200000, known answer 0.200000',
    'every file has its hash, every known answer was given',
    '  reference-1.rgb: 0.200000, known answer 0.200000',
    'red was removed',
  ]);
});

it('the page names every field of the card', () => {
  for (const field of Object.keys(PackCard.shape)) expect(PAGE).toContain(`\`${field}`);
});
