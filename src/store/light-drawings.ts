/** Kept light drawings: reading and, inside an act, writing. */
import { canonicalJson } from '../base/canonical-json.ts';
import { LightDrawing } from '../contract/light.ts';
import { ExhibitId, LightDrawingId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import type { NewLightDrawingRecord } from './records.ts';
import { integer, json, parsed, text, type Row } from './rows.ts';
import { nextId, type Stamp } from './stamp.ts';

const Drawing = LightDrawing.pick({ width: true, height: true, constraints: true });

export function lightDrawingReader(connection: Connection) {
  return {
    lightDrawings: (exhibitId?: string): LightDrawing[] =>
      exhibitId === undefined
        ? connection.all('SELECT * FROM light_drawings ORDER BY number').map(toDrawing)
        : connection.all('SELECT * FROM light_drawings WHERE exhibit_id = ? ORDER BY number', exhibitId).map(toDrawing),
  };
}

export function addLightDrawing(connection: Connection, stamp: Stamp, drawn: NewLightDrawingRecord): LightDrawing {
  const { id, number } = nextId(connection, 'L');
  const { width, height, constraints } = drawn;
  connection.run(
    `INSERT INTO light_drawings (id, number, exhibit_id, frame, drawing_json, solution_json, recipe_json, by, at_utc, entry_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    number,
    drawn.exhibitId,
    drawn.frame,
    canonicalJson(Drawing.parse({ width, height, constraints })),
    canonicalJson(drawn.solution),
    canonicalJson(drawn.recipe),
    drawn.by,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return { ...drawn, id: LightDrawingId.parse(id), atUtc: stamp.atUtc };
}

const toDrawing = (row: Row): LightDrawing => ({
  id: parsed(row, 'id', LightDrawingId),
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  frame: integer(row, 'frame'),
  ...json(row, 'drawing_json', Drawing),
  solution: json(row, 'solution_json', LightDrawing.shape.solution),
  recipe: json(row, 'recipe_json', LightDrawing.shape.recipe),
  by: text(row, 'by'),
  atUtc: text(row, 'at_utc'),
});
