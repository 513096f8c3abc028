"""Reading, resampling, spectra: what the training steps share. 16 kHz, mono, float32, -1..1."""

import subprocess

import numpy as np
import soundfile
from scipy.signal import butter, resample_poly, sosfilt

RATE = 16_000
HIGH_PASS_HZ = 40


def read(path):
    """Samples at 16 kHz: other rates come through resample_poly (Kaiser window)."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return resample(samples.mean(axis=1), rate, RATE)


def resample(samples, from_rate, to_rate):
    if from_rate == to_rate:
        return samples.astype(np.float32)
    common = np.gcd(from_rate, to_rate)
    return resample_poly(samples, to_rate // common, from_rate // common).astype(np.float32)


def high_pass(samples):
    """Takes DC and rumble away: the offset of some synthesisers separates the classes by itself."""
    return sosfilt(butter(2, HIGH_PASS_HZ, "highpass", fs=RATE, output="sos"), samples).astype(np.float32)


def level_db(samples, step=160):
    frames = samples[: len(samples) // step * step].reshape(-1, step)
    return 10 * np.log10((frames**2).mean(axis=1) + 1e-12)


def trim(samples, below_db=35):
    """From the first to the last 10 ms within `below_db` of the 95th percentile."""
    levels = level_db(samples)
    loud = np.flatnonzero(levels > np.percentile(levels, 95) - below_db)
    return samples[loud[0] * 160 : (loud[-1] + 1) * 160] if len(loud) else samples[:0]


def to_rms(samples, rms=0.05):
    return (samples * (rms / (np.sqrt((samples**2).mean()) + 1e-9))).astype(np.float32)


def stft(samples, size, hop):
    padded = np.pad(samples, (size // 2, size // 2 + hop), mode="reflect")
    window = np.hanning(size + 1)[:-1]
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    return np.fft.rfft(frames * window, axis=1)


def istft(spectrum, size, hop, length):
    window = np.hanning(size + 1)[:-1]
    frames = np.fft.irfft(spectrum, size, axis=1) * window
    out = np.zeros(hop * (len(frames) - 1) + size)
    weight = np.zeros_like(out)
    for k, frame in enumerate(frames):
        out[k * hop : k * hop + size] += frame
        weight[k * hop : k * hop + size] += window**2
    out /= np.maximum(weight, 1e-3)
    return out[size // 2 : size // 2 + length].astype(np.float32)


def mel_filters(rate, size, bands, low_hz=0.0, high_hz=8000.0):
    """Triangles on Slaney's mel scale, each of unit area (Slaney 1998, Auditory Toolbox)."""

    def to_mel(hz):
        return np.where(hz < 1000, hz * 3 / 200, 15 + np.log(np.maximum(hz, 1e-9) / 1000) / (np.log(6.4) / 27))

    def to_hz(mel):
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    edges = to_hz(np.linspace(to_mel(np.float64(low_hz)), to_mel(np.float64(high_hz)), bands + 2))
    hz = np.arange(size // 2 + 1) * rate / size
    up = (hz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - hz) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(up, down)) * (2 / (edges[2:] - edges[:-2]))[:, None]


GAP = RATE // 8


def through_ffmpeg(clips, codec_args, container, rate=RATE):
    """Encodes and decodes clips, one after the other with a gap between; the coder's delay is found by correlation and taken away."""
    starts = np.cumsum([0, *(len(clip) + GAP for clip in clips)])
    joined = np.zeros(starts[-1] + RATE, np.float32)
    for start, clip in zip(starts, clips):
        joined[start : start + len(clip)] = clip
    raw = (np.clip(joined, -1, 1) * 32767).astype("<i2").tobytes()
    quiet = ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1"]
    coded = subprocess.run(
        [*quiet, "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0", "-ar", str(rate), *codec_args, "-f", container, "pipe:1"],
        input=raw, capture_output=True, check=True,
    ).stdout
    decoded = subprocess.run(
        [*quiet, "-i", "pipe:0", "-ar", str(RATE), "-ac", "1", "-f", "f32le", "pipe:1"], input=coded, capture_output=True, check=True
    ).stdout
    decoded = np.frombuffer(decoded, "<f4")
    size = 1 << 17
    both = np.fft.rfft(decoded[:size], 2 * size) * np.conj(np.fft.rfft(joined[:size], 2 * size))
    delay = int(np.fft.irfft(both)[: RATE // 4].argmax())
    return [decoded[delay + start : delay + start + len(clip)].copy() for start, clip in zip(starts, clips)]
