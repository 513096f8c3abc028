/** What is drawn of an examination's signals: the list of plots at once, their values by tiles. */
import { must } from '../../base/assert.ts';
import { LEAST_LEVEL, type Level, MOST_LEVEL } from '../../base/signal-grid.ts';
import type { SignalPlot, ValuesQuestion } from '../../contract/plots.ts';
import { JobId } from '../../contract/values.ts';
import type { PlotSource } from '../../engine/plots/messages.ts';
import { PlotServer } from '../../engine/plots/plot-server.ts';
import type { SignalHead } from '../../store/records.ts';
import type { Context } from '../context.ts';

interface Listed {
  readonly plot: SignalPlot;
  /** Of its signals, in the job. */
  readonly positions: readonly number[];
}

export class SignalPlots {
  readonly #context: Context;
  readonly #server = new PlotServer();
  /** Of examinations that have concluded, by case folder and job: nothing of them changes any more. */
  readonly #lists = new Map<string, Promise<readonly Listed[]>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Empty until the examination has concluded. Rejects with JOB_NOT_FOUND. */
  async plots(jobId: string): Promise<SignalPlot[]> {
    return (await this.#list(jobId)).map(({ plot }) => plot);
  }

  /** For each plot that was asked for, a value of each series, `null` where nothing was measured. */
  async values({ jobId, plots, frame, us }: ValuesQuestion): Promise<(number | null)[][]> {
    const listed = await this.#list(jobId);
    return Promise.all(
      plots.map((place) => {
        const one = listed[place];
        return one === undefined
          ? Promise.resolve([])
          : this.#server.values(this.#key(jobId, place), () => this.#source(jobId, one), { frame, us });
      }),
    );
  }

  /** `path` is `J1/3/rows/0` or `J1/3/16/-1`: job, plot, level, tile; null when it is not understood, or there is no such plot. */
  async bytes(path: string): Promise<Uint8Array | null> {
    const asked = parseSignalPath(path);
    if (asked === null) return null;
    const { jobId, place, level, index } = asked;
    const one = (await this.#list(jobId))[place];
    if (one === undefined) return null;
    return this.#server.tile(this.#key(jobId, place), () => this.#source(jobId, one), { kind: 'tile', level, index });
  }

  /** Call it before the case is closed. */
  async close(): Promise<void> {
    this.#lists.clear();
    await this.#server.close();
  }

  #key(jobId: string, place: number | 'list'): string {
    return `${this.#context.current().folder}/${jobId}/${String(place)}`;
  }

  #source(jobId: string, { positions }: Listed): PlotSource {
    const { store } = this.#context.current();
    return { signals: positions.map((at) => store.signalWords(jobId, at)), step: store.job(jobId).plan.sampling.everyNthFrame };
  }

  #list(jobId: string): Promise<readonly Listed[]> {
    const { store } = this.#context.current();
    if (store.job(jobId).outcomes.length === 0) return Promise.resolve([]);
    const key = this.#key(jobId, 'list');
    let list = this.#lists.get(key);
    if (list === undefined) {
      this.#lists.set(key, (list = readHeads(store.signalCount(jobId), (at) => store.signalHead(jobId, at)).then(grouped)));
      list.catch(() => this.#lists.delete(key));
    }
    return list;
  }
}

/** One at a time, with a breath between them: of two hours of film, reading the head of one takes 50 ms. */
async function readHeads(count: number, read: (position: number) => SignalHead): Promise<SignalHead[]> {
  const heads: SignalHead[] = [];
  for (let position = 0; position < count; position += 1) {
    heads.push(read(position));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return heads;
}

/** Exported for its test. */
export function grouped(heads: readonly SignalHead[]): Listed[] {
  const groups = new Map<string, number[]>();
  heads.forEach(({ detectorId, trackId, unit }, position) => {
    const key = JSON.stringify([detectorId, trackId, unit]);
    groups.set(key, [...(groups.get(key) ?? []), position]);
  });
  return [...groups.values()].map((positions) => {
    const members = positions.map((at) => must(heads[at], 'a position of the list'));
    const { detectorId, trackId, unit, ofSound } = must(members[0], 'a group has a member');
    const levels = new Map(members.flatMap((one) => one.levels).map((level) => [`${level.name} ${String(level.value)}`, level]));
    const series = members.map(({ name, title }) => ({ name, title }));
    return { plot: { detectorId, trackId, unit, ofSound, series, levels: [...levels.values()] }, positions };
  });
}

const PATH = /^(J\d+)\/(\d{1,5})\/(rows|\d{1,2})\/(-?\d{1,9})$/;

/** Exported for its test. */
export function parseSignalPath(path: string): { jobId: JobId; place: number; level: Level; index: number } | null {
  const [, job, place, words, index] = PATH.exec(path) ?? [];
  const jobId = JobId.safeParse(job);
  const level: Level = words === 'rows' ? 'rows' : Number(words);
  if (!jobId.success || (level !== 'rows' && !(level >= LEAST_LEVEL && level <= MOST_LEVEL))) return null;
  return { jobId: jobId.data, place: Number(place), level, index: Number(index) };
}
