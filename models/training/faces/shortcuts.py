"""Shows whether something other than the face separates the classes: shortcuts.py CROPS_PREFIX. File size as JPEG 90, blockiness, size of the square, brightness, sharpness."""
import io
import sys

import numpy as np
from PIL import Image

from crops import load, suspect
from measures import auc, interval


def facts(picture, row):
    luma = picture.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=90)
    across = np.abs(np.diff(luma, axis=1)).mean(0)
    on = across[7::8].mean()
    laplacian = np.abs(4 * luma[1:-1, 1:-1] - luma[:-2, 1:-1] - luma[2:, 1:-1] - luma[1:-1, :-2] - luma[1:-1, 2:])
    return {"size as JPEG 90": len(file.getvalue()), "blockiness": on / (across.mean() + 1e-6), "side of the square": float(row["size"]),
            "brightness": luma.mean(), "sharpness": laplacian.mean() / (np.abs(luma - luma.mean()).mean() + 1e-6)}


def main(prefix):
    images, rows = load(prefix)
    tests = {"DFDC": lambda row: row["source"] == "dfdc" and not suspect(row), "FFHQ and StyleGAN2": lambda row: row["source"].startswith("realorfake")}
    for words, test in tests.items():
        chosen = [k for k, row in enumerate(rows) if test(row)]
        chosen = np.random.default_rng(1).permutation(chosen)[:800]
        truth = np.array([rows[k]["label"] == "fake" for k in chosen])
        groups = np.array([rows[k]["group"] for k in chosen])
        found = [facts(images[k], rows[k]) for k in chosen]
        for name in found[0]:
            value = np.array([one[name] for one in found])
            low, high = interval(truth, value, groups)
            print(f"| {words} | {name} | {len(chosen)} | {auc(truth, value):.2f} [{low:.2f}, {high:.2f}] |")


if __name__ == "__main__":
    main(*sys.argv[1:])
