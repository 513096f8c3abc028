/** From rows to what the channels are: facts with their times. Pure, so that it can be repeated from the case file alone. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { soundStream } from '../../media/audio.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { clippingFindings, offsetFinding, relationFindings } from './findings.ts';
import { PARAMETERS } from './parameters.ts';
import { commonest, seconds, stretches, valueOf } from './relations.ts';
import { rounded } from '../../rounded.ts';

export function concludeChannels(detectorId: Signal['detectorId'], { facts, rows }: ConcludeInput): Conclusion {
  const stream = soundStream(facts);
  const sounding = rows.filter(
    (row) => Math.max(valueOf(row, 'levelFirst') ?? -999, valueOf(row, 'levelSecond') ?? -999) >= PARAMETERS.soundingLevel.value,
  );
  const abstained = (reason: string, measures: Measure[] = []): Outcome => ({ status: 'abstained', reason, measures });
  if (rows.length === 0 || stream === null) return { outcome: abstained('No sound was heard.'), signals: [], findings: [] };
  if (sounding.length === 0) return { outcome: abstained('Every second of it is silent.'), signals: [], findings: [] };
  const all = seconds(rows, stream.sampleRate);
  const measures = measuresOf(rows);
  const most = commonest(all);
  const findings: FindingDraft[] = [
    ...relationFindings(detectorId, stretches(all), most?.relation ?? null, stream.sampleRate),
    ...offsetFinding(detectorId, all, offsetOf(rows)),
    ...clippingFindings(detectorId, all),
  ];
  const signals = signalsOf(detectorId, rows, stream.channels > 1);
  if (stream.channels === 1)
    return {
      outcome: abstained('There is one channel: nothing to compare it with. Offset and clipping are told.', measures),
      signals,
      findings,
    };
  if (most === null)
    return { outcome: abstained('No second was long and loud enough to compare its channels.', measures), signals, findings };
  return {
    outcome: {
      status: 'measured',
      score: rounded(most.others, 3),
      measures: [{ name: 'seconds compared', value: most.compared, unit: 's' }, ...measures],
      statement:
        `In most of ${String(most.compared)} seconds that sound, ${WORDS[most.relation]}` +
        `${most.others === 0 ? ', and in none otherwise' : `; in ${(100 * most.others).toFixed(0)} % of them it is otherwise`}.` +
        (stream.channels > 2 ? ` Of ${String(stream.channels)} channels the first two were compared.` : ''),
    },
    signals,
    findings,
  };
}

const WORDS = {
  different: 'the channels are different recordings',
  identical: 'the channels are the same to the last bit',
  scaled: 'one channel is a copy of the other but for its level and what coding left',
  inverted: 'one channel is the other with its sign changed',
  delayed: 'one channel is the other, later',
  'one-silent': 'one channel is silent',
} as const;

/** Weighted by length: the mean of the whole recording in the channel that is farther from zero in each second. */
function offsetOf(rows: readonly ObservationRow[]): number {
  const samples = rows.reduce((sum, row) => sum + (valueOf(row, 'samples') ?? 0), 0);
  return rows.reduce((sum, row) => sum + (valueOf(row, 'offset') ?? 0) * (valueOf(row, 'samples') ?? 0), 0) / Math.max(1, samples);
}

function measuresOf(rows: readonly ObservationRow[]): Measure[] {
  const clipped = rows.reduce((sum, row) => sum + (valueOf(row, 'clipped') ?? 0), 0);
  return [
    { name: 'offset from zero', value: rounded(offsetOf(rows), 6), unit: 'of full scale' },
    { name: 'greatest sample', value: rounded(Math.max(...rows.map((row) => valueOf(row, 'peak') ?? 0)), 4), unit: 'of full scale' },
    { name: 'clipped samples', value: clipped, unit: 'count' },
  ];
}

function signalsOf(detectorId: Signal['detectorId'], rows: readonly ObservationRow[], several: boolean): Signal[] {
  const signal = (name: Parameters<typeof valueOf>[1], title: string, unit: string, levels: Signal['levels'] = []): Signal => ({
    detectorId,
    name,
    title,
    unit,
    trackId: null,
    frames: null,
    ptsUs: rows.map(({ ptsUs }) => ptsUs),
    values: rows.map((row) => valueOf(row, name)),
    levels,
  });
  const level = 'dB re full scale';
  return [
    ...(several
      ? [
          signal('residual', 'What of one channel the other does not explain', 'dB', [
            { name: 'copy', value: PARAMETERS.copyResidual.value },
          ]),
          signal('levelFirst', 'Level of the first channel', level),
          signal('levelSecond', 'Level of the second channel', level),
        ]
      : [signal('levelFirst', 'Level', level)]),
    signal('offset', 'Offset from zero', 'of full scale'),
  ];
}
