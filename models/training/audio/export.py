"""Step 6: the network as ONNX, and the numbers that its test compares. usage: export.py RECIPE.json OUT.onnx GOLDEN.json WEIGHTS.pt...

The graph takes samples at 16 kHz, [1, n], and gives `logit` [1] and `features` [1, 1, bins, frames]. The golden numbers are of a made-up
signal: the features from a second front end in plain numpy at double precision, the logit from PyTorch.
"""

import json
import sys

import numpy as np
import torch

from network import FLOOR, HIGHEST_BIN, HOP, LOWEST_BIN, RATE, SIZE, committee

STEP = 61
"""Every so many values of the features are written down."""


def buzz():
    """2 s of a pulse train whose pitch and resonance move, and a little noise from a simple generator; the test makes the same."""
    n = np.arange(2 * RATE)
    seconds = n / RATE
    pitch = 110 + 30 * np.sin(5 * seconds)
    phase = np.cumsum(pitch) / RATE
    state, noise = 1, np.zeros(len(n))
    for k in range(len(n)):
        state = (state * 48271) % 2147483647
        noise[k] = state / 2147483647 - 0.5
    voice = (phase % 1 - 0.5) * np.sin(2 * np.pi * (600 + 350 * np.sin(9 * seconds)) * seconds)
    return (0.3 * voice * (0.55 + 0.45 * np.sin(20 * seconds)) + 0.01 * noise).astype(np.float32)


def features_in_numpy(samples):
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(SIZE) / SIZE)
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), SIZE)[::HOP] * window
    power = np.abs(np.fft.rfft(frames, axis=1)[:, LOWEST_BIN:HIGHEST_BIN].T) ** 2
    logs = np.log(power / (power.mean() + 1e-9) + FLOOR)
    return (logs - logs.mean(axis=1, keepdims=True)) / 2


def main():
    recipe = json.load(open(sys.argv[1]))
    network = committee(recipe, sys.argv[4:])
    samples = torch.from_numpy(buzz())[None]
    features = features_in_numpy(samples[0].numpy())
    # Before the export, which leaves the network in training mode.
    with torch.no_grad():
        logit, own = network(samples)
    torch.onnx.export(
        network, samples, sys.argv[2], opset_version=15, input_names=["samples"], output_names=["logit", "features"],
        dynamic_axes={"samples": {1: "n"}, "features": {3: "frames"}},
    )
    print("front end in PyTorch against numpy:", np.abs(own[0, 0].numpy() - features).max(), "logit", float(logit))
    golden = {"logit": float(logit), "shape": [1, 1, *features.shape], "step": STEP, "features": [round(float(v), 6) for v in features.ravel()[::STEP]]}
    json.dump(golden, open(sys.argv[3], "w"))


main()
