/** The numbers that we publish are those of today's detectors: validations that come with the program, and the pages of docs/validation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parametersSha256 } from '../../src/core/analysis/plan.ts';
import { modelsFolder } from '../../src/core/analysis/models-folder.ts';
import { Validation } from '../../src/contract/validation.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';

const cards = detectors.map(({ card }) => card);
const today = new Map<string, string>(cards.map(({ id, version }) => [id, version]));

/** What a page says of versions that is not so, one sentence for each place. */
function stale(page: string, versions: ReadonlyMap<string, string>): readonly string[] {
  const lines = page.split('\n').map((text) => ({
    text,
    named: [...text.matchAll(/([a-z][a-z-]*)`? \(?(\d+\.\d+\.\d+)/g)].flatMap(([, id = '', version = '']) =>
      versions.has(id) ? [{ id, version, now: version === versions.get(id) }] : [],
    ),
  }));
  const isNamed = (id: string, where = lines): boolean => where.some(({ named }) => named.some((one) => one.id === id && one.now));
  const older = lines.flatMap((line) =>
    line.named
      .filter(({ id, now }) => !now && !isNamed(id, [line]) && !line.text.includes('an older version'))
      .map(({ id, version }) => `${id} ${version} stands where neither ${versions.get(id) ?? ''} nor "an older version" is said`),
  );
  const measured = new Set(lines.flatMap(({ text }) => /^\| `?([a-z][a-z-]*)/.exec(text)?.[1] ?? []));
  const unsaid = [...measured].filter((id) => versions.has(id) && !isNamed(id)).map((id) => `the version of ${id} is not said`);
  return [...older, ...unsaid];
}

describe('the pages of docs/validation', () => {
  it('are read as they are meant', () => {
    const versions = new Map([['blink', '1.1.0']]);
    expect(stale('blink 1.1.0\n| blink | 3 |', versions)).toEqual([]);
    expect(stale('| blink | 3 |\n| wink | 3 |', versions)).toEqual(['the version of blink is not said']);
    expect(stale('blink 1.1.0 is `blink` 1.0.0 with other words', versions)).toEqual([]);
    expect(stale('blink 1.1.0\n| blink (1.0.0, an older version) | 3 |', versions)).toEqual([]);
    expect(stale('blink 1.1.0\n| blink (1.0.0) | 3 |', versions)).toEqual([
      'blink 1.0.0 stands where neither 1.1.0 nor "an older version" is said',
    ]);
  });

  const folder = new URL('../../docs/validation/', import.meta.url);
  it.each(readdirSync(folder))('%s', (name) => {
    expect(stale(readFileSync(new URL(name, folder), 'utf8'), today)).toEqual([]);
  });
});

const shipped = join(modelsFolder(), 'validations');
it.each(readdirSync(shipped))('%s is of the detectors as they are', (name) => {
  const { detectors: rows } = Validation.parse(JSON.parse(readFileSync(join(shipped, name), 'utf8')));
  for (const { id, version, parametersSha256: parameters } of rows) {
    const card = cards.find((one) => one.id === id);
    expect([id, version, parameters]).toEqual([id, card?.version, card && parametersSha256(card)]);
  }
});
