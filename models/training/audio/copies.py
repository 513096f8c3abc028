"""Step 2: copies of genuine clips by a neural vocoder. usage: copies.py MANIFEST OUT_FOLDER hifigan.onnx

Of each genuine clip three copies of its first 2.6 s, so that words, voice, room and level are the same and only the vocoder's work differs:
copied_plain; copied_scaled, at another speed through the network and back, so that its marks lie at other frequencies; copied_noisy, the same
with each weight of the network a little wrong, as another training would have left it. What is there already is kept.
"""

import csv
import sys
import zlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import soundfile

import sound
from vocoders import HifiGan

LENGTH = int(2.6 * sound.RATE)
WRONG = (0.02, 0.04, 0.06)
"""Standard deviation of the weights' relative error."""
SPEEDS = (78, 126)
"""Percent."""


def with_wrong_weights(path, seed):
    chance = np.random.default_rng(seed)
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.ndim == 3:
            wrong = values * (1 + WRONG[seed % 3] * chance.standard_normal(values.shape))
            tensor.CopyFrom(onnx.numpy_helper.from_array(wrong.astype(np.float32), tensor.name))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def main():
    manifest, out, path = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    vocoder = HifiGan(path)
    right, wrong = vocoder.session, [with_wrong_weights(path, seed) for seed in range(6)]
    for row in csv.DictReader(open(manifest)):
        for method in ("copied_plain", "copied_scaled", "copied_noisy") if row["label"] == "real" else ():
            target = out / method / Path(row["path"]).name
            if target.exists():
                continue
            chance = np.random.default_rng(zlib.crc32(f"{method}{target.name}".encode()))
            vocoder.session = wrong[chance.integers(len(wrong))] if method == "copied_noisy" else right
            samples = sound.read(row["path"])[:LENGTH]
            if method == "copied_plain":
                copy = vocoder.copy(samples, chance)
            else:
                speed = int(chance.integers(*SPEEDS))
                copy = sound.resample(vocoder.copy(sound.resample(samples, 100, speed), chance), speed, 100)[: len(samples)]
            target.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(target, copy / max(1.0, np.abs(copy).max() + 1e-9), sound.RATE, subtype="PCM_16")


main()
