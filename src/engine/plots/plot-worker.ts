/** Thread entry: plots that are being looked at, with the levels that were asked for. */
import { parentPort } from 'node:worker_threads';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import type { FromPlots, PlotAnswer, PlotAsk, PlotSource, ToPlots } from './messages.ts';
import { plotRows, readCurve, valuesAt, type PlotRows } from './plot-rows.ts';
import { type Bins, binned, binsTile, rowsTile } from './tiles.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
const post = (message: FromPlots, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

class OpenPlot {
  readonly #rows: PlotRows;
  readonly #levels = new Map<number, Bins>();

  constructor({ signals, step }: PlotSource) {
    this.#rows = plotRows(signals.map(readCurve), step);
  }

  answer(ask: PlotAsk): PlotAnswer {
    if (ask.kind === 'values') return valuesAt(this.#rows, ask);
    if (ask.level === 'rows') return rowsTile(this.#rows, ask.index);
    let bins = this.#levels.get(ask.level);
    if (bins === undefined) this.#levels.set(ask.level, (bins = binned(this.#rows, ask.level)));
    return binsTile(this.#rows, bins, ask.index);
  }
}

/** What could not be read says so to each that asks. */
const open = new Map<string, OpenPlot | Failure>();

/** Errors that are no Failure are bugs: they end the thread, and its owner hears of it. */
function loaded(source: PlotSource): OpenPlot | Failure {
  try {
    return new OpenPlot(source);
  } catch (error) {
    if (error instanceof SyntaxError) return new Failure('CASE_DAMAGED', 'a stored signal', { cause: error });
    if (error instanceof Failure) return error;
    throw error;
  }
}

port.on('message', (message: ToPlots) => {
  if (message.kind === 'load') open.set(message.key, loaded(message.source));
  else if (message.kind === 'drop') open.delete(message.key);
  else {
    const plot = must(open.get(message.key), 'asked after it was loaded');
    if (plot instanceof Failure) {
      post({ kind: 'refused', id: message.id, failure: { code: plot.code, detail: plot.detail } });
      return;
    }
    const answer = plot.answer(message.ask);
    post({ kind: 'answer', id: message.id, answer }, answer instanceof ArrayBuffer ? [answer] : []);
  }
});
