"""A vocoder network that copies genuine speech: analysed to a mel spectrogram, and made again from it."""

import numpy as np

import sound


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
