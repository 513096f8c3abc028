"""Step 5, once, at the end: the tables. usage: evaluate.py RECIPE.json PLAIN.npz CODECS.npz OUT.npz WEIGHTS.pt...

PLAIN is the held-out split prepared with --plain, CODECS with --codecs. A method is set against the genuine clips of its own source as well
as against all; intervals are 95 %, by drawing speakers anew.
"""

import json
import sys

import numpy as np
import torch

import metrics
from network import committee, RATE
from train import score_windows, joined, spectra


def row(title, scores, labels, groups):
    genuine, synthetic = scores[labels == 0], scores[labels == 1]
    low, high = metrics.interval(metrics.auc, scores, labels, groups)
    below, above = metrics.interval(metrics.eer, scores, labels, groups)
    print(
        f"| {title} | {len(genuine)} / {len(synthetic)} | {metrics.auc(genuine, synthetic):.2f} [{low:.2f}, {high:.2f}] | "
        f"{100 * metrics.eer(genuine, synthetic):.0f} % [{100 * below:.0f}, {100 * above:.0f}] |"
    )


def tables(scores, labels, groups, methods, sources):
    row("all", scores, labels, groups)
    for source in np.unique(sources):
        here = sources == source
        if len(np.unique(labels[here])) == 2:
            row(f"{source} against its own", scores[here], labels[here], groups[here])
    for method in np.unique(methods[labels == 1]):
        of = methods == method
        own = of | ((labels == 0) & np.isin(sources, sources[of]))
        if (labels[own] == 0).any():
            row(f"{method}, own genuine", scores[own], labels[own], groups[own])
        everything = of | (labels == 0)
        row(f"{method}, all genuine", scores[everything], labels[everything], groups[everything])


def main():
    recipe, plain, codecs, out = json.load(open(sys.argv[1])), *sys.argv[2:5]
    network = committee(recipe, sys.argv[5:])
    torch.set_num_threads(1)
    data = joined([plain])
    labels, groups, methods, sources = (data["label"] == "fake").astype(int), data["group"], data["method"], data["source"]
    logs = spectra(data["samples"], data["starts"])
    scores = score_windows(network, logs)
    np.savez(out, scores=scores, **{name: data[name] for name in ("path", "label", "method", "source", "group")})
    tables(scores, labels, groups, methods, sources)
    for source in np.unique(sources):
        own = scores[(sources == source) & (labels == 0)]
        if len(own):
            print(f"genuine, {source}: median {np.median(own):.2f}, quartiles {np.percentile(own, 25):.2f} to {np.percentile(own, 75):.2f}, n {len(own)}")
    seconds = np.diff(data["starts"]) / RATE
    for length in (1, 2, 3):
        long = np.flatnonzero(seconds >= 3)
        frames = (length * RATE - 400) // 160 + 1
        cut = [logs[k][:, (logs[k].shape[1] - frames) // 2 :][:, :frames] for k in long]
        cut = score_windows(network, cut, frames=min(frames, 198))
        row(f"{length} s from the middle of clips of 3 s and more", cut, labels[long], groups[long])
    coded = joined([codecs])
    labels, groups = (coded["label"] == "fake").astype(int), coded["group"]
    scores = score_windows(network, spectra(coded["samples"], coded["starts"]))
    for way in np.unique(coded["way"]):
        here = coded["way"] == way
        row(way, scores[here], labels[here], groups[here])


main()
