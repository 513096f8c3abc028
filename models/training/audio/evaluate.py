"""Step 6, once, at the end: the tables of the held-out split. usage: evaluate.py RECIPE.json COMMITTEE.pt PLAIN.npz CODECS.npz OUT.npz LEFT_OUT.npz...

PLAIN is the held-out split prepared with --plain, CODECS with --codecs, LEFT_OUT what train.py --without-source wrote: a logistic calibration is
fitted to the scores of those unseen sources, since only they say how a score behaves in an unseen recording. A method is set against the genuine
clips of its own source as well as against all; intervals are 95 %, by drawing speakers anew.
"""

import json
import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

import metrics
from marks import RATE, WINDOW
from measure import clips_of, measured
from network import Committee, Member
from train import judged


def loaded(path, recipe):
    saved = torch.load(path)
    members = [Member(saved["width"], recipe["hidden"], recipe["dropout"]) for _ in range(recipe["members"])]
    committee = Committee(members, np.zeros(saved["width"]), np.ones(saved["width"]))
    committee.load_state_dict(saved["state"])
    return committee


def calibration(scores, labels):
    """Slope and offset that make a natural log-likelihood ratio of the score, both classes weighing the same."""
    model = LogisticRegression(C=1e6, class_weight="balanced").fit(scores[:, None], labels)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def told_of_calibration(paths, scores, labels):
    """Published clips of the left-out sources alone: copies are by the network that made the copies of training too."""
    parts = [dict(np.load(path)) for path in paths]
    left = np.concatenate([part["scores"][part["held"] & ~part["own"]] for part in parts])
    kinds = np.concatenate([(part["label"] == "fake")[part["held"] & ~part["own"]] for part in parts]).astype(int)
    slope, offset = calibration(left, kinds)
    print(f"calibration on {len(left)} left-out versions: slope {slope:.3f}, offset {offset:.3f}")
    for title, own, of in (("left out", left, kinds), ("held-out split", scores, labels)):
        calibrated = slope * own + offset
        print(f"Cllr, {title}: {metrics.cllr(own[of == 0], own[of == 1]):.2f} as it is, {metrics.cllr(calibrated[of == 0], calibrated[of == 1]):.2f} calibrated")


def row(title, scores, labels, groups):
    genuine, synthetic = scores[labels == 0], scores[labels == 1]
    low, high = metrics.interval(metrics.auc, scores, labels, groups)
    below, above = metrics.interval(metrics.eer, scores, labels, groups)
    print(
        f"| {title} | {len(genuine)} / {len(synthetic)} | {metrics.auc(genuine, synthetic):.2f} [{low:.2f}, {high:.2f}] | "
        f"{100 * metrics.eer(genuine, synthetic):.0f} % [{100 * below:.0f}, {100 * above:.0f}] |",
        flush=True,
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


def scored(committee, clips, length=WINDOW):
    marks, clip = measured(clips, length=length)
    return judged(committee, marks, clip, len(clips))


def joined_speakers(clips, data, seconds):
    """Clips of one speaker, source, label and method after one another until they are as long."""
    out, rows, labels, groups = [], {}, [], []
    for k, key in enumerate(zip(data["source"], data["group"], data["label"], data["method"])):
        rows.setdefault(key, []).append(k)
    for (source, group, label, method), found in rows.items():
        long = np.concatenate([clips[k] for k in found])
        for start in range(0, len(long) - seconds * RATE + 1, seconds * RATE):
            out.append(long[start : start + seconds * RATE])
            labels.append(int(label == "fake"))
            groups.append(group)
    return out, np.array(labels), np.array(groups)


def main():
    recipe = json.load(open(sys.argv[1]))
    torch.set_num_threads(1)
    committee = loaded(sys.argv[2], recipe)
    data, coded = (dict(np.load(path)) for path in sys.argv[3:5])
    labels, groups, methods, sources = (data["label"] == "fake").astype(int), data["group"], data["method"], data["source"]
    clips = clips_of(data)
    scores = scored(committee, clips)
    np.savez(sys.argv[5], scores=scores, **{name: data[name] for name in ("label", "method", "source", "group")})
    tables(scores, labels, groups, methods, sources)
    told_of_calibration(sys.argv[6:], scores, labels)
    for source in np.unique(sources):
        own = scores[(sources == source) & (labels == 0)]
        if len(own):
            print(f"genuine, {source}: median {np.median(own):.2f}, quartiles {np.percentile(own, 25):.2f} to {np.percentile(own, 75):.2f}, n {len(own)}")
    long = [k for k, clip in enumerate(clips) if len(clip) >= 3 * RATE]
    for length in (1, 2, 3) if long else ():
        cut = [clips[k][(len(clips[k]) - length * RATE) // 2 :][: length * RATE] for k in long]
        row(f"{length} s from the middle of clips of 3 s and more", scored(committee, cut, min(length, 2) * RATE), labels[long], groups[long])
    for length in (4, 8):
        cut, kinds, speakers = joined_speakers(clips, data, length)
        if len(np.unique(kinds)) == 2:
            row(f"{length} s, clips of one speaker joined", scored(committee, cut), kinds, speakers)
    labels, groups, sources = (coded["label"] == "fake").astype(int), coded["group"], coded["source"]
    scores = scored(committee, clips_of(coded))
    for way in np.unique(coded["way"]):
        here = coded["way"] == way
        row(way, scores[here], labels[here], groups[here])
        own = here & (sources != "resemblyzer_librispeech")
        row(f"{way}, without LibriSpeech", scores[own], labels[own], groups[own])


if __name__ == "__main__":
    main()
