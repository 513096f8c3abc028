import { describe, expect, it } from 'vitest';
import { dataFolder } from './default-ports.ts';
import { penumbraVersion } from './version.ts';

describe('the data folder', () => {
  it.each([
    [{ PENUMBRA_DATA: '/evidence/data', XDG_DATA_HOME: '/x' }, 'linux', '/evidence/data'],
    [{ XDG_DATA_HOME: '/x' }, 'linux', '/x/penumbra'],
    [{ XDG_DATA_HOME: '' }, 'linux', '/home/a/.local/share/penumbra'],
    [{}, 'linux', '/home/a/.local/share/penumbra'],
    [{}, 'darwin', '/home/a/Library/Application Support/Penumbra'],
  ] as const)('%j on %s', (env, platform, expected) => {
    expect(dataFolder(env, platform, '/home/a')).toBe(expected);
  });
});

describe('the version', () => {
  it("is the package's", () => {
    expect(penumbraVersion()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
