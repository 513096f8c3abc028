"""Step 4: the statistics of windows of 2 s of what was prepared. usage: measure.py PREPARED.npz OUT.npz [--middle]

Windows half a second apart, or the middle one alone; shorter clips go round.
"""

import sys

import numpy as np
import torch

import sound
from marks import Marks, RATE, WINDOW


def windows(samples, middle=False, length=WINDOW):
    if len(samples) < length:
        samples = np.tile(samples, -(-length // len(samples)))
    spare = len(samples) - length
    starts = [spare // 2] if middle else range(0, spare + 1, RATE // 2)
    return [sound.to_rms(samples[start : start + length]) for start in starts]


def measured(clips, middle=False, length=WINDOW):
    """Statistics of the windows of all clips, and the clip of each window."""
    network, found, of = Marks(), [], []
    with torch.no_grad():
        for k, samples in enumerate(clips):
            parts = windows(samples, middle, length)
            found.append(network(torch.from_numpy(np.stack(parts))).numpy())
            of += [k] * len(parts)
    return np.concatenate(found), np.array(of)


def clips_of(data):
    return [data["samples"][a:b].astype(np.float32) for a, b in zip(data["starts"][:-1], data["starts"][1:])]


def main():
    torch.set_num_threads(1)
    data = dict(np.load(sys.argv[1]))
    marks, clip = measured(clips_of(data), "--middle" in sys.argv)
    np.savez(sys.argv[2], marks=marks, clip=clip, **{name: data[name] for name in ("label", "method", "source", "group", "way")})


if __name__ == "__main__":
    main()
