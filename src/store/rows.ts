/** Reads typed values out of SQLite rows; a row of another shape than the schema's means a damaged file. */
import type { z } from 'zod';
import { Failure } from '../base/failure.ts';

export type Row = Record<string, unknown>;

const damaged = (column: string, cause?: unknown): Failure => new Failure('CASE_DAMAGED', `column ${column}`, { cause });

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw damaged(column);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw damaged(column);
  return value;
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw damaged(column);
  return value;
}

/** A JSON column, parsed by its schema. */
export function json<S extends z.ZodType>(row: Row, column: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text(row, column));
  } catch (error) {
    throw damaged(column, error);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw damaged(column, parsed.error);
  return parsed.data;
}

/** A column whose text must be one of the contract's values. */
export function parsed<S extends z.ZodType>(row: Row, column: string, schema: S): z.output<S> {
  const result = schema.safeParse(row[column]);
  if (!result.success) throw damaged(column, result.error);
  return result.data;
}
