"""Weighs the frozen features of face-swap: weigh.py RECIPE.json CROPS_PREFIX faceres.onnx OUT.pt"""
import json
import sys
import zlib

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from augment import draw_mill, mill
from crops import load, noted, suspect, tensor
from measures import auc
from network import FaceSwap


def described(network, pictures, by=8):
    """uint8 pictures [224, 224, 3] -> [n, means and spreads of all levels]."""
    found = []
    with torch.no_grad():
        for at in range(0, len(pictures), by):
            pooled = network.pooled(tensor(np.stack(pictures[at:at + by])))
            found.append(torch.cat([torch.cat([mean, spread], 1) for _, mean, spread in pooled], 1).numpy())
    return np.concatenate(found)


def milled(picture, row):
    """A fake and its original go the same way through the mill."""
    random = np.random.default_rng(zlib.crc32((noted(row, "original") or "").encode()))
    return mill(picture, draw_mill(random), random, 224)


def ridge(features, truth, strength):
    """Least squares on the classes as -1 and 1 with a penalty on the weights' squares, in the dual: more features than pictures."""
    target = truth * 2.0 - 1
    target = (target - target.mean()).astype(np.float32)
    kernel = features @ features.T / features.shape[1] + strength * np.eye(len(target), dtype=np.float32)
    return features.T @ np.linalg.solve(kernel, target) / features.shape[1]


def main(recipe_path, prefix, faceres, out):
    torch.set_num_threads(1)
    recipe = json.load(open(recipe_path))["face-swap"]
    images, rows = load(prefix)
    network = FaceSwap(recipe).eval()
    network.features.load(faceres)
    dfdc = [k for k, row in enumerate(rows) if row["source"] == "dfdc" and not suspect(row)]
    learnt, chosen = [k for k in dfdc if rows[k]["fold"] >= 3], [k for k in dfdc if rows[k]["fold"] == 2]
    truth = lambda some: np.array([rows[k]["label"] == "fake" for k in some])
    plain = described(network, [images[k] for k in learnt])
    changed = described(network, [milled(images[k], rows[k]) for k in learnt])
    centre, spread = plain.mean(0), plain.std(0)
    # What hardly ever answers here may answer in other pictures, and nothing was learnt of it.
    known = spread > recipe["least_spread"]
    scale = lambda values: np.clip((values[:, known] - centre[known]) / spread[known], -8, 8)
    weights = np.zeros_like(centre)
    weights[known] = ridge(scale(np.concatenate([plain, changed])), np.tile(truth(learnt), 2), recipe["strength"]) / spread[known]
    scores = described(network, [images[k] for k in chosen]) @ weights
    print("fold 2 AUC", round(auc(truth(chosen), scores), 3), "of", len(chosen))
    # The unit becomes the logit of a logistic regression on fold 2, each class weighing one half.
    unit = LogisticRegression(C=1e6, class_weight="balanced").fit(scores[:, None], truth(chosen))
    network.set(weights * unit.coef_[0, 0], unit.intercept_[0])
    torch.save(network.state_dict(), out)


if __name__ == "__main__":
    main(*sys.argv[1:])
