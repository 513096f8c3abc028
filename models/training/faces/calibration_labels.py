"""The pictures of face-swap's calibration as a list for `penumbra validate`: calibration_labels.py LABELS.csv fit|test OUT.csv

fit: DFDC crops of folds 0 and 1 of the training split, which taught nothing; test: those of dev. Without the fakes that may be unchanged.
Paths stay as in LABELS.csv: OUT.csv belongs beside it, or beside a link to its folder of faces, and the scores file is the same everywhere."""
import csv
import sys

from crops import fold, suspect

COLUMNS = ["path", "kind", "label", "method", "group", "split"]


def main(labels, part, out):
    with open(labels, newline="") as file:
        dfdc = [row for row in csv.DictReader(file) if row["source"] == "dfdc" and row["kind"] == "image" and not suspect(row)]
    wanted = {"fit": lambda row: row["split"] == "train" and fold(row["group"]) < 2, "test": lambda row: row["split"] == "dev"}[part]
    with open(out, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for row in filter(wanted, dfdc):
            table.writerow([row[name] for name in COLUMNS])


if __name__ == "__main__":
    main(*sys.argv[1:])
