/** `penumbra crops`: the faces as the face networks see them, for whoever trains or checks one. */
import { dirname, resolve } from 'node:path';
import { readNamed } from '../../base/node/named-file.ts';
import type { CropSource } from '../../core/crops/crop-table.ts';
import { readArguments, required } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';

export const cropsCommand: Command = {
  name: 'crops',
  usage: 'crops <labels.csv | files…> --out <folder> [--kind image|video] [--split train] [--every <seconds>]',
  summary: 'cut faces out as the face networks see them: PNG files and a list',
  help: `  A single argument that ends in .csv is a labels file: columns path, kind, label, method, group, split; paths beside it.
  --out d    folder for the crops and for crops.csv (source, label, frame, time, box, square, SHA-256 of source and crop)
  --kind k   of a labels file: only images or only films
  --split s  of a labels file: only this split
  --every n  of a film, one crop in n seconds (default 1)
  Of each picture the largest face, 224 px, upright; files without a face are told and give no crop.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<labels.csv | files…>'], {
      out: { type: 'string' },
      kind: { type: 'string' },
      split: { type: 'string' },
      every: { type: 'string' },
    });
    const folder = required(values.out, '--out');
    const everySeconds = Number(values.every ?? '1');
    if (!(everySeconds >= 0)) throw new UsageError('--every needs a number of seconds');
    if (!['image', 'video', undefined].includes(values.kind)) throw new UsageError('--kind is image or video');
    const sources = await sourcesOf(positionals, values.kind, values.split);
    const [{ writeCrops }, { findTools }] = await Promise.all([
      import('../../core/crops/write-crops.ts'),
      import('../../engine/media/tools.ts'),
    ]);
    const { crops, withoutFace, failed } = await writeCrops({
      sources,
      folder,
      everySeconds,
      tools: await findTools(),
      onFile: (done, name) => io.progress(`${String(done + 1)}/${String(sources.length)} ${name}`),
      signal: io.signal,
    });
    for (const name of withoutFace) io.say(`${name}: no face`);
    for (const { name, code } of failed) io.say(`${name}: ${code}`);
    io.out(
      `${String(crops)} crops of ${String(sources.length)} files; ${String(withoutFace.length)} without a face, ${String(failed.length)} could not be read`,
    );
    return failed.length > 0 || io.signal.aborted ? 3 : 0;
  },
};

async function sourcesOf(named: readonly string[], kind: string | undefined, split: string | undefined): Promise<CropSource[]> {
  const [first] = named;
  if (named.length !== 1 || first?.endsWith('.csv') !== true) {
    if (kind !== undefined || split !== undefined) throw new UsageError('--kind and --split need a labels file');
    return named.map((path) => ({ path, name: path, label: '', method: '', group: '', split: '' }));
  }
  const { parseLabels } = await import('../../core/validation/labels.ts');
  const text = String(await readNamed(first));
  const labels = parseLabels(text).filter(
    (one) => one.kind !== 'audio' && (kind ?? one.kind) === one.kind && (split ?? one.split) === one.split,
  );
  if (labels.length === 0) throw new UsageError('the labels file names no such file');
  return labels.map((one) => ({ ...one, name: one.path, path: resolve(dirname(first), one.path) }));
}
