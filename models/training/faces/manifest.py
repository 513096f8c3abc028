"""What `penumbra crops LABELS.csv --out FOLDER --kind image --split SPLIT` wrote -> one array and one list: manifest.py FOLDER LABELS.csv OUT_PREFIX"""
import csv
import sys

import numpy as np
from PIL import Image


def main(folder, labels, out):
    with open(labels, newline="") as file:
        known = {row["path"]: row for row in csv.DictReader(file)}
    with open(f"{folder}/crops.csv", newline="") as file:
        crops = list(csv.DictReader(file))
    images = np.lib.format.open_memmap(out + ".npy", "w+", np.uint8, (len(crops), 224, 224, 3))
    with open(out + ".csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", "label", "method", "source", "group", "split", "note", "size", "outline"])
        for k, crop in enumerate(crops):
            images[k] = np.asarray(Image.open(f"{folder}/{crop['crop']}"))
            row = known[crop["source"]]
            table.writerow([crop["source"], *(row[name] for name in ("label", "method", "source", "group", "split", "note")), crop["sizePx"], crop["outline"]])
    images.flush()
    print(len(crops), "crops")


if __name__ == "__main__":
    main(*sys.argv[1:])
