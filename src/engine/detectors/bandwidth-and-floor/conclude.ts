/** From rows to bandwidth, pauses and floor. Pure, so that it can be repeated from the case file alone. */
import type { Measure, Signal } from '../../../contract/analysis.ts';
import type { AudioStream } from '../../../contract/exhibits.ts';
import { soundStream } from '../../media/audio.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { expectedHz, isLossless } from './coder.ts';
import { gateFindings, silenceFindings, stepFinding, wallFinding } from './findings.ts';
import { levelsOf, type Frame, type Levels } from './levels.ts';
import { PARAMETERS } from './parameters.ts';
import { frames, narrowStretches, seconds, sounding, type Second } from './series.ts';
import { meanBands, wallOf, type Wall } from './spectrum-wall.ts';

export function concludeBandwidth(detectorId: Signal['detectorId'], { facts, rows }: ConcludeInput): Conclusion {
  const stream = soundStream(facts);
  const abstained = (reason: string): Conclusion => ({ outcome: { status: 'abstained', reason, measures: [] }, signals: [], findings: [] });
  if (stream === null || rows.length === 0) return abstained('No sound was heard.');
  const heard = sounding(seconds(rows, stream.sampleRate));
  const course = frames(rows);
  const levels = levelsOf(course);
  if (levels === null || levels.loudDb < PARAMETERS.leastLoud.value) return abstained('Every second of it is silent.');
  if (heard.length === 0) return abstained('There is less than one second of sound.');
  const span = { startUs: course[0]?.ptsUs ?? 0, endUs: (course.at(-1)?.ptsUs ?? 0) + PARAMETERS.levelSeconds.value * 1e6 };
  const wall = wallOf(meanBands(heard.map(({ bands }) => bands)), stream.sampleRate);
  const found = wall !== null && wall.dropDb >= PARAMETERS.wallDrop.value ? wall : null;
  const expected = expectedHz(facts, stream);
  const below = found !== null && expected !== null && found.hz < PARAMETERS.wallUpTo.value * expected ? found : null;
  const wholeHz = found?.hz ?? stream.sampleRate / 2;
  const narrow = narrowStretches(heard, wholeHz);
  const silent = levels.pauses.filter(({ leastDb }) => leastDb < PARAMETERS.digitalSilence.value);
  const abrupt = levels.pauses.filter(
    ({ leastDb, fallDb }) => leastDb >= PARAMETERS.digitalSilence.value && fallDb >= PARAMETERS.fall.value,
  );
  const told = [below !== null, narrow.length > 0, silent.length > 0, abrupt.length > 0].filter(Boolean).length;
  return {
    outcome: {
      status: 'measured',
      score: told,
      measures: measuresOf(wall, levels, heard.length),
      statement: [bandwidthWords(stream, found, expected), pauseWords(levels, silent.length, abrupt.length)].join(' '),
    },
    signals: [levelSignal(detectorId, course, levels), wallSignal(detectorId, heard)],
    findings: [
      ...(below === null || expected === null ? [] : [wallFinding(detectorId, span, below, stream.sampleRate, expected)]),
      ...narrow.map((stretch) => stepFinding(detectorId, stretch, wholeHz)),
      ...silenceFindings(detectorId, silent),
      ...gateFindings(detectorId, abrupt),
    ],
  };
}

function bandwidthWords(stream: AudioStream, edge: Wall | null, expected: number | null): string {
  const coder = isLossless(stream) ? '' : ` (${stream.codec}, a lossy coder)`;
  if (edge === null)
    return `The spectrum has no edge below ${((PARAMETERS.wallUpTo.value * stream.sampleRate) / 2000).toFixed(1)} kHz${coder}.`;
  const judged = expected === null ? '; what this coder would leave is not known, so it is not judged' : '';
  return `The spectrum ends at ${(edge.hz / 1000).toFixed(1)} kHz${coder}${judged}.`;
}

function pauseWords({ pauses, loudDb, floorDb }: Levels, silent: number, abrupt: number): string {
  if (floorDb === null) return `There is no pause of ${String(PARAMETERS.pauseSeconds.value)} s between words.`;
  return (
    `${String(pauses.length)} pauses between words lie ${(loudDb - floorDb).toFixed(0)} dB below them in the middle; ` +
    `${String(silent)} are digitally silent, ${String(abrupt)} others begin abruptly.`
  );
}

function measuresOf(wall: Wall | null, { loudDb, floorDb, pauses }: Levels, heard: number): Measure[] {
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return [
    { name: 'seconds that sound', value: heard, unit: 's' },
    ...(wall === null
      ? []
      : [
          { name: 'steepest edge of the spectrum', value: Math.round(wall.hz), unit: 'Hz' },
          { name: 'drop at that edge', value: tenth(wall.dropDb), unit: 'dB' },
        ]),
    { name: 'level of words', value: tenth(loudDb), unit: 'dB re full scale' },
    ...(floorDb === null ? [] : [{ name: 'level of pauses', value: tenth(floorDb), unit: 'dB re full scale' }]),
    { name: 'pauses between words', value: pauses.length, unit: 'count' },
    ...(pauses.length === 0
      ? []
      : [{ name: 'greatest fall into a pause', value: tenth(Math.max(...pauses.map(({ fallDb }) => fallDb))), unit: 'dB' }]),
  ] satisfies Measure[];
}

function levelSignal(detectorId: Signal['detectorId'], course: readonly Frame[], { loudDb }: Levels): Signal {
  return {
    detectorId,
    name: 'level',
    title: 'Level above 40 Hz',
    unit: 'dB re full scale',
    trackId: null,
    frames: null,
    ptsUs: course.map(({ ptsUs }) => ptsUs),
    values: course.map(({ db }) => db),
    levels: [{ name: 'pause', value: Math.round((loudDb - PARAMETERS.voicedBelowLoud.value) * 10) / 10 }],
  };
}

function wallSignal(detectorId: Signal['detectorId'], heard: readonly Second[]): Signal {
  return {
    detectorId,
    name: 'edge',
    title: 'Drop at the steepest edge of the spectrum',
    unit: 'dB',
    trackId: null,
    frames: null,
    ptsUs: heard.map(({ ptsUs }) => ptsUs),
    values: heard.map(({ wall }) => (wall === null ? null : Math.round(wall.dropDb * 10) / 10)),
    levels: [{ name: 'limit', value: PARAMETERS.wallDrop.value }],
  };
}
