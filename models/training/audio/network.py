"""The network: samples at 16 kHz in, one logit out. The spectrogram is inside it, so that training and examination cannot differ."""

import numpy as np
import torch
from torch import nn

RATE = 16_000
SIZE = 400
HOP = 160
LOWEST_BIN = 3
"""120 Hz, bins are 40 Hz apart: below lie rumble and the slope of the preparation's high-pass."""
HIGHEST_BIN = 184
"""7.32 kHz: above it lie the slopes of resamplers and coders."""
FLOOR = 1e-5


class FrontEnd(nn.Module):
    """Natural logarithm of the power of 25 ms frames (Hann) each 10 ms, 40 Hz a bin, each bin less its mean over the window: [n, 1, bins, frames].

    The Fourier transform is a convolution with constant weights. Power is relative to the window's own mean power.
    """

    def __init__(self):
        super().__init__()
        n = np.arange(SIZE)
        window = 0.5 - 0.5 * np.cos(2 * np.pi * n / SIZE)
        bins = np.arange(LOWEST_BIN, HIGHEST_BIN)[:, None]
        angle = 2 * np.pi * bins * n / SIZE
        weights = np.concatenate([window * np.cos(angle), window * np.sin(angle)])[:, None]
        self.register_buffer("weights", torch.tensor(weights, dtype=torch.float32))

    def power(self, samples):
        parts = nn.functional.conv1d(samples[:, None], self.weights, stride=HOP)
        half = HIGHEST_BIN - LOWEST_BIN
        return parts[:, :half] ** 2 + parts[:, half:] ** 2

    def logs(self, samples):
        """As it is kept between the steps of training: before anything that depends on where the window lies."""
        return torch.log(self.power(samples) + 1e-8)

    def forward(self, samples):
        return centred(self.power(samples))


def centred(power):
    logs = torch.log(power / (power.mean(dim=(1, 2), keepdim=True) + 1e-9) + FLOOR)
    return (logs - logs.mean(dim=2, keepdim=True))[:, None] / 2


def normalised(logs):
    """The features of windows [n, bins, frames] of kept logarithms."""
    return centred(torch.exp(logs))


class MaxFeature(nn.Module):
    """Convolution, of whose channels the greater of two each is kept (max-feature-map; Wu et al. 2018, as in LCNN, Lavrentyeva et al. 2019)."""

    def __init__(self, into, out, size, stride=1):
        super().__init__()
        self.convolution = nn.Conv2d(into, 2 * out, size, stride, size // 2)
        self.norm = nn.BatchNorm2d(out)

    def forward(self, x):
        a, b = self.convolution(x).chunk(2, dim=1)
        return self.norm(torch.maximum(a, b))


class Network(nn.Module):
    def __init__(self, width=16, dropout=0.3):
        super().__init__()
        w = width
        self.front = FrontEnd()
        self.body = nn.Sequential(
            MaxFeature(1, w, 5, 2),
            MaxFeature(w, w + w // 2, 3, 2),
            MaxFeature(w + w // 2, 2 * w, 3, (2, 1)),
            MaxFeature(2 * w, 2 * w, 3, (2, 1)),
        )
        self.drop = nn.Dropout(dropout)
        with torch.no_grad():
            bands = self.body.eval()(torch.zeros(1, 1, HIGHEST_BIN - LOWEST_BIN, 64)).shape[2]
        self.body.train()
        self.mix = nn.Linear(2 * w * bands, 32)
        self.last = nn.Linear(64, 1)

    def embed(self, features):
        x = self.body(features)
        x = torch.relu(self.mix(self.drop(x.flatten(1, 2).transpose(1, 2))))
        mean = x.mean(dim=1)
        spread = torch.sqrt(((x - mean[:, None]) ** 2).mean(dim=1) + 1e-5)
        return torch.cat([mean, spread], dim=1)

    def judge(self, features):
        return self.last(self.drop(self.embed(features))).squeeze(1)

    def forward(self, samples):
        return self.judge(self.front(samples))


class Committee(nn.Module):
    """Networks that were trained without one source each; their logits are averaged. They share the front end, which has nothing to learn."""

    def __init__(self, networks):
        super().__init__()
        self.front = FrontEnd()
        self.members = nn.ModuleList(networks)
        for member in self.members:
            member.front = None
        self.eval()

    def judge(self, features):
        return torch.stack([member.judge(features) for member in self.members]).mean(dim=0)

    def forward(self, samples):
        features = self.front(samples)
        return self.judge(features), features


def committee(recipe, paths):
    networks = []
    for path in paths:
        network = Network(recipe["width"], recipe["dropout"])
        network.load_state_dict(torch.load(path))
        networks.append(network)
    return Committee(networks)
