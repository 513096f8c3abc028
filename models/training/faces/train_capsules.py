"""Trains the capsule network on features of the frozen early layers, each picture seen once, through the mill: train_capsules.py RECIPE.json CROPS_PREFIX FACERES.onnx OUT.pt"""
import json
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

from augment import draw_mill, mill, self_blend
from crops import load, suspect, tensor
from measures import auc
from network import CapsuleForensics


def features(network, pictures, by=16):
    with torch.no_grad():
        return torch.cat([network.begin(tensor(np.stack(pictures[at:at + by]))).half() for at in range(0, len(pictures), by)])


def main(recipe_path, prefix, faceres, out):
    torch.set_num_threads(1)
    recipe = json.load(open(recipe_path))["capsule-forensics"]
    torch.manual_seed(recipe["seed"])
    random = np.random.default_rng(recipe["seed"])
    images, rows = load(prefix)
    network = CapsuleForensics(recipe)
    network.early.load(faceres)
    for weight in network.early.parameters():
        weight.requires_grad = False
    usable = [k for k, row in enumerate(rows) if not suspect(row) and row["method"] in ("", "dfdc_unspecified_faceswap")]
    chosen = [k for k in usable if rows[k]["fold"] >= 3]
    chosen = list(random.permutation(chosen)[:recipe["pictures"]])
    check = [k for k in usable if rows[k]["fold"] == 2 and rows[k]["source"] == "dfdc"]
    check = list(random.permutation(check)[:recipe["check"]])
    network.eval()
    started = time.time()
    kept, labels = [], []
    for at in range(0, len(chosen), 64):
        some = chosen[at:at + 64]
        pictures = [mill(images[k], draw_mill(random), random, 224) for k in some]
        labels += [rows[k]["label"] == "fake" for k in some]
        for k in some:
            if rows[k]["label"] == "real" and random.random() < recipe["blended"]:
                pictures.append(mill(self_blend(images[k], rows[k]["outline"][:36], random), draw_mill(random), random, 224))
                labels.append(True)
        kept.append(features(network, pictures))
    kept = torch.cat(kept)
    labels = torch.tensor(labels, dtype=torch.float32)[:, None]
    held = features(network, [images[k] for k in check])
    truth = np.array([rows[k]["label"] == "fake" for k in check])
    print(f"{len(labels)} pictures, {int(labels.sum())} synthetic, {time.time() - started:.0f} s", flush=True)
    # Classes weigh one half each.
    share = float(labels.mean())
    optimiser = torch.optim.AdamW([weight for weight in network.parameters() if weight.requires_grad], lr=recipe["rate"], weight_decay=recipe["decay"])
    steps = recipe["epochs"] * (len(labels) // recipe["batch"])
    step, best = 0, -1
    for epoch in range(recipe["epochs"]):
        network.capsules.train()
        order = torch.randperm(len(labels))
        for at in range(0, len(order) - recipe["batch"] + 1, recipe["batch"]):
            some = order[at:at + recipe["batch"]]
            x = kept[some].float()
            if random.random() < 0.5:
                x = x.flip(3)
            optimiser.param_groups[0]["lr"] = recipe["rate"] * (0.5 + 0.5 * np.cos(np.pi * step / steps))
            target = labels[some] * (1 - recipe["smoothing"]) + recipe["smoothing"] / 2
            weight = torch.where(labels[some] > 0, 0.5 / share, 0.5 / (1 - share))
            loss = F.binary_cross_entropy_with_logits(network.head(x), target, weight)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
        network.eval()
        with torch.no_grad():
            value = auc(truth, np.concatenate([network.head(held[at:at + 64].float())[:, 0].numpy() for at in range(0, len(held), 64)]))
        print(f"epoch {epoch + 1} loss {loss.item():.3f} fold 2 AUC {value:.3f} of {len(check)}, {time.time() - started:.0f} s", flush=True)
        if value > best:
            best = value
            torch.save(network.state_dict(), out)


if __name__ == "__main__":
    main(*sys.argv[1:])
