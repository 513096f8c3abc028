"""Step 4: trains the network. usage: train.py RECIPE.json OUT PREPARED.npz... [--without-source S...] [--without-method M...]

OUT.pt holds the weights of the last epoch (their mean over the last epochs); OUT.json what was used. With --without-source all clips of
those sources (and copies of them) are left out of training, with --without-method all synthetic ones of those methods; both are scored
afterwards, window by window, to OUT.npz, so that whole generators and recording conditions stay unseen.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

import metrics
from network import HIGHEST_BIN, HOP, LOWEST_BIN, SIZE, FrontEnd, Network, RATE, normalised

WINDOW = 2 * RATE
FRAMES = (WINDOW - SIZE) // HOP + 1


def spectra(samples, starts):
    """Logarithms of the power of every frame of every clip, once: [bins, frames] as half precision."""
    front = FrontEnd()
    with torch.no_grad():
        return [front.logs(torch.from_numpy(samples[a:b].astype(np.float32))[None])[0].half() for a, b in zip(starts[:-1], starts[1:])]


def kept_spectra(path):
    """Those of a prepared file, computed the first time and kept beside it."""
    kept = Path(path + ".spectra.pt")
    if not kept.exists():
        data = np.load(path)
        torch.save(spectra(data["samples"], data["starts"]), kept)
    return torch.load(kept)


def joined(paths):
    parts = [dict(np.load(path)) for path in paths]
    data = {name: np.concatenate([part[name] for part in parts]) for name in parts[0] if name != "starts"}
    data["starts"] = np.cumsum([0, *np.concatenate([np.diff(part["starts"]) for part in parts])])
    return data


def crop(logs, chance=None):
    """A window of FRAMES frames; shorter clips go round. Where it begins is drawn, or in the middle."""
    length = logs.shape[1]
    if length < FRAMES:
        logs = logs.repeat(1, -(-FRAMES // length))
        length = logs.shape[1]
    start = chance.integers(length - FRAMES + 1) if chance is not None else (length - FRAMES) // 2
    return logs[:, start : start + FRAMES].float()


def masked(features, chance, recipe):
    """SpecAugment (Park et al. 2019): bands and stretches of each window set to zero."""
    for window in features:
        for _ in range(recipe["masks"]):
            high, wide = chance.integers(0, 30), chance.integers(0, 25)
            a, b = chance.integers(HIGHEST_BIN - LOWEST_BIN - high), chance.integers(FRAMES - wide)
            window[:, a : a + high] = 0
            window[:, :, b : b + wide] = 0
    return features


def draw(rows, weights, chance, count):
    return chance.choice(rows, size=count, p=weights / weights.sum())


def balanced(labels, methods, sources, groups, recipe):
    """Every family of methods weighs as much as its root allows, each class one half; genuine clips weigh by their source likewise."""
    weights = np.zeros(len(labels))
    kinds = np.where(labels == 1, methods, sources)
    for label in (0, 1):
        for kind in np.unique(kinds[labels == label]):
            here = (labels == label) & (kinds == kind)
            weights[here] = here.sum() ** (recipe["evenness"] - 1)
        weights[labels == label] /= weights[labels == label].sum()
    return weights


def score_windows(network, logs, frames=FRAMES):
    """The mean logit of windows of `frames`, half a second apart; clips shorter than that go round."""
    network.eval()
    scores = []
    with torch.no_grad():
        for one in logs:
            one = one.float()
            if one.shape[1] < frames:
                one = one.repeat(1, -(-frames // one.shape[1]))
            starts = range(0, one.shape[1] - frames + 1, 50)
            windows = torch.stack([one[:, start : start + frames] for start in starts])
            scores.append(float(network.judge(normalised(windows)).mean()))
    return np.array(scores)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("recipe")
    parser.add_argument("out")
    parser.add_argument("prepared", nargs="+")
    parser.add_argument("--without-source", nargs="*", default=[])
    parser.add_argument("--without-method", nargs="*", default=[])
    args = parser.parse_args()
    recipe = json.load(open(args.recipe))
    torch.set_num_threads(1)
    torch.manual_seed(recipe["seed"])
    chance = np.random.default_rng(recipe["seed"])

    data = joined(args.prepared)
    labels, methods, sources, groups = (data["label"] == "fake").astype(int), data["method"], data["source"], data["group"]
    logs = [one for path in args.prepared for one in kept_spectra(path)]
    out = np.isin(sources, args.without_source) | np.isin(methods, args.without_method)
    out |= np.isin(methods, recipe["leave_out"])
    # Who speaks in the clips that are left out is not learnt either.
    out |= np.isin(groups, np.unique(groups[out & np.isin(sources, args.without_source)]))
    inside = np.flatnonzero(~out)
    weights = balanced(labels[inside], methods[inside], sources[inside], groups[inside], recipe)
    print(f"{len(inside)} versions to learn from, {out.sum()} left out", flush=True)

    network = Network(recipe["width"], recipe["dropout"])
    steps = recipe["epochs"] * recipe["steps"]
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe["rate"], weight_decay=recipe["decay"])
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe["rate"], total_steps=steps, pct_start=0.2)
    average, averaged = None, 0
    began = time.time()
    for epoch in range(recipe["epochs"]):
        network.train()
        losses = []
        for _ in range(recipe["steps"]):
            rows = draw(inside, weights, chance, recipe["batch"])
            windows = torch.stack([crop(logs[row], chance) for row in rows])
            features = masked(normalised(windows), chance, recipe)
            target = torch.tensor(labels[rows] * (1 - 2 * recipe["smoothing"]) + recipe["smoothing"], dtype=torch.float32)
            loss = nn.functional.binary_cross_entropy_with_logits(network.judge(features), target)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        if epoch >= recipe["epochs"] - recipe["averaged"]:
            state = {name: value.clone().float() for name, value in network.state_dict().items()}
            average = state if average is None else {name: average[name] + value for name, value in state.items()}
            averaged += 1
        print(f"epoch {epoch} loss {np.mean(losses):.3f} {time.time() - began:.0f} s", flush=True)
    network.load_state_dict({name: value / averaged for name, value in average.items()})
    torch.save(network.state_dict(), args.out + ".pt")
    json.dump({"recipe": recipe, "without": [args.without_source, args.without_method], "seconds": time.time() - began}, open(args.out + ".json", "w"))
    if out.any():
        held = np.flatnonzero(out)
        scores = score_windows(network, [logs[row] for row in held])
        np.savez(args.out + ".npz", scores=scores, rows=held, **{name: data[name][held] for name in ("path", "label", "method", "source", "group", "way")})
        here = labels[held]
        if here.min() < here.max():
            print(f"left out: AUC {metrics.auc(scores[here == 0], scores[here == 1]):.3f}")
            for method in np.unique(methods[held][here == 1]):
                print(method, f"{metrics.auc(scores[here == 0], scores[(here == 1) & (methods[held] == method)]):.3f}", (methods[held] == method).sum())


if __name__ == "__main__":
    main()
