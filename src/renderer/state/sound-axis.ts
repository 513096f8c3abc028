/** From frequency to place on the screen and back, on the three axes that examiners use. */

export const SCALES = ['linear', 'mel', 'log'] as const;
export type Scale = (typeof SCALES)[number];

/** The logarithmic axis begins here: below lies nothing of a voice, and zero has no logarithm. */
const LOG_FROM_HZ = 50;

/** O'Shaughnessy D, Speech Communication: Human and Machine, 1987, p. 150. */
const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
const fromMel = (value: number): number => 700 * (10 ** (value / 2595) - 1);

const MAPS: Readonly<Record<Scale, { to: (hz: number) => number; from: (value: number) => number; least: number }>> = {
  linear: { to: (hz) => hz, from: (value) => value, least: 0 },
  mel: { to: mel, from: fromMel, least: 0 },
  log: { to: Math.log2, from: (value) => 2 ** value, least: LOG_FROM_HZ },
};

export class FrequencyAxis {
  readonly scale: Scale;
  readonly leastHz: number;
  readonly mostHz: number;
  readonly heightPx: number;

  constructor(scale: Scale, mostHz: number, heightPx: number) {
    this.scale = scale;
    this.leastHz = Math.min(MAPS[scale].least, mostHz / 2);
    this.mostHz = mostHz;
    this.heightPx = Math.max(1, heightPx);
  }

  /** The same axis over another number of pixels. */
  resized(heightPx: number): FrequencyAxis {
    return new FrequencyAxis(this.scale, this.mostHz, heightPx);
  }

  /** Pixels from the top, where the highest frequency is. */
  yAt(hz: number): number {
    const { to } = MAPS[this.scale];
    const [low, high] = [to(this.leastHz), to(this.mostHz)];
    return this.heightPx * (1 - (to(Math.max(this.leastHz, hz)) - low) / (high - low));
  }

  hzAt(y: number): number {
    const { to, from } = MAPS[this.scale];
    const [low, high] = [to(this.leastHz), to(this.mostHz)];
    return from(low + (1 - y / this.heightPx) * (high - low));
  }

  /** Readable frequencies, at least `least` pixels apart, highest first. */
  ticks(least: number): number[] {
    const kept: number[] = [];
    const take = (hz: number): void => {
      if (hz < this.leastHz || hz > this.mostHz) return;
      const y = this.yAt(hz);
      if (y > this.heightPx - 6 || y < 6 || kept.some((other) => Math.abs(this.yAt(other) - y) < least)) return;
      kept.push(hz);
    };
    if (this.scale === 'linear') {
      const perPixel = this.mostHz / this.heightPx;
      const step = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].find((one) => one >= perPixel * least) ?? 20_000;
      for (let hz = step; hz <= this.mostHz; hz += step) take(hz);
    } else {
      // Rounder numbers first, so that they win a place: 1, 2 and 5 times a power of ten.
      for (const factor of [1, 5, 2]) for (const power of [10_000, 1000, 100, 10]) take(factor * power);
    }
    return kept.sort((a, b) => b - a);
  }
}

export const hertz = (hz: number): string =>
  hz >= 1000 ? `${String(Number((hz / 1000).toFixed(1)))} kHz` : `${String(Math.round(hz))} Hz`;

/** The smallest of 1, 2 or 5 times a power of ten microseconds, minutes above, whose marks stand at least `least` pixels apart. */
export function timeStep(spanUs: number, widthPx: number, least: number): number {
  const needed = Math.max(1, (spanUs / Math.max(1, widthPx)) * least);
  if (needed > 10e6) return [15, 30, 60, 120, 300, 600, 1800, 3600, 7200].map((s) => s * 1e6).find((step) => step >= needed) ?? 14_400e6;
  const power = 10 ** Math.floor(Math.log10(needed));
  return ([1, 2, 5, 10].find((factor) => factor * power >= needed) ?? 10) * power;
}
