"""Crops in memory: one uint8 array, and for each crop what is known of it."""
import csv
import hashlib
import re

import numpy as np

SIDE = 224


def fold(group):
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % 10


def load(prefix):
    """PREFIX.npy [n, 224, 224, 3] and PREFIX.csv, as manifest.py wrote them."""
    with open(prefix + ".csv", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["fold"] = fold(row["group"])
        row["outline"] = np.array(row["outline"].split(), np.float32).reshape(-1, 2) if row["outline"] else None
    return np.load(prefix + ".npy", mmap_mode="r"), rows


def noted(row, name):
    found = re.search(rf"(?:^|;){name}=([^;]*)", row["note"])
    return found.group(1) if found else None


def suspect(row):
    """A DFDC fake whose picture may be unchanged: another face of the film, or only the sound, was altered."""
    distance = noted(row, "id_dist_to_original")
    return distance is not None and float(distance) < 0.25


def tensor(images):
    """uint8 [n, h, w, 3] -> float32 [n, 3, h, w], 0 to 1."""
    import torch

    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2))).float() / 255
