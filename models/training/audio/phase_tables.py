"""The phase detector's reference values (from genuine clips) and its tables, the vocoder's beside them. usage: phase_tables.py REFERENCE.csv [TABLE.csv...]

What by-program.ts wrote. Of the genuine clips of REFERENCE, as they are, come the median and robust spread that the detector's parameters hold; the score of a clip
is the mean of both distances below the median. A method is set against the genuine clips of its own source; intervals are 95 %, by drawing speakers anew.
"""

import csv
import sys

import numpy as np

import metrics

COLUMNS = ("shortSpread", "longSpread")


def read(path):
    return [row for row in csv.DictReader(open(path)) if row["shortSpread"] and row["logit"]]


def values(rows):
    return np.array([[float(row[name]) for name in COLUMNS] for row in rows])


def line(title, rows, scores):
    labels, groups = np.array([int(row["label"] == "fake") for row in rows]), np.array([row["group"] for row in rows])
    if len(np.unique(labels)) < 2:
        return
    low, high = metrics.interval(metrics.auc, scores, labels, groups)
    below, above = metrics.interval(metrics.eer, scores, labels, groups)
    genuine, synthetic = scores[labels == 0], scores[labels == 1]
    print(
        f"| {title} | {len(genuine)} / {len(synthetic)} ({len(np.unique(groups))}) | {metrics.auc(genuine, synthetic):.2f} [{low:.2f}, {high:.2f}] | "
        f"{100 * metrics.eer(genuine, synthetic):.0f} % [{100 * below:.0f}, {100 * above:.0f}] |",
        flush=True,
    )


def tables(rows, scores):
    for way in dict.fromkeys(row["way"] for row in rows):
        of = [k for k, row in enumerate(rows) if row["way"] == way]
        line(f"{way}: all", [rows[k] for k in of], scores[of])
        for source in sorted({rows[k]["source"] for k in of}):
            here = [k for k in of if rows[k]["source"] == source]
            line(f"{way}: {source}", [rows[k] for k in here], scores[here])
            own = scores[[k for k in here if rows[k]["label"] == "real"]]
            if len(own):
                print(f"  genuine: median {np.median(own):.2f}, 5 to 95 % {np.percentile(own, 5):.2f} to {np.percentile(own, 95):.2f}, n {len(own)}")
            for method in sorted({rows[k]["method"] for k in here} - {""}):
                pair = [k for k in here if rows[k]["method"] in ("", method)]
                line(f"{way}: – {method}", [rows[k] for k in pair], scores[pair])


def main():
    reference = [row for row in read(sys.argv[1]) if row["label"] == "real" and row["way"] == "none"]
    own = values(reference)
    middle = np.median(own, axis=0)
    spread = 1.4826 * np.median(np.abs(own - middle), axis=0)
    print(len(own), "genuine clips:", *(f"{name} median {m:.3f}, spread {s:.3f};" for name, m, s in zip(COLUMNS, middle, spread)))
    scored = ((middle - own) / spread).mean(axis=1)
    print("score of those, percentiles 1, 5, 50, 95, 99:", np.round(np.percentile(scored, [1, 5, 50, 95, 99]), 2))
    for path in sys.argv[2:]:
        rows = read(path)
        print(f"\n{path}: {len(rows)} clips with a value")
        tables(rows, ((middle - values(rows)) / spread).mean(axis=1))
        print("vocoder:")
        tables(rows, np.array([float(row["logit"]) for row in rows]))


main()
