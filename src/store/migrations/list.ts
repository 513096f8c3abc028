/** Every migration in order; a new one is a file and a line here. */
import { createCase } from './0010-create-case.ts';
import { keepStructures } from './0020-keep-structures.ts';
import { keepSoundRows } from './0030-keep-sound-rows.ts';
import { keepLightDrawings } from './0040-keep-light-drawings.ts';
import { keepNotes } from './0050-keep-notes.ts';
import { withdrawReviews } from './0070-withdraw-reviews.ts';
import { keepCombined } from './0090-keep-combined.ts';
import { keepSnapshots } from './0095-keep-snapshots.ts';
import { keepMarks } from './0100-keep-marks.ts';
import { withdrawLightDrawings } from './0111-withdraw-light-drawings.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  createCase,
  keepStructures,
  keepSoundRows,
  keepLightDrawings,
  keepNotes,
  withdrawReviews,
  keepCombined,
  keepSnapshots,
  keepMarks,
  withdrawLightDrawings,
];
