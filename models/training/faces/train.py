"""Trains gan-image: train.py RECIPE.json gan-image CROPS_PREFIX OUT.pt"""
import json
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

from augment import ZOOM, draw_mill, mill, self_blend
from crops import load, noted, suspect, tensor
from measures import auc
from network import NETWORKS


def pools(rows, name):
    """Indices of the training folds: genuine, synthetic, and the original of each fake where it is among the crops."""
    chosen = [k for k, row in enumerate(rows) if row["fold"] >= 3 and not suspect(row)]
    real = [k for k in chosen if rows[k]["label"] == "real"]
    fake = [k for k in chosen if rows[k]["method"] == "stylegan2"]
    originals = {noted(rows[k], "original"): k for k in real if rows[k]["source"] == "dfdc"}
    return real, fake, {k: originals[noted(rows[k], "original")] for k in fake if noted(rows[k], "original") in originals}


def counterparts(recipe, real, random):
    """Half of the genuine pictures come from where the synthetic ones were gathered: beside other sources alone a network learns the source."""
    return recipe["by_source"][recipe["beside"]] if "beside" in recipe and random.random() < 0.5 else real


def batch(images, rows, recipe, pool, side, random):
    """Half genuine, half synthetic; a fake stands beside its original and a self-blended face beside its source, both through the same mill."""
    real, fake, originals = pool
    pictures, labels = [], []

    def add(picture, label, what):
        pictures.append(mill(picture, what, random, side))
        labels.append(label)

    def drawn():
        return draw_mill(random, recipe.get("zoom", ZOOM), recipe.get("share", 1))

    for _ in range(recipe["pairs"]):
        k = random.choice(fake)
        what = drawn()
        add(images[k], 1, what)
        add(images[originals.get(k, random.choice(counterparts(recipe, real, random)))], 0, what)
    for _ in range(recipe["blended"]):
        k = random.choice(recipe["by_source"][random.choice(list(recipe["by_source"]))])
        what = drawn()
        add(self_blend(images[k], rows[k]["outline"][:36], random), 1, what)
        add(images[k], 0, what)
    # Small cut-outs cost less, and hide how the face lies in the square.
    patch = recipe.get("patch", side)
    corners = [random.integers(0, side - patch + 1, 2) for _ in pictures]
    pictures = [picture[y:y + patch, x:x + patch] for picture, (y, x) in zip(pictures, corners)]
    return tensor(np.stack(pictures)), torch.tensor(labels, dtype=torch.float32)[:, None]


def scores(network, images, by=32):
    network.eval()
    found = []
    with torch.no_grad():
        for at in range(0, len(images), by):
            found.append(network(tensor(np.asarray(images[at:at + by])))[0][:, 0].numpy())
    return np.concatenate(found)


def main(recipe_path, name, prefix, out):
    torch.set_num_threads(1)
    recipe = json.load(open(recipe_path))[name]
    torch.manual_seed(recipe["seed"])
    random = np.random.default_rng(recipe["seed"])
    images, rows = load(prefix)
    images = np.asarray(images)
    pool = pools(rows, name)
    recipe["by_source"] = {source: [k for k in pool[0] if rows[k]["source"] == source] for source in {rows[k]["source"] for k in pool[0]}}
    print(name, "genuine", len(pool[0]), "synthetic", len(pool[1]), "with its original", len(pool[2]), flush=True)
    check = [k for k, row in enumerate(rows) if row["fold"] == 2 and not suspect(row)
             and (row["label"] == "real" or row["method"] == rows[pool[1][0]]["method"])]
    # Against other sources two steps of training already give 0.97: that is the camera and the scaling, not the generator.
    check = [k for k in check if rows[k]["source"].startswith("realorfake")]
    check = [check[k] for k in np.random.default_rng(1).permutation(len(check))[:recipe["check"]]]
    truth = np.array([rows[k]["label"] == "fake" for k in check])
    network = NETWORKS[name](recipe)
    averaged = {key: value.clone() for key, value in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe["rate"], weight_decay=recipe["decay"])
    total = recipe["steps"]
    side = recipe["side"]
    best, started = -1, time.time()
    running = 0
    for step in range(total):
        at = min(1, step / 50) * (0.5 + 0.5 * np.cos(np.pi * step / total)) + 0.01
        for group in optimiser.param_groups:
            group["lr"] = recipe["rate"] * at
        network.train()
        pictures, labels = batch(images, rows, recipe, pool, side, random)
        loss = F.binary_cross_entropy_with_logits(network(pictures)[0], labels * (1 - recipe["smoothing"]) + recipe["smoothing"] / 2)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimiser.step()
        keep = min(recipe["average"], (1 + step) / (10 + step))
        for key, value in network.state_dict().items():
            averaged[key].copy_(value) if value.dtype == torch.int64 else averaged[key].lerp_(value, 1 - keep)
        running = 0.95 * running + 0.05 * loss.item() if step else loss.item()
        if (step + 1) % 20 == 0:
            print(f"step {step + 1} loss {running:.3f}, {time.time() - started:.0f} s", flush=True)
        if (step + 1) % recipe["check_every"] == 0 or step + 1 == total:
            own = {key: value.clone() for key, value in network.state_dict().items()}
            network.load_state_dict(averaged)
            value = auc(truth, scores(network, images[check]))
            print(f"step {step + 1} loss {running:.3f} fold 2 AUC {value:.3f} of {len(check)}, {time.time() - started:.0f} s", flush=True)
            if value >= best:
                best = value
                torch.save(averaged, out)
            network.load_state_dict(own)


if __name__ == "__main__":
    main(*sys.argv[1:])
