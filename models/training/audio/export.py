"""Step 7: the network as ONNX, and the numbers that its test compares. usage: export.py RECIPE.json OUT.onnx GOLDEN.json COMMITTEE.pt

The graph takes samples at 16 kHz, [1, n], and gives `logit` [1] and `features` [1, 320], the statistics. The golden numbers are of a made-up
signal: the statistics from PyTorch at double precision, the logit at single precision.
"""

import json
import sys

import numpy as np
import torch

from evaluate import loaded
from marks import Marks, RATE
from network import Network

STEP = 1
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


def main():
    network = Network(loaded(sys.argv[4], json.load(open(sys.argv[1]))))
    samples = torch.from_numpy(buzz())[None]
    with torch.no_grad():
        exact = Marks().double()(samples.double())[0].numpy()
        logit, own = network(samples)
    torch.onnx.export(
        network, samples, sys.argv[2], opset_version=15, input_names=["samples"], output_names=["logit", "features"],
        dynamic_axes={"samples": {1: "n"}},
    )
    print("statistics at single against double precision:", np.abs(own[0].numpy() - exact).max(), "logit", float(logit))
    golden = {"logit": float(logit), "shape": [1, len(exact)], "step": STEP, "features": [round(float(v), 6) for v in exact[::STEP]]}
    json.dump(golden, open(sys.argv[3], "w"))


main()
