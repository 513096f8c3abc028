"""Step 2: synthetic speech of our own, beside the manifest's: copies of its genuine clips, and sentences spoken by free synthesisers.

usage: synthesise.py MANIFEST OUT_FOLDER [--hifigan hifigan.onnx] [--piper voice.onnx] [--kokoro model.onnx voices.npz vocab.json]
Writes OUT_FOLDER/<method>/*.flac and OUT_FOLDER/manifest.csv; what is there already is kept, so it can be stopped and run again.
"""

import argparse
import csv
import json
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np
import soundfile

import sound
import vocoders
from sentences import sentence

SPOKEN = 32
COPIED = int(2.6 * sound.RATE)
"""Samples of each clip that are copied."""
EVERY = {"own_hifigan": 4, "griffin_lim": 8, "blurred_phase": 4, "harmonic_noise": 3}
"""Of these methods not every clip alone: they are slow, or nearly another of the list."""


def espeak_ipa(text):
    done = subprocess.run(["espeak-ng", "-q", "-v", "en-us", "--ipa", text], capture_output=True, text=True, check=True)
    return done.stdout.strip().replace("\n", " ")


def spoken_by(command):
    def speak(text, seed, chance):
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            subprocess.run(command(text, file.name, seed), check=True, capture_output=True)
            return sound.read(file.name)

    return speak


def festival(voice):
    def speak(text, seed, chance):
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            subprocess.run(["text2wave", "-o", file.name, "-eval", f"({voice})"], input=text, text=True, check=True, capture_output=True)
            return sound.read(file.name)

    return speak


def piper(path):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    settings = json.loads(Path(path + ".json").read_text())
    ids = settings["phoneme_id_map"]

    def speak(text, seed, chance):
        phonemes = [1]
        for symbol in espeak_ipa(text):
            phonemes += [*ids.get(symbol, []), *ids["_"]] if symbol in ids else []
        phonemes = [[*phonemes, *ids["$"]]]
        scales = np.array([chance.uniform(0.3, 0.9), chance.uniform(0.8, 1.25), 0.8], dtype=np.float32)
        feeds = {"input": np.array(phonemes, dtype=np.int64), "input_lengths": np.array([len(phonemes[0])], dtype=np.int64), "scales": scales}
        return sound.resample(session.run(None, feeds)[0].reshape(-1), settings["audio"]["sample_rate"], sound.RATE)

    return speak


def kokoro(path, voices, vocabulary):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    styles = list(np.load(voices).values())
    ids = json.loads(Path(vocabulary).read_text())["vocab"]

    def speak(text, seed, chance):
        tokens = [ids[symbol] for symbol in espeak_ipa(text) if symbol in ids]
        first, second = chance.choice(len(styles), 2, replace=False)
        share = chance.uniform(0, 1)
        rows = [styles[k].reshape(len(styles[k]), 256)[min(len(tokens), len(styles[k])) - 1] for k in (first, second)]
        style = (share * rows[0] + (1 - share) * rows[1]).astype(np.float32).reshape(1, 256)
        feeds = {"tokens": np.array([[0, *tokens, 0]], dtype=np.int64), "style": style, "speed": np.array([chance.uniform(0.85, 1.15)], dtype=np.float32)}
        return sound.resample(session.run(None, feeds)[0].reshape(-1), 24_000, sound.RATE)

    return speak


ESPEAK = ["en-us+m1", "en-gb+f2", "en-us+m3", "en-gb+m7", "en-us+f4", "en-gb-scotland+m2"]
FLITE = ["awb", "rms", "slt", "kal16"]
FESTIVAL = ["voice_kal_diphone", "voice_ked_diphone", "voice_cmu_us_slt_arctic_hts"]


def write(path, samples):
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = samples[: int(4.1 * sound.RATE)]
    soundfile.write(path, samples / max(1.0, np.abs(samples).max() + 1e-9), sound.RATE, subtype="PCM_16")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("manifest")
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--hifigan")
    parser.add_argument("--piper")
    parser.add_argument("--kokoro", nargs=3)
    args = parser.parse_args()
    genuine = [row for row in csv.DictReader(open(args.manifest)) if row["label"] == "real"]

    def wanted(method):
        return not args.only or method in args.only

    copies = {"griffin_lim": vocoders.griffin_lim, "harmonic_noise": vocoders.harmonic_noise, "blurred_phase": vocoders.blurred_phase}
    if args.hifigan and wanted("own_hifigan"):
        network = vocoders.HifiGan(args.hifigan)
        copies["own_hifigan"] = network.copy
    spoken = {}
    for voice in ESPEAK:
        spoken[f"espeak_{voice}"] = spoken_by(lambda text, out, seed, v=voice: ["espeak-ng", "-v", v, "-s", str(140 + seed % 50), "-w", out, text])
    for voice in FLITE:
        spoken[f"flite_{voice}"] = spoken_by(lambda text, out, seed, v=voice: ["flite", "-voice", v, "-t", text, "-o", out])
    for voice in FESTIVAL:
        spoken[f"festival_{voice}"] = festival(voice)
    if args.piper and wanted("piper"):
        spoken["piper_joe"] = piper(args.piper)
    if args.kokoro and wanted("kokoro"):
        spoken["kokoro"] = kokoro(*args.kokoro)

    for method, copy in copies.items():
        if not wanted(method):
            continue
        for row in genuine:
            path = args.out / method / (Path(row["path"]).stem + ".flac")
            seed = zlib.crc32(f"{method}{path.stem}".encode())
            if path.exists() or (seed >> 8) % EVERY.get(method, 1):
                continue
            write(path, copy(sound.read(row["path"])[:COPIED], np.random.default_rng(seed)))
    for method, speak in spoken.items():
        family = method.split("_")[0]
        if not wanted(family):
            continue
        count = SPOKEN if family in ("kokoro", "piper") else SPOKEN // 3
        for seed in range(count):
            path = args.out / method / f"{seed:03d}.flac"
            if not path.exists():
                chance = np.random.default_rng(zlib.crc32(f"{method}{seed}".encode()))
                write(path, sound.trim(speak(sentence(zlib.crc32(f"{method}{seed}".encode())), seed, chance), 45))

    groups = {Path(row["path"]).stem: row["group"] for row in genuine}
    sources = {Path(row["path"]).stem: row["source"] for row in genuine}
    with open(args.out / "manifest.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "label", "method", "source", "group"])
        for path in sorted(args.out.glob("*/*.flac")):
            method = path.parent.name
            family = method.split("_")[0] if method.startswith(("espeak", "flite", "festival", "piper", "kokoro")) else method
            copied = path.stem in groups
            writer.writerow([path, "fake", family, sources.get(path.stem, "own"), groups[path.stem] if copied else method])


main()
