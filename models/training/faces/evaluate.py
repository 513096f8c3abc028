"""Scores of one network on crops and the tables: evaluate.py RECIPE.json NETWORK WEIGHTS.pt CROPS_PREFIX OUT.csv [folds, as 012] [--hard]"""
import csv
import io
import json
import sys

import numpy as np
import torch
from PIL import Image, ImageFilter

from crops import load, noted, suspect, tensor
from measures import auc, interval
from network import ready


def changed(picture, how):
    image = Image.fromarray(picture)
    if how == "JPEG 50":
        file = io.BytesIO()
        image.save(file, "JPEG", quality=50)
        return np.asarray(Image.open(io.BytesIO(file.getvalue())).convert("RGB"))
    if how == "half size":
        return np.asarray(image.resize((112, 112), Image.BOX).resize((224, 224), Image.BILINEAR))
    if how == "blur 1.5 px":
        return np.asarray(image.filter(ImageFilter.GaussianBlur(1.5)))
    pixels = picture.copy()
    # Face masked out: an ellipse over brows to chin, filled with grey; what separates then is not the face.
    y, x = np.mgrid[0:224, 0:224]
    pixels[((x - 112) / 78) ** 2 + ((y - 112) / 92) ** 2 < 1] = 128
    return pixels


def scores(network, pictures, by=16):
    found = []
    with torch.no_grad():
        for at in range(0, len(pictures), by):
            found.append(network(tensor(np.asarray(pictures[at:at + by])))[0][:, 0].numpy())
    return np.concatenate(found)


def line(words, truth, score, groups):
    low, high = interval(truth, score, groups)
    print(f"| {words} | {int(np.sum(~truth))} | {int(np.sum(truth))} | {auc(truth, score):.2f} [{low:.2f}, {high:.2f}] |", flush=True)


def main(recipe_path, name, weights, prefix, out, *more):
    torch.set_num_threads(1)
    network = ready(name, json.load(open(recipe_path)), weights)
    images, rows = load(prefix)
    folds = [int(digit) for digit in more[0]] if more and more[0].isdigit() else None
    chosen = [k for k, row in enumerate(rows) if folds is None or row["fold"] in folds]
    images, rows = np.asarray(images)[chosen], [rows[k] for k in chosen]
    score = scores(network, images)
    with open(out, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", "group", "label", "network", "logit", "fold", "source", "suspect"])
        for row, value in zip(rows, score):
            table.writerow([row["path"], row["group"], row["label"], name, f"{value:.5f}", row["fold"], row["source"], int(suspect(row))])
    fake = np.array([row["label"] == "fake" for row in rows])
    source = np.array([row["source"] for row in rows])
    group = np.array([row["group"] for row in rows])
    sure = np.array([not suspect(row) for row in rows])
    sets = {
        "DFDC, all": source == "dfdc",
        "DFDC, without suspects": (source == "dfdc") & sure,
        "DFDC fakes without suspects against LFW and FFHQ": ((source == "dfdc") & fake & sure) | (source == "lfw") | (source == "realorfake_ffhq"),
        "StyleGAN2 against FFHQ": np.isin(source, ["realorfake_ffhq", "realorfake_tpdne"]),
        "StyleGAN2 against FFHQ, LFW and genuine DFDC": (source == "realorfake_tpdne") | ~fake,
    }
    for words, some in sets.items():
        if fake[some].any():
            line(words, fake[some], score[some], group[some])
    real = {noted(row, "original"): k for k, row in enumerate(rows) if row["source"] == "dfdc" and row["label"] == "real"}
    pairs = [(k, real[noted(row, "original")]) for k, row in enumerate(rows) if row["source"] == "dfdc" and row["label"] == "fake" and not suspect(row) and noted(row, "original") in real]
    if pairs:
        won = np.mean([score[a] > score[b] for a, b in pairs])
        print(f"fake above its own original: {won:.2f} of {len(pairs)} pairs", flush=True)
    for words in sorted(set(source)):
        for label in (False, True):
            some = (source == words) & (fake == label)
            if some.any():
                print(f"logits of {words} {'synthetic' if label else 'genuine'}, n {some.sum()}: median {np.median(score[some]):.2f}, 5 % {np.percentile(score[some], 5):.2f}, 95 % {np.percentile(score[some], 95):.2f}, 99 % {np.percentile(score[some], 99):.2f}", flush=True)
    if "--hard" in more:
        base = np.isin(source, ["realorfake_ffhq", "realorfake_tpdne"]) if name == "gan-image" else (source == "dfdc") & sure
        some = np.random.default_rng(5).permutation(np.flatnonzero(base))[:400]
        line("sample, as it is", fake[some], score[some], group[some])
        for how in ("JPEG 50", "half size", "blur 1.5 px", "face masked out"):
            line("sample, " + how, fake[some], scores(network, [changed(images[k], how) for k in some]), group[some])


if __name__ == "__main__":
    main(*sys.argv[1:])
