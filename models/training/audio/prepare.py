"""Step 3: both classes through the same mill. usage: prepare.py OUT.npz MANIFEST.csv [--copies FOLDER] [--plain | --codecs]

The first 2.6 s of each clip, high-pass, VERSIONS times: once as it is, then each time by its own way: a room or noise added to some, resampled
through another rate and back, coded and decoded by MP3, AAC or Opus at some rate, limited in bandwidth, or nothing; set to one level. Which way a
version goes is drawn from the clip's name, so a genuine clip and its copies go the same ways. With --plain one version alone, trimmed and whole
(for the held-out split); with --codecs one version by each coder at one rate, for the table of coders.
"""

import csv
import sys
import zlib
from pathlib import Path

import numpy as np
from scipy.signal import firwin, oaconvolve

import sound

VERSIONS = 4
LONGEST = int(2.6 * sound.RATE)
SHORTEST = sound.RATE
CODECS = [
    ("mp3 32", ["-c:a", "libmp3lame", "-b:a", "32k"], "mp3", 22_050),
    ("mp3 64", ["-c:a", "libmp3lame", "-b:a", "64k"], "mp3", 44_100),
    ("mp3 128", ["-c:a", "libmp3lame", "-b:a", "128k"], "mp3", 44_100),
    ("mp3 48", ["-c:a", "libmp3lame", "-b:a", "48k"], "mp3", 16_000),
    ("aac 32", ["-c:a", "aac", "-b:a", "32k"], "adts", 16_000),
    ("aac 48", ["-c:a", "aac", "-b:a", "48k"], "adts", 44_100),
    ("aac 96", ["-c:a", "aac", "-b:a", "96k"], "adts", 44_100),
    ("opus 12", ["-c:a", "libopus", "-b:a", "12k", "-application", "voip"], "ogg", 16_000),
    ("opus 24", ["-c:a", "libopus", "-b:a", "24k", "-application", "voip"], "ogg", 48_000),
    ("opus 48", ["-c:a", "libopus", "-b:a", "48k", "-application", "audio"], "ogg", 48_000),
    ("8 kHz", ["-c:a", "pcm_s16le"], "wav", 8_000),
]
CHECKED = ("mp3 64", "aac 48", "opus 24", "8 kHz")
"""Those of the table of coders."""


def cleaned(samples):
    return sound.trim(sound.high_pass(samples))


def disturbed(samples, chance):
    """A third gets a room, half gets noise."""
    if chance.random() < 0.33:
        # Noise that dies away, after the direct sound: the simplest room (Polack 1988).
        seconds = chance.uniform(0.1, 0.5)
        length = int(seconds * sound.RATE)
        tail = chance.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
        tail *= chance.uniform(0.2, 0.9) / np.sqrt((tail**2).sum())
        tail[0] = 1
        samples = oaconvolve(samples, tail)[: len(samples)]
    if chance.random() < 0.5:
        spectrum = np.fft.rfft(chance.standard_normal(len(samples)))
        hz = np.arange(len(spectrum)) * sound.RATE / len(samples) / 1000 + 0.05
        noise = np.fft.irfft(spectrum * hz ** -chance.uniform(0, 1.2), len(samples))
        samples = samples + noise * np.sqrt((samples**2).mean() / (noise**2).mean()) * 10 ** (-chance.uniform(8, 40) / 20)
    return samples.astype(np.float32)


def version(samples, chance):
    """One way through the mill: the samples, the way's name, and the coder that they have still to go through."""
    samples = disturbed(samples, chance)
    way = chance.choice(["none", "rate", "codec", "codec", "band"])
    if way == "rate" or chance.random() < 0.3:
        rate = int(chance.choice([22_050, 24_000, 44_100, 48_000]))
        samples = sound.resample(sound.resample(samples, sound.RATE, rate), rate, sound.RATE)
    if way == "codec":
        return samples, None, int(chance.integers(len(CODECS)))
    if way == "band":
        samples = oaconvolve(samples, firwin(127, chance.uniform(3400, 7400), fs=sound.RATE), mode="same").astype(np.float32)
    return samples, way, None


def through_codecs(items):
    """Clips that drew the same coder go through it together."""
    for k, (name, *how) in enumerate(CODECS):
        own = [item for item in items if item["codec"] == k]
        if own:
            for item, samples in zip(own, sound.through_ffmpeg([sound.to_rms(item["samples"], 0.08) for item in own], *how)):
                item.update(samples=samples, way=name)


def pieces(row, copies):
    """A clip, and its copies if it is genuine: method and samples. Every second genuine clip goes through 22.05 kHz and back, as its copies did."""
    samples = sound.read(row["path"])[:LONGEST]
    yield row["method"], samples
    for folder in sorted(copies.iterdir()) if row["label"] == "real" and copies else ():
        path = folder / Path(row["path"]).name
        if path.exists():
            yield folder.name, sound.read(path)[:LONGEST]


def paired(rows, copies):
    for row in rows:
        for method, samples in pieces(row, copies):
            samples = sound.high_pass(samples)
            for k in range(VERSIONS) if len(samples) >= SHORTEST else ():
                seed = zlib.crc32(f"{Path(row['path']).name}{k}".encode())
                own = samples
                if row["label"] == "real" and not method and np.random.default_rng(seed).integers(2):
                    own = sound.resample(sound.resample(samples, sound.RATE, 22_050), 22_050, sound.RATE)
                own, way, codec = version(own, np.random.default_rng(seed + 1)) if k else (own, "none", None)
                yield {"row": {**row, "method": method, "label": "fake" if method else row["label"]}, "samples": own, "way": way, "codec": codec}


def held_out(rows):
    for row in rows:
        clean = cleaned(sound.read(row["path"]))
        if len(clean) >= SHORTEST and "--plain" in sys.argv:
            yield {"row": row, "samples": clean, "way": "none", "codec": None}
        elif len(clean) >= SHORTEST:
            yield from ({"row": row, "samples": clean, "way": None, "codec": k} for k, (name, *_) in enumerate(CODECS) if name in CHECKED)


def main():
    out, manifest, *rest = sys.argv[1:]
    rows = list(csv.DictReader(open(manifest)))
    copies = Path(rest[rest.index("--copies") + 1]) if "--copies" in rest else None
    items = list(held_out(rows) if {"--plain", "--codecs"} & set(rest) else paired(rows, copies))
    through_codecs(items)
    starts = np.cumsum([0, *(len(item["samples"]) for item in items)])
    samples = np.concatenate([sound.to_rms(sound.high_pass(item["samples"])) for item in items])
    columns = {name: np.array([item["row"][name] for item in items]) for name in ("path", "label", "method", "source", "group")}
    np.savez(out, samples=samples.astype(np.float16), starts=starts, way=np.array([item["way"] for item in items]), **columns)
    print(len(items), "versions of", len(set(columns["path"])), "clips")


main()
