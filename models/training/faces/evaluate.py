"""Scores of one network on crops and the tables: evaluate.py RECIPE.json NETWORK WEIGHTS.pt|NETWORK.onnx CROPS_PREFIX OUT.csv [folds, as 012] [--hard] [--limit LOGIT]"""
import csv
import io
import json
import sys

import numpy as np
import torch
from PIL import Image, ImageFilter

from augment import self_blend
from crops import load, noted, suspect, tensor
from measures import auc, interval
from network import ready


def opened(name, recipe_path, weights):
    """The network in training, or the file that is shipped in the runtime that the program has."""
    if not weights.endswith(".onnx"):
        return ready(name, json.load(open(recipe_path)), weights)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    return lambda image: [torch.from_numpy(session.run(["logit"], {"image": image.numpy()})[0])]


def cut(picture, zoom=1.0, right=0.0, down=0.0, turn=0.0):
    """Another square of the same picture: `zoom` times as wide, its centre moved by shares of the side, turned by degrees; beyond the crop its border goes on."""
    side = picture.shape[0]
    pad = side // 2
    cos, sin = np.cos(np.radians(turn)) * zoom, np.sin(np.radians(turn)) * zoom
    x, y = pad + side * (0.5 + right), pad + side * (0.5 + down)
    moved = (cos, -sin, x - (cos - sin) * side / 2, sin, cos, y - (sin + cos) * side / 2)
    padded = Image.fromarray(np.pad(picture, ((pad, pad), (pad, pad), (0, 0)), mode="edge"))
    return np.asarray(padded.transform((side, side), Image.AFFINE, moved, Image.BILINEAR))


def jpeg(picture, quality):
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(io.BytesIO(file.getvalue())).convert("RGB"))


def masked(picture, face):
    """Grey over the face, an ellipse over brows to chin, or over all but it: what separates then is the rest."""
    y, x = np.mgrid[0:224, 0:224]
    inside = ((x - 112) / 78) ** 2 + ((y - 112) / 92) ** 2 < 1
    return np.where((inside == face)[:, :, None], np.uint8(128), picture)


CHANGES = {
    "JPEG 50": lambda picture: jpeg(picture, 50),
    "half size": lambda picture: np.asarray(Image.fromarray(picture).resize((112, 112), Image.BOX).resize((224, 224), Image.BILINEAR)),
    "blur 1.5 px": lambda picture: np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(1.5))),
    "square 25 % larger": lambda picture: cut(picture, zoom=1.25),
    "square 20 % smaller": lambda picture: cut(picture, zoom=0.8),
    "square 10 % to the right": lambda picture: cut(picture, right=0.1),
    "square 10 % down": lambda picture: cut(picture, down=0.1),
    "square turned by 10 degrees": lambda picture: cut(picture, turn=10),
    "face masked out": lambda picture: masked(picture, True),
    "all but the face masked out": lambda picture: masked(picture, False),
}


def scores(network, pictures, by=16):
    found = []
    with torch.no_grad():
        for at in range(0, len(pictures), by):
            found.append(network(tensor(np.asarray(pictures[at:at + by])))[0][:, 0].numpy())
    return np.concatenate(found)


def line(words, truth, score, groups, limit):
    low, high = interval(truth, score, groups)
    print(f"| {words} | {int(np.sum(~truth))} | {int(np.sum(truth))} | {auc(truth, score):.2f} [{low:.2f}, {high:.2f}] "
          f"| {np.median(score[~truth]):.2f} | {np.median(score[truth]):.2f} | {reached(score[~truth], limit)} | {reached(score[truth], limit)} |", flush=True)


def reached(score, limit):
    """How many reach the limit, with the 95 % interval of Wilson (1927) in percent."""
    if limit is None:
        return ""
    n, k, z = len(score), int(np.sum(score >= limit)), 1.959964
    middle, half = (k / n + z * z / (2 * n)) / (1 + z * z / n), z / (1 + z * z / n) * np.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
    return f"{k} of {n} ({100 * max(0, middle - half):.1f} to {100 * (middle + half):.1f} %)"


def blended(pictures, rows, seed=7):
    """Genuine faces, each laid over itself with a seam."""
    random = np.random.default_rng(seed)
    return np.stack([self_blend(picture, row["outline"], random) for picture, row in zip(pictures, rows)])


def main(recipe_path, name, weights, prefix, out, *more):
    torch.set_num_threads(1)
    network = opened(name, recipe_path, weights)
    limit = float(more[more.index("--limit") + 1]) if "--limit" in more else None
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
    print("| set | genuine | synthetic | AUC | median, genuine | median, synthetic | genuine at the limit | synthetic at the limit |", flush=True)
    for words, some in sets.items():
        if fake[some].any() and not fake[some].all():
            line(words, fake[some], score[some], group[some], limit)
    real = {noted(row, "original"): k for k, row in enumerate(rows) if row["source"] == "dfdc" and row["label"] == "real"}
    pairs = [(k, real[noted(row, "original")]) for k, row in enumerate(rows) if row["source"] == "dfdc" and row["label"] == "fake" and not suspect(row) and noted(row, "original") in real]
    if pairs:
        won = np.mean([score[a] > score[b] for a, b in pairs])
        print(f"fake above its own original: {won:.2f} of {len(pairs)} pairs", flush=True)
    for words in sorted(set(source)):
        for label in (False, True):
            some = (source == words) & (fake == label)
            if some.any():
                print(f"logits of {words} {'synthetic' if label else 'genuine'}, n {some.sum()}: median {np.median(score[some]):.2f}, 5 % {np.percentile(score[some], 5):.2f}, 95 % {np.percentile(score[some], 95):.2f}, 99 % {np.percentile(score[some], 99):.2f} {reached(score[some], limit)}", flush=True)
    if "--hard" in more:
        base = np.isin(source, ["realorfake_ffhq", "realorfake_tpdne"]) if name == "gan-image" else (source == "dfdc") & sure
        some = np.random.default_rng(5).permutation(np.flatnonzero(base))[:400]
        line("sample, as it is", fake[some], score[some], group[some], limit)
        for words, change in CHANGES.items():
            line("sample, " + words, fake[some], scores(network, np.stack([change(images[k]) for k in some])), group[some], limit)
        own = np.flatnonzero(~fake)
        pasted = scores(network, blended([images[k] for k in own], [rows[k] for k in own]))
        for words in sorted(set(source[own])):
            here = source[own] == words
            line(f"{words}: genuine, and the same laid over themselves", np.repeat([False, True], here.sum()), np.concatenate([score[own][here], pasted[here]]), np.tile(group[own][here], 2), limit)
            print(f"laid over itself above as it is: {np.mean(pasted[here] > score[own][here]):.2f} of {here.sum()}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
