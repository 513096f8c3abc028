"""Copies of genuine speech: analysed to a few numbers for each frame, and made again from them."""

import numpy as np

import sound


def griffin_lim(samples, chance):
    """Phase found by Griffin & Lim 1984 (fast version, Perraudin 2013) from a mel spectrogram that was turned back by least squares."""
    size, hop, bands = [(1024, 256, 80), (800, 200, 80), (512, 128, 64), (1024, 200, 128)][chance.integers(4)]
    magnitude = np.abs(sound.stft(samples, size, hop))
    mel = sound.mel_filters(sound.RATE, size, bands)
    magnitude = np.maximum(0, (magnitude @ mel.T) @ np.linalg.pinv(mel).T)
    phase = np.exp(2j * np.pi * chance.random(magnitude.shape))
    last = np.zeros_like(phase)
    for _ in range(int(chance.integers(16, 60))):
        rebuilt = sound.stft(sound.istft(magnitude * phase, size, hop, len(samples)), size, hop)[: len(magnitude)]
        ahead = rebuilt + 0.99 * (rebuilt - last)
        last = rebuilt
        phase = ahead / np.maximum(1e-9, np.abs(ahead))
    return sound.istft(magnitude * phase, size, hop, len(samples))


def pitch_track(samples, hop=80, size=1024):
    """Autocorrelation of the whitened frame; 0 where the peak is low. Hz for each frame."""
    padded = np.pad(samples, (size // 2, size // 2 + hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop] * np.hanning(size)
    power = np.abs(np.fft.rfft(frames, 2 * size, axis=1)) ** 2
    correlation = np.fft.irfft(power**0.5, axis=1)[:, :size]
    correlation /= correlation[:, :1] + 1e-9
    low, high = sound.RATE // 400, sound.RATE // 65
    lag = low + correlation[:, low:high].argmax(axis=1)
    voiced = correlation[np.arange(len(lag)), lag] > 0.22
    return np.where(voiced, sound.RATE / lag, 0.0)


def envelope(samples, hop=80, size=1024, lifter=50):
    """Spectral envelope by the low cepstrum (the part of it below 3 ms), as natural logarithm of the magnitude."""
    logs = np.log(np.abs(sound.stft(samples, size, hop)) + 1e-6)
    cepstrum = np.fft.irfft(logs, axis=1)
    cepstrum[:, lifter:-lifter] = 0
    return cepstrum


def harmonic_noise(samples, chance):
    """Source and filter in the manner of WORLD (Morise 2016), much simpler: pulses and noise through a minimum-phase envelope, 5 ms steps."""
    hop, size = 80, 1024
    pitch = pitch_track(samples)
    pitch = np.where(pitch > 0, pitch * chance.uniform(0.94, 1.06), 0)
    cepstrum = envelope(samples, lifter=int(chance.integers(36, 64)))
    fold = np.zeros(size)
    fold[0] = fold[size // 2] = 1
    fold[1 : size // 2] = 2
    filters = np.exp(np.fft.rfft(cepstrum * fold, axis=1))
    split_hz = chance.uniform(3500, 6500)
    hz = np.fft.rfftfreq(size, 1 / sound.RATE)
    breath = 1 / (1 + np.exp(-(hz - split_hz) / 400))
    out = np.zeros(len(samples) + 2 * size)
    position = 0.0
    while position < len(samples):
        frame = min(len(pitch) - 1, int(position / hop))
        period = sound.RATE / pitch[frame] if pitch[frame] > 0 else hop
        voiced = pitch[frame] > 0
        noise = np.fft.rfft(chance.standard_normal(int(period)), size) / np.sqrt(period)
        pulse = np.exp(-2j * np.pi * np.arange(size // 2 + 1) * (position % 1) / size)
        source = (pulse * np.sqrt(1 - breath) + noise * np.sqrt(breath)) if voiced else noise
        start = int(position)
        out[start : start + size] += np.fft.irfft(source * filters[frame], size) * np.sqrt(period)
        position += period
    return out[: len(samples)].astype(np.float32)


def blurred_phase(samples, chance):
    """The magnitudes as they are, the phases partly drawn anew and made consistent again: what a vocoder does that gets only the phase wrong."""
    size, hop = [(512, 128), (1024, 256), (400, 100)][chance.integers(3)]
    spectrum = sound.stft(samples, size, hop)
    magnitude = np.abs(spectrum)
    phase = np.angle(spectrum) + chance.uniform(0.8, 3.0) * chance.standard_normal(spectrum.shape)
    spectrum = magnitude * np.exp(1j * phase)
    for _ in range(int(chance.integers(3, 12))):
        rebuilt = sound.stft(sound.istft(spectrum, size, hop, len(samples)), size, hop)[: len(magnitude)]
        spectrum = magnitude * rebuilt / np.maximum(1e-9, np.abs(rebuilt))
    return sound.istft(spectrum, size, hop, len(samples))


class HifiGan:
    """A HiFi-GAN generator (Kong, Kim & Bae 2020) as ONNX: `mel` of 80 bands to 22.05 kHz; frames of 1024, hop 256, natural logarithm."""

    RATE = 22_050

    def __init__(self, path):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.filters = sound.mel_filters(self.RATE, 1024, 80)

    def mel(self, samples):
        wide = sound.resample(samples, sound.RATE, self.RATE)
        padded = np.pad(wide, (384, 384 + 256), mode="reflect")
        window = np.hanning(1025)[:-1]
        frames = np.lib.stride_tricks.sliding_window_view(padded, 1024)[::256]
        magnitude = np.sqrt(np.abs(np.fft.rfft(frames * window, axis=1)) ** 2 + 1e-9)
        return np.log(np.maximum(1e-5, self.filters @ magnitude.T))

    def copy(self, samples, chance):
        mel = self.mel(samples / (np.abs(samples).max() + 1e-9) * chance.uniform(0.5, 0.95))
        if chance.random() < 0.5:
            # As an acoustic model gives it: smoother along time than speech is.
            weight = chance.uniform(0.15, 0.3)
            smooth = (1 - 2 * weight) * mel[:, 1:-1] + weight * (mel[:, :-2] + mel[:, 2:])
            mel = np.concatenate([mel[:, :1], smooth, mel[:, -1:]], axis=1)
        wave = self.session.run(None, {"mel": mel[None].astype(np.float32)})[0].reshape(-1)
        return sound.resample(wave, self.RATE, sound.RATE)[: len(samples)]
