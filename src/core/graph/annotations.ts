/** What examiners put beside the machine's findings: notes, snapshots, light drawings, tags. */
import type { CaseReader } from '../../store/case-store.ts';
import { node, person, takenBack, time, type Names, type Node } from './nodes.ts';

interface Said {
  readonly id: string;
  readonly exhibitId: string;
  readonly by: string;
  readonly atUtc: string;
  readonly withdrawn: { readonly by: string; readonly atUtc: string } | null;
  readonly name: string;
  readonly words: string;
}

export function* annotationNodes(store: CaseReader, names: Names): Generator<Node> {
  for (const said of allSaid(store))
    yield node(names(said.id), 'uco-core:Annotation', {
      'uco-core:name': said.name,
      'uco-core:statement': said.words,
      'uco-core:object': [names(said.exhibitId)],
      'uco-core:createdBy': person(names, said.by),
      'uco-core:objectCreatedTime': time(said.atUtc),
      ...takenBack(said.withdrawn),
    });
}

const allSaid = (store: CaseReader): Said[] => [
  ...store.notes().map((note) => ({
    ...note,
    name: note.kind ?? 'note',
    words: `${note.text} (${String(note.startUs)} to ${String(note.endUs)} µs)`,
  })),
  ...store.snapshots().map((one) => ({ ...one, name: `snapshot of frame ${String(one.frame)}`, words: one.caption })),
  ...store.lightDrawings().map((one) => ({
    ...one,
    name: `light drawn on frame ${String(one.frame)}`,
    words: one.solution.statement,
  })),
  ...store.marks().map((one) => ({ ...one, name: one.kind, words: one.text })),
];
