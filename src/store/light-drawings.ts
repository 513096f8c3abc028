/** Kept light drawings and their withdrawals: reading and, inside an act, writing. */
import { canonicalJson } from '../base/canonical-json.ts';
import { Failure } from '../base/failure.ts';
import { LightDrawing, type NewLightWithdrawal } from '../contract/light.ts';
import { ExhibitId, LightDrawingId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import type { By, NewLightDrawingRecord } from './records.ts';
import { integer, json, parsed, text, type Row } from './rows.ts';
import { nextId, type Stamp } from './stamp.ts';
import { insertWithdrawal, selectWithWithdrawal, withdrawnOf } from './withdrawals.ts';

const Drawing = LightDrawing.pick({ width: true, height: true, constraints: true });

const WITHDRAWALS = { table: 'light_withdrawals', key: 'drawing_id' } as const;
const SELECT = selectWithWithdrawal('light_drawings', WITHDRAWALS);

export function lightDrawingReader(connection: Connection) {
  return {
    lightDrawings: (exhibitId?: string): LightDrawing[] =>
      exhibitId === undefined
        ? connection.all(`${SELECT} ORDER BY number`).map(toDrawing)
        : connection.all(`${SELECT} WHERE exhibit_id = ? ORDER BY number`, exhibitId).map(toDrawing),
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
  return { ...drawn, id: LightDrawingId.parse(id), atUtc: stamp.atUtc, withdrawn: null };
}

export function withdrawLightDrawing(
  connection: Connection,
  stamp: Stamp,
  { drawingId, reason, by }: NewLightWithdrawal & By,
): LightDrawing {
  const row = connection.get(`${SELECT} WHERE light_drawings.id = ?`, drawingId);
  if (row === undefined) throw new Failure('LIGHT_DRAWING_NOT_FOUND', drawingId);
  const drawing = toDrawing(row);
  if (drawing.withdrawn !== null) throw new Failure('LIGHT_DRAWING_WITHDRAWN', drawingId);
  return { ...drawing, withdrawn: insertWithdrawal(connection, stamp, WITHDRAWALS, { id: drawingId, reason, by }) };
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
  withdrawn: withdrawnOf(row, text),
});
