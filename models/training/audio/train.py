"""Step 4: trains the committee. usage: train.py RECIPE.json OUT MARKS.npz [--without-source S...] [--without-method M...]

Folds by the hash of the group: folds 0 and 1 are kept for calibration, fold 2 was for choosing (it is scored, and not learnt), 3 to 9 train. With
--without-source all clips of those sources, copies of them and whoever speaks in them are left out and scored instead, with --without-method
those synthetic methods (every fold else is learnt). Writes OUT.pt and OUT.npz (a score for each version that was not learnt).
"""

import argparse
import hashlib
import json

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

import metrics
from network import Committee, Member


def fold_of(group):
    return int(hashlib.sha256(str(group).encode()).hexdigest()[:8], 16) % 10


def balanced(labels, methods, sources, own, published):
    """Each class weighs one half; in it each method or source by the root of its number, published synthetic speech more than our copies."""
    kinds = np.where(labels == 1, methods, sources)
    weights = np.zeros(len(labels))
    for label in (0, 1):
        for kind in np.unique(kinds[labels == label]):
            here = (labels == label) & (kinds == kind)
            weights[here] = here.sum() ** -0.5 * (published if label and not own[here][0] else 1)
        weights[labels == label] /= weights[labels == label].sum()
    return weights / weights.mean()


def fit(marks, labels, weights, recipe):
    genuine = marks[labels == 0]
    committee = Committee([], genuine.mean(axis=0), genuine.std(axis=0) + 1e-3)
    scaled = committee.scaled(torch.from_numpy(marks))
    target = torch.from_numpy(labels * (1 - 2 * recipe["smoothing"]) + recipe["smoothing"]).float()
    weights = torch.from_numpy(weights).float()
    for k in range(recipe["members"]):
        torch.manual_seed(recipe["seed"] + k)
        member = Member(marks.shape[1], recipe["hidden"], recipe["dropout"])
        optimiser = torch.optim.AdamW(member.parameters(), recipe["rate"], weight_decay=recipe["decay"])
        for _ in range(recipe["epochs"]):
            order = torch.randperm(len(scaled))
            for rows in order.split(recipe["batch"]):
                loss = (binary_cross_entropy_with_logits(member(scaled[rows]), target[rows], reduction="none") * weights[rows]).mean()
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
        committee.members.append(member)
    return committee.eval()


def judged(committee, marks, clips, count):
    """The mean logit of the windows of each clip."""
    with torch.no_grad():
        logits = committee.judge(torch.from_numpy(marks)).numpy().astype(np.float64)
    return np.bincount(clips, logits, count) / np.bincount(clips, minlength=count)


def told(title, scores, labels, groups):
    if labels.min() == labels.max():
        return
    low, high = metrics.interval(metrics.auc, scores, labels, groups, 500) if len(np.unique(groups)) > 1 else (np.nan, np.nan)
    genuine, synthetic = scores[labels == 0], scores[labels == 1]
    print(f"| {title} | {len(genuine)} / {len(synthetic)} ({len(np.unique(groups))}) | {metrics.auc(genuine, synthetic):.2f} [{low:.2f}, {high:.2f}] | {100 * metrics.eer(genuine, synthetic):.0f} % |", flush=True)


def report(scores, data, own, held):
    labels, methods, sources, groups = (data["label"] == "fake").astype(int), data["method"], data["source"], data["group"]
    for source in np.unique(sources[held]):
        of = held & (sources == source)
        told(f"{source}, published", scores[of & ~own], labels[of & ~own], groups[of & ~own])
        for method in np.unique(methods[of & (labels == 1)]):
            here = of & ((labels == 0) | (methods == method))
            told(f"– {method}", scores[here], labels[here], groups[here])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("recipe")
    parser.add_argument("out")
    parser.add_argument("marks")
    parser.add_argument("--without-source", nargs="*", default=[])
    parser.add_argument("--without-method", nargs="*", default=[])
    args = parser.parse_args()
    recipe = json.load(open(args.recipe))
    torch.set_num_threads(1)
    data = dict(np.load(args.marks))
    labels, methods, sources, groups = (data["label"] == "fake").astype(int), data["method"], data["source"], data["group"]
    own = np.char.startswith(methods, "copied_")
    folds = np.array([fold_of(group) for group in groups])
    if args.without_source or args.without_method:
        out = np.isin(sources, args.without_source) | np.isin(methods, args.without_method)
        out |= np.isin(groups, np.unique(groups[np.isin(sources, args.without_source)]))
        held = np.isin(sources, args.without_source) if args.without_source else out | (labels == 0) & np.isin(folds, recipe["choice_folds"] + recipe["calibration_folds"])
        out |= held
    else:
        out = np.isin(folds, recipe["calibration_folds"] + recipe["choice_folds"])
        held = np.isin(folds, recipe["choice_folds"])
    clips, marks = data["clip"], data["marks"]
    inside = ~out[clips]
    weights = balanced(labels[clips][inside], methods[clips][inside], sources[clips][inside], own[clips][inside], recipe["published"])
    committee = fit(marks[inside], labels[clips][inside], weights, recipe)
    scores = judged(committee, marks, clips, len(labels))
    print(f"{inside.sum()} windows of {(~out).sum()} versions learnt, {held.sum()} versions scored")
    report(scores, data, own, held)
    torch.save({"state": committee.state_dict(), "width": marks.shape[1]}, args.out + ".pt")
    np.savez(args.out + ".npz", scores=scores, held=held, out=out, folds=folds, own=own, **{name: data[name] for name in ("label", "method", "source", "group", "way")})


if __name__ == "__main__":
    main()
