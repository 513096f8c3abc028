"""What the detector measures in two seconds of sound: statistics of fine structure, phase and fast envelopes. Samples at 16 kHz in, [n, 320] out.

The statistics are inside the network's file, so that training and examination cannot differ. Nothing here is learnt. None of them is the mean
spectrum: that is of the microphone and the room, and without it the network told unseen sources apart as well.
"""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import avg_pool1d, conv1d

RATE = 16_000
WINDOW = 2 * RATE
LONG, LONG_HOP, LONG_BINS = 400, 160, range(3, 183)
"""25 ms each 10 ms; bins of 40 Hz, 0.12 to 7.28 kHz: below lies rumble, above lie the slopes of resamplers and coders."""
SHORT, SHORT_HOP, SHORT_BINS = 80, 32, range(2, 38)
"""5 ms each 2 ms; bins of 200 Hz, 0.4 to 7.4 kHz. The window's own zeros keep a constant offset out of these bins and those above."""
BANDS, WIDE_BANDS = 12, 9


def transform(size, bins):
    """Discrete Fourier transform of Hann windows as constant weights of a convolution: cosines, then sines."""
    n = np.arange(size)
    angle = 2 * np.pi * np.asarray(bins)[:, None] * n / size
    window = 0.5 - 0.5 * np.cos(2 * np.pi * n / size)
    return torch.tensor(np.concatenate([window * np.cos(angle), -window * np.sin(angle)])[:, None], dtype=torch.float32)


def product(x, y):
    """Of complex numbers as (real, imaginary)."""
    return x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0]


def conjugate(x):
    return x[0], -x[1]


def part(x, *where):
    return x[0][where], x[1][where]


ALL = slice(None)


class Marks(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("long", transform(LONG, LONG_BINS))
        self.register_buffer("short", transform(SHORT, SHORT_BINS))

    def forward(self, samples):
        long, short = conv1d(samples[:, None], self.long, stride=LONG_HOP), conv1d(samples[:, None], self.short, stride=SHORT_HOP)
        return torch.cat([*fine_structure(*long.chunk(2, dim=1)), *envelopes(*short.chunk(2, dim=1))], dim=1)


def fine_structure(real, imaginary):
    """Of the long frames: how harmonics stand out and how steadily, and how their phases go on, in 12 bands of 600 Hz. Loud frames count."""
    power = real * real + imaginary * imaginary
    total = power.mean(dim=(1, 2), keepdim=True) + 1e-9
    logs = torch.log(power / total + 1e-5)
    frame = torch.log(power.mean(dim=1, keepdim=True) / total + 1e-3)
    weight = torch.sigmoid(2 * (frame + 2))
    two = weight[:, :, 1:] * weight[:, :, :-1]
    three = two[:, :, 1:] * two[:, :, :-1]

    def mean(values, weights):
        weighted = values * weights
        n, bins, frames = weighted.shape
        return weighted.reshape(n, BANDS, bins // BANDS, frames).mean(dim=2).sum(dim=2) / (weights.sum(dim=2) + 1e-3)

    # The logarithm less its mean over 13 bins (520 Hz) around: what is left of the envelope is gone, harmonics are left.
    ripple = logs - avg_pool1d(logs.transpose(1, 2), 13, 1, 6, count_include_pad=False).transpose(1, 2)
    depth = mean(ripple * ripple, weight) + 1e-4
    out = [torch.log(depth), mean(ripple**3, weight) / depth**1.5, mean(ripple**4, weight) / depth**2]
    for lag in (1, 2, 4):
        out.append(mean(ripple[:, :, lag:] * ripple[:, :, :-lag], weight[:, :, lag:] * weight[:, :, :-lag]) / depth)
    for lag in range(1, 7):
        out.append(mean(ripple * torch.cat([ripple[:, lag:], ripple[:, -lag:]], 1), weight) / depth)
    step = logs[:, :, 1:] - logs[:, :, :-1]
    bend = logs[:, :, 2:] - 2 * logs[:, :, 1:-1] + logs[:, :, :-2]
    out += [mean(torch.abs(step), two), mean(torch.abs(bend), three)]
    return out + phases(real, imaginary, power, total, mean, weight, two, three)


def phases(real, imaginary, power, total, mean, weight, two, three):
    size = torch.sqrt(power + 1e-10 * total)
    unit = (real / size, imaginary / size)
    twice = product(unit, unit)
    # From frame to frame: constant frequency gives a constant angle.
    along = product(product(part(unit, ALL, ALL, slice(2, None)), part(unit, ALL, ALL, slice(None, -2))), conjugate(part(twice, ALL, ALL, slice(1, -1))))
    # From bin to bin: a constant delay gives a constant angle.
    across = product(product(part(unit, ALL, slice(2, None)), part(unit, ALL, slice(None, -2))), conjugate(part(twice, ALL, slice(1, -1))))
    across = [torch.cat([values[:, :1], values, values[:, -1:]], 1) for values in across]
    next_bin = product(part(unit, ALL, slice(1, None)), conjugate(part(unit, ALL, slice(None, -1))))
    next_bin = [torch.cat([values, values[:, -1:]], 1) for values in next_bin]
    both = product(part(next_bin, ALL, ALL, slice(1, None)), conjugate(part(next_bin, ALL, ALL, slice(None, -1))))
    return [mean(along[0], three), mean(along[1], three), mean(across[0], weight), mean(across[1], weight), mean(both[0], two)]


def envelopes(real, imaginary):
    """Of the short frames: the level of 9 bands of 800 Hz each 2 ms, how pulses of the voice go through it, and how alike bands next to each other are."""
    power = real * real + imaginary * imaginary
    total = power.mean(dim=(1, 2), keepdim=True) + 1e-9
    n, bins, frames = power.shape
    level = torch.log(power.reshape(n, WIDE_BANDS, bins // WIDE_BANDS, frames).mean(dim=2) / total + 1e-4)
    pulse = level - avg_pool1d(level, 25, 1, 12, count_include_pad=False)
    weight = torch.sigmoid(2 * (torch.log(power.mean(dim=1, keepdim=True) / total + 1e-3) + 2))

    def mean(values, weights):
        return (values * weights).sum(dim=2) / (weights.sum(dim=2) + 1e-3)

    depth = mean(pulse * pulse, weight) + 1e-3
    out = [torch.log(depth), mean(pulse**3, weight) / depth**1.5, mean(pulse**4, weight) / depth**2]
    for lag in (1, 2, 3, 4, 6):
        out.append(mean(pulse[:, :, lag:] * pulse[:, :, :-lag], weight[:, :, lag:]) / depth)
    for lag in (1, 2, 4):
        out.append(mean(pulse[:, lag:] * pulse[:, :-lag], weight) / torch.sqrt(depth[:, lag:] * depth[:, :-lag]))
    return out
