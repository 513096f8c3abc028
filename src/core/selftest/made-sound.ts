/** A sound that is the same to the last bit on every machine: voiced syllables with pauses, over hum and noise, in two channels. */

const RATE = 48_000;
const CHANNELS = 2;
const BYTES = 2;
/** Resonances of an open vowel: frequency and width, Hz. Only the shape matters here. */
const FORMANTS = [
  [700, 110],
  [1220, 130],
  [2600, 200],
] as const;
const HARMONICS = 40;
/** The second channel hears the first this many samples later. */
const DELAY = 17;

/** WAV, 48 kHz, 16 bit, two channels. */
export function madeSound(seconds: number): Uint8Array {
  const samples = Math.round(seconds * RATE);
  const left = new Float64Array(samples);
  const noise = noiseFrom(20_260_304);
  let phase = 0;
  for (let i = 0; i < samples; i += 1) {
    const t = i / RATE;
    const pitch = 118 + 22 * Math.sin(2 * Math.PI * 0.31 * t) + 6 * Math.sin(2 * Math.PI * 2.3 * t);
    phase += pitch / RATE;
    const hum = 0.002 * Math.sin(2 * Math.PI * 50 * t);
    left[i] = 0.5 * syllable(t) * voice(phase, pitch) + hum + 0.001 * noise();
  }
  const data = new DataView(new ArrayBuffer(44 + samples * CHANNELS * BYTES));
  writeHeader(data, samples);
  for (let i = 0; i < samples; i += 1) {
    data.setInt16(44 + 4 * i, whole(left[i] ?? 0), true);
    data.setInt16(46 + 4 * i, whole(0.8 * (left[i - DELAY] ?? 0)), true);
  }
  return new Uint8Array(data.buffer);
}

const whole = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value * 32_767)));

/** Four syllables a second, and every third second silent. */
function syllable(t: number): number {
  return Math.floor(t) % 3 === 2 ? 0 : Math.max(0, Math.sin(2 * Math.PI * 4 * t)) ** 0.7;
}

function voice(phase: number, pitch: number): number {
  let sum = 0;
  for (let n = 1; n <= HARMONICS && n * pitch < RATE / 2; n += 1) {
    const gain = FORMANTS.reduce((all, [at, width]) => all + 1 / (1 + ((n * pitch - at) / width) ** 2), 0.01) / n ** 0.5;
    sum += gain * Math.sin(2 * Math.PI * n * phase);
  }
  return sum / 4;
}

/** A linear congruential generator (Numerical Recipes' constants): its whole numbers are exact everywhere. */
function noiseFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function writeHeader(data: DataView, samples: number): void {
  const text = (at: number, words: string): void => {
    for (let i = 0; i < words.length; i += 1) data.setUint8(at + i, words.charCodeAt(i));
  };
  const size = samples * CHANNELS * BYTES;
  text(0, 'RIFF');
  data.setUint32(4, 36 + size, true);
  text(8, 'WAVEfmt ');
  data.setUint32(16, 16, true);
  data.setUint16(20, 1, true);
  data.setUint16(22, CHANNELS, true);
  data.setUint32(24, RATE, true);
  data.setUint32(28, RATE * CHANNELS * BYTES, true);
  data.setUint16(32, CHANNELS * BYTES, true);
  data.setUint16(34, 8 * BYTES, true);
  text(36, 'data');
  data.setUint32(40, size, true);
}
