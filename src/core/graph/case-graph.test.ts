import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exampleNow } from '../../../tests/helpers/example-records.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { CLIP, hash, ME, proxyPath, sealPath, wholeCase } from '../../../tests/helpers/whole-case.ts';
import { readCase } from '../../../tests/helpers/read-case.ts';
import { writeGraph } from './write-graph.ts';

const root = tempFolder();
const folder = join(root, 'case');
await wholeCase(folder);
const options = { now: exampleNow(), penumbraVersion: '0.1.0' };

interface Found extends Record<string, unknown> {
  readonly '@id': string;
  readonly '@type': string;
}
async function graph(name: string): Promise<{ text: string; nodes: Found[] }> {
  await writeGraph(folder, join(root, name), options);
  const text = readFileSync(join(root, name), 'utf8');
  return { text, nodes: (JSON.parse(text) as { '@graph': Found[] })['@graph'] };
}
const within = (value: unknown): Found[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...('@type' in value && '@id' in value ? [value as Found] : []), ...Object.values(value).flatMap(within)];
const refs = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...('@id' in value && Object.keys(value).length === 1 ? [String(value['@id'])] : []), ...Object.values(value).flatMap(refs)];

it('gives the same bytes for the same case, and changes nothing in it', async () => {
  const before = readCase(folder, (store) => store.head());
  const first = await graph('a.jsonld');
  expect((await graph('b.jsonld')).text).toBe(first.text);
  expect(readCase(folder, (store) => store.head())).toEqual(before);
});

it('names each thing once, and points only to what is there', async () => {
  const { nodes } = await graph('c.jsonld');
  const all = nodes.flatMap((one) => within(one)).map((one) => one['@id']);
  expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([]);
  expect(refs(nodes).filter((id) => !all.includes(id))).toEqual([]);
  for (const id of all) expect(id).toMatch(/^kb:[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('has an action for each entry, a file for each exhibit and report, a result for each finding', async () => {
  const { nodes } = await graph('d.jsonld');
  const entries = readCase(folder, (store) => store.entries(1, 1000));
  const of = (type: string): Found[] => nodes.filter((one) => one['@type'] === type);
  const acts = of('case-investigation:InvestigativeAction').filter((one) => 'uco-action:performer' in one);
  expect(acts.map((one) => one['uco-core:name'])).toEqual(entries.map(({ action }) => action));
  expect(acts.map((one) => one['uco-core:externalReference'])).toMatchObject(
    entries.map(({ seq, hash: head }) => ({ 'uco-core:externalIdentifier': `${seq} ${head}` })),
  );
  const people = of('uco-identity:Person');
  expect(people.map((one) => one['uco-core:name'])).toEqual([ME, 'Demo Reviewer']);
  expect(new Set(acts.map((one) => JSON.stringify(one['uco-action:performer'])))).toEqual(
    new Set(people.map((one) => JSON.stringify({ '@id': one['@id'] }))),
  );
  const files = of('uco-observable:File');
  expect(files.map((one) => one['uco-core:name'])).toEqual(['E1', 'E2', 'derived/E1-ffprobe.json', proxyPath, 'R1', 'R2', sealPath]);
  expect(JSON.stringify(files[0])).toContain(
    `"uco-types:hashMethod":"SHA256","uco-types:hashValue":{"@type":"xsd:hexBinary","@value":"${hash('sha256', CLIP)}"}`,
  );
  const results = of('uco-analysis:AnalyticResult').map((one) => String(one['uco-core:name']));
  expect(results.filter((name) => /^F\d/.test(name))).toHaveLength(3);
  expect(results).toContain('blink on E1');
  const finished = acts.find((one) => one['uco-core:name'] === 'examination.finished');
  expect(finished?.['uco-action:result']).toHaveLength(3);
  const made = (action: string): unknown => acts.find((one) => one['uco-core:name'] === action)?.['uco-action:result'];
  const idOf = (name: string): unknown => files.find((one) => one['uco-core:name'] === name)?.['@id'];
  expect([made('report.countersigned'), made('case.sealed')]).toEqual([[{ '@id': idOf('R2') }], [{ '@id': idOf(sealPath) }]]);
  const sealed = entries.find(({ action }) => action === 'case.sealed')?.payload as { sha256: string; ledgerHead: string };
  expect(sealed.ledgerHead).toBe(entries[20]?.hash);
  expect(JSON.stringify(files.at(-1))).toContain(
    `"uco-types:hashMethod":"SHA256","uco-types:hashValue":{"@type":"xsd:hexBinary","@value":"${sealed.sha256}"}`,
  );
  for (const action of ['sitting.started', 'sitting.ended'])
    expect(acts.find((one) => one['uco-core:name'] === action)).toMatchObject({
      'uco-core:description': expect.stringContaining(`"signer":"${ME}"`) as string,
    });
  const tools = of('uco-tool:AnalyticTool').map((one) => `${String(one['uco-core:name'])} ${String(one['uco-tool:version'])}`);
  expect(tools).toContain('Penumbra 0.1.0');
  const taken = of('uco-core:Annotation').filter((one) => 'uco-core:objectStatus' in one);
  expect(taken.map((one) => one['uco-core:name'])).toEqual(['decision on F2', 'note', 'snapshot of frame 4', 'note']);
});
