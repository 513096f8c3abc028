"""Step 1: the clips to learn from. usage: manifest.py DATA_FOLDER SPLIT OUT.csv

DATA_FOLDER/labels.csv has the columns path, kind, label (real|fake), method, source, group, split; `group` is the speaker. A laboratory
brings its own recordings as a file of the same columns.
"""

import csv
import sys
from pathlib import Path

folder, split, out = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
columns = ["path", "label", "method", "source", "group"]
with open(folder / "labels.csv") as file, open(out, "w", newline="") as target:
    writer = csv.writer(target)
    writer.writerow(columns)
    for row in csv.DictReader(file):
        if row["kind"] == "audio" and row["split"] == split:
            writer.writerow([folder / row["path"], *(row[name] for name in columns[1:])])
