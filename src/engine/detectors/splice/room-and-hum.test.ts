import { describe, expect, it } from 'vitest';
import { madeBlocks, soundFacts } from '../../../../tests/helpers/made-sound.ts';
import type { Conclusion } from '../interface.ts';
import { spliceDetector } from './detector.ts';
import { openSeam } from './observe.ts';

const RATE = 8000;
const SECONDS = 6;

/** Noise that repeats nowhere in a test. */
function noise(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
}

/** Words of 0.5 s and pauses of 0.5 s that begin and end softly; the room is noise of the given size. */
const talk =
  (room: (second: number) => number) =>
  (n: number): number => {
    const within = (n / RATE) % 1;
    return 0.8 * Math.sin(Math.PI * Math.min(0.5, within) * 2) ** 2 * noise(n) + room(n / RATE) * noise(n + 1e6);
  };

function conclude(of: (n: number) => number): Conclusion {
  const observe = openSeam();
  const made = { sampleRate: RATE, samples: SECONDS * RATE, channels: [(n: number) => Math.round(of(n) * 32_768) / 32_768] };
  const rows = madeBlocks(made).flatMap((block) => observe(block).map((row) => ({ frame: block.index, trackId: null, ...row })));
  const facts = soundFacts({ sampleRate: RATE, seconds: SECONDS });
  return spliceDetector.conclude({ facts, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
}
const findings = (of: (n: number) => number, kind: string) => conclude(of).findings.filter((one) => one.kind === kind);
const measure = ({ outcome }: Conclusion, name: string): number | undefined =>
  outcome.status === 'measured' ? outcome.measures.find((one) => one.name === name)?.value : undefined;

describe('steps of the room', () => {
  it('one of 14 dB is told between the pauses where it lies, as a note, and its untouched twin is not', () => {
    const found = findings(
      talk((second) => (second < 3.7 ? 0.001 : 0.005)),
      'room-step',
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ weight: 'note' });
    expect(found[0]!.startUs / 1e6).toBeGreaterThan(3.5);
    expect(found[0]!.startUs / 1e6).toBeLessThan(3.75);
    expect(found[0]!.endUs / 1e6).toBeGreaterThan(3.65);
    expect(found[0]!.endUs / 1e6).toBeLessThan(3.9);
    expect(found[0]!.explanation).toMatch(/rises by 1[345]\.\d dB/);
    const twin = conclude(talk(() => 0.001));
    expect(measure(twin, 'steps of the room')).toBe(0);
  });

  it('one word is louder than the others: no step', () => {
    const louder = (n: number): number => (n > 3 * RATE && n < 3.5 * RATE ? 1.2 : 1) * talk(() => 0.001)(n);
    expect(findings(louder, 'room-step')).toEqual([]);
  });

  it('is not judged without pauses', () => {
    const without = conclude((n) => 0.3 * noise(n));
    expect(measure(without, 'steps of the room')).toBeUndefined();
    expect(without.outcome).toMatchObject({ statement: expect.stringContaining('The room was not judged') as string });
  });
});

describe('mains hum', () => {
  const hum = (jump: number) => (n: number) =>
    talk(() => 0.001)(n) + 0.02 * Math.sin((2 * Math.PI * 59.97 * n) / RATE + (n >= 2.9 * RATE ? jump : 0));

  it('a jump is told with its size and within 70 ms, as a note, and its untouched twin is not', () => {
    const found = findings(hum(2), 'hum-phase-jump');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ weight: 'note' });
    expect(Math.abs(found[0]!.startUs / 1e6 - 2.9)).toBeLessThan(0.07);
    expect(Math.abs(Number(/by (\d+)°/.exec(found[0]!.title)?.[1]) - 115)).toBeLessThan(15);
    const twin = conclude(hum(0));
    expect(measure(twin, 'phase jumps of mains hum')).toBe(0);
    expect(twin.findings.filter(({ kind }) => kind === 'hum-phase-jump')).toEqual([]);
  });

  it('its frequency is a signal, within 2 mHz', () => {
    const alone = conclude((n) => 0.02 * Math.sin((2 * Math.PI * 59.97 * n) / RATE) + 0.002 * noise(n));
    const values = alone.signals.find(({ name }) => name === 'humFrequency')?.values ?? [];
    expect(values.length).toBeGreaterThan(3);
    for (const hz of values) expect(Math.abs((hz ?? 0) - 59.97)).toBeLessThan(0.002);
  });

  it('is not judged where none stands out', () => {
    const without = conclude(talk(() => 0.001));
    expect(measure(without, 'phase jumps of mains hum')).toBeUndefined();
    expect(without.signals.map(({ name }) => name)).toEqual(['breakRatio']);
  });
});
