"""Longer pieces than the clips are. usage: joined.py MANIFEST.csv OUT_FOLDER OUT.csv SECONDS

The manifest is that of coded.py; only clips as they are (`way` none) are taken. Clips of one source, label and method are set to one level, faded over 20 ms at both
ends and put after one another, in the order of their paths; pieces of SECONDS follow one another without overlap, so no clip is in two. No speaker of
the held-out split has so much genuine speech, so a piece holds several voices: it shows what more windows give, not what one long recording gives.
"""

import csv
import sys
import wave
from pathlib import Path

import numpy as np

RATE = 16_000
RMS, FADE = 0.05, RATE // 50


def read(path):
    with wave.open(path) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_768


def faded(samples):
    ramp = np.ones(len(samples))
    ramp[:FADE] = np.arange(FADE) / FADE
    ramp[-FADE:] = ramp[:FADE][::-1]
    return ramp * samples * RMS / (np.sqrt((samples**2).mean()) + 1e-9)


def main():
    manifest, folder, out, seconds = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {}
    for row in sorted(csv.DictReader(open(manifest)), key=lambda row: row["path"]):
        if row["way"] == "none":
            kinds.setdefault((row["label"], row["method"], row["source"]), []).append(faded(read(row["path"])))
    with open(out, "w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["path", "label", "method", "source", "group", "way"])
        for number, (kind, clips) in enumerate(kinds.items()):
            long = np.concatenate(clips)
            for piece in range(len(long) // (seconds * RATE)):
                path = folder / f"{seconds}s-{number}-{piece}.wav"
                part = np.clip(long[piece * seconds * RATE : (piece + 1) * seconds * RATE], -1, 1)
                with wave.open(str(path), "wb") as file:
                    file.setnchannels(1), file.setsampwidth(2), file.setframerate(RATE)
                    file.writeframes((part * 32_767).astype("<i2").tobytes())
                writer.writerow([path, *kind, f"{number}-{piece}", f"{seconds} s, joined"])


main()
