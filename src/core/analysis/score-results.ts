/** What an earlier triage or validation measured, in one file: a run that was killed goes on where it was. */
import { type FileHandle, open } from 'node:fs/promises';
import { ScoreLine, type ScoredFile } from '../../contract/score.ts';
import { Failure } from '../../base/failure.ts';
import { readAt } from '../../engine/media/sniff.ts';

interface Place {
  readonly at: number;
  readonly bytes: number;
}

export class ScoreResults {
  readonly #file: FileHandle;
  readonly #recipe: string;
  readonly #places = new Map<string, Place>();
  #end = 0;

  private constructor(file: FileHandle, recipe: string) {
    this.#file = file;
    this.#recipe = recipe;
  }

  /** Rejects with FILE_UNREADABLE. A line that was cut off by a kill is taken away; lines of another recipe stay and are passed over. */
  static async open(path: string, recipe: string): Promise<ScoreResults> {
    const file = await open(path, 'a+').catch((cause: unknown) => {
      throw new Failure('FILE_UNREADABLE', path, { cause });
    });
    const results = new ScoreResults(file, recipe);
    await results.#readAll();
    return results;
  }

  has(path: string): boolean {
    return this.#places.has(path);
  }

  /** Only of a path that is there. */
  async line(path: string): Promise<ScoreLine> {
    const place = this.#places.get(path);
    if (place === undefined) throw new Error('asked for a line that is not there');
    const text = await readAt(this.#file, place.at, place.bytes);
    return ScoreLine.parse((JSON.parse(text.toString('utf8')) as { line: unknown }).line);
  }

  /** Only what was measured: an error may be gone at the next run. `path`: under which it is found again. */
  async keep(line: ScoredFile, path = line.file): Promise<void> {
    const text = Buffer.from(`${JSON.stringify({ path, recipe: this.#recipe, line })}\n`);
    await this.#file.write(text);
    this.#places.set(path, { at: this.#end, bytes: text.length });
    this.#end += text.length;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #readAll(): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const chunk = await readAt(this.#file, this.#end + rest.length, 1 << 20);
      if (chunk.length === 0) break;
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
        this.#note(rest.subarray(0, end), { at: this.#end, bytes: end });
        this.#end += end + 1;
        rest = rest.subarray(end + 1);
      }
    }
    if (rest.length > 0) await this.#file.truncate(this.#end);
  }

  #note(text: Buffer, place: Place): void {
    let entry: unknown;
    try {
      entry = JSON.parse(text.toString('utf8'));
    } catch (error) {
      if (error instanceof SyntaxError) return;
      throw error;
    }
    const { path, recipe, line } = entry as { path?: unknown; recipe?: unknown; line?: unknown };
    if (typeof path === 'string' && recipe === this.#recipe && ScoreLine.safeParse(line).success) this.#places.set(path, place);
  }
}
