/** A case as a graph in JSON-LD, in the terms of CASE 1.4 and UCO 1.4: for tools and courts that read other tools' cases too. */
import { Seal } from '../../contract/custody.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { actNodes, entriesOf } from './acts.ts';
import { annotationNodes } from './annotations.ts';
import { CONTEXT, fileNode, namesOf, node, person, time, tool, type Names, type Node } from './nodes.ts';
import { examinationNodes, findingNodes, reviewNodes, toolsOf } from './results.ts';

/** Line by line, one node to a line: a large case never lies in memory as text. The same case gives the same lines. */
export function* graphLines(store: CaseReader): Generator<string> {
  yield `{"@context":${JSON.stringify(CONTEXT)},"@graph":[`;
  let before = '';
  for (const one of nodes(store, namesOf(store.info().id))) {
    yield `${before}${JSON.stringify(one)}`;
    before = ',';
  }
  yield ']}';
}

function* nodes(store: CaseReader, names: Names): Generator<Node> {
  const { id, name, createdAtUtc } = store.info();
  const exhibits = store.exhibits();
  const { people, versions } = namedIn(store);
  yield node({ '@id': `kb:${id}` }, 'case-investigation:Investigation', {
    'uco-core:name': name,
    'uco-core:startTime': time(createdAtUtc),
    'uco-core:object': [...exhibits.map((exhibit) => names(`${exhibit.id}/provenance`)), ...people.map((one) => person(names, one))],
  });
  for (const one of people) yield node(person(names, one), 'uco-identity:Person', { 'uco-core:name': one });
  for (const { name: title, version } of versions)
    yield node(tool(names, title, version), 'uco-tool:AnalyticTool', { 'uco-core:name': title, 'uco-tool:version': version });
  for (const exhibit of exhibits) {
    yield fileNode(names, {
      name: exhibit.id,
      fileName: exhibit.originalName,
      path: null,
      sizeBytes: exhibit.sizeBytes,
      hashes: exhibit.hashes,
      modifiedAtUtc: exhibit.sourceModifiedAtUtc,
      description: `exhibit ${exhibit.id}, ${exhibit.kind}, ${exhibit.facts.container}`,
    });
    yield node(names(`${exhibit.id}/provenance`), 'case-investigation:ProvenanceRecord', {
      'uco-core:name': `receipt of ${exhibit.id}`,
      'uco-core:description': `received as ${exhibit.originalName}`,
      'uco-core:objectCreatedTime': time(exhibit.importedAtUtc),
      'case-investigation:exhibitNumber': exhibit.id,
      'uco-core:object': [names(exhibit.id)],
    });
  }
  yield* derivedNodes(store, names);
  for (const report of store.reports())
    yield fileNode(names, {
      name: report.id,
      fileName: `${report.id}.pdf`,
      path: `reports/${report.id}.pdf`,
      sizeBytes: report.sizeBytes,
      hashes: { sha256: report.sha256 },
      description: `report, ${String(report.pages)} pages, signature ${report.signature.level}, ledger head ${report.ledgerHead}`,
    });
  yield* sealNodes(store, names);
  yield* examinationNodes(store, names);
  yield* findingNodes(store, names);
  yield* reviewNodes(store, names);
  yield* annotationNodes(store, names);
  yield* actNodes(store, names);
}

function* derivedNodes(store: CaseReader, names: Names): Generator<Node> {
  for (const file of store.derivedFiles()) {
    yield fileNode(names, {
      name: file.path,
      fileName: file.path.split('/').at(-1) ?? file.path,
      path: file.path,
      sizeBytes: file.sizeBytes,
      hashes: { sha256: file.sha256 },
      description: `${file.kind}, recipe ${JSON.stringify(file.recipe)}`,
    });
    yield node(names(`${file.path}/from`), 'uco-observable:ObservableRelationship', {
      'uco-core:source': names(file.path),
      'uco-core:target': names(file.exhibitId),
      'uco-core:kindOfRelationship': 'Derived_From',
      'uco-core:isDirectional': true,
    });
  }
}

/** No table holds them: the ledger says which there are. */
function* sealNodes(store: CaseReader, names: Names): Generator<Node> {
  for (const { action, payload } of entriesOf(store)) {
    if (action !== 'case.sealed') continue;
    const { path, sha256, sizeBytes, seq, ledgerHead, signer } = Seal.parse(payload);
    yield fileNode(names, {
      name: path,
      fileName: path.split('/').at(-1) ?? path,
      path,
      sizeBytes,
      hashes: { sha256 },
      description: `seal by ${signer} over entry ${String(seq)}, ledger head ${ledgerHead}`,
    });
  }
}

/** Everyone who acted, and every version of every tool that is stated anywhere. */
function namedIn(store: CaseReader): { people: string[]; versions: { name: string; version: string }[] } {
  const people = new Set<string>();
  const versions = new Map<string, { name: string; version: string }>();
  const add = (one: { name: string; version: string }): void => void versions.set(`${one.name}/${one.version}`, one);
  for (const { actor, payload } of entriesOf(store)) {
    people.add(actor);
    if (typeof payload === 'object' && payload !== null && !Array.isArray(payload) && typeof payload.penumbraVersion === 'string')
      add({ name: 'Penumbra', version: payload.penumbraVersion });
  }
  for (const { by } of [...store.notes(), ...store.snapshots(), ...store.lightDrawings(), ...store.marks()]) people.add(by);
  for (const { id } of store.findings()) for (const { by } of store.reviews(id)) people.add(by);
  for (const job of store.jobs()) toolsOf(job).forEach(add);
  return { people: [...people].sort(), versions: [...versions.values()] };
}
