"""Sound that was MP3, whole and cut, for frames.ts. usage: cut_and_code.py MANIFEST.csv OUT_FOLDER OUT.csv COUNT

The manifest is that of coded.py. COUNT times three genuine clips of one source are joined, coded by LAME at 16 and at 44.1 kHz and decoded to 16 bit; of each decoded file
one copy has 0.2 to 1 s taken out at a random sample, and of two rates further copies are quieter, coded anew, or have whole granules taken out. OUT.csv names each
file, its kind, and for cut ones the place (seconds) and the size (samples of 576) of the shift.
"""

import csv
import random
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np

GRANULE = 576
FFMPEG = ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1", "-y"]
RATES = {16: (32, 48, 64), 44: (64, 128)}
"""Kilobits a second asked for, by sample rate in kHz."""
FURTHER = ((16, 48), (44, 64))
AGAIN = {"AAC 128": (["-c:a", "aac", "-b:a", "128k"], "m4a"), "MP3 128": (["-c:a", "libmp3lame", "-b:a", "128k"], "mp3")}


def read(path):
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2"), file.getframerate()


def write(path, samples, rate):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(rate)
        file.writeframes(np.asarray(samples).astype("<i2").tobytes())
    return path


def through(source, target, coder, ending):
    coded = target.with_suffix("." + ending)
    subprocess.run([*FFMPEG, "-i", str(source), *coder, str(coded)], check=True)
    subprocess.run([*FFMPEG, "-i", str(coded), str(target)], check=True)
    coded.unlink()
    return target


def mp3(source, target, kbits):
    return through(source, target, ["-c:a", "libmp3lame", "-b:a", f"{kbits}k"], "mp3")


def main():
    manifest, folder, out, count = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    folder.mkdir(parents=True, exist_ok=True)
    chance, sources = random.Random(7), {}
    for row in csv.DictReader(open(manifest)):
        if row["label"] == "real" and row["way"] == "none":
            sources.setdefault(row["source"], []).append(row["path"])
    with open(out, "w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["path", "kind", "seconds", "shift"])
        for n in range(count):
            clips = sources[sorted(sources)[n % len(sources)]]
            plain = write(folder / f"{n}.wav", np.concatenate([read(path)[0] for path in chance.sample(clips, min(3, len(clips)))]), 16_000)
            up = folder / f"{n}-44.wav"
            subprocess.run([*FFMPEG, "-i", str(plain), "-ar", "44100", str(up)], check=True)
            writer.writerow([plain, "not coded, 16", "", ""])
            for khz, source in ((16, plain), (44, up)):
                for kbits in RATES[khz]:
                    name = f"MP3 {khz} kHz {kbits}"
                    whole = mp3(source, folder / f"{n}-{khz}-{kbits}.wav", kbits)
                    samples, rate = read(whole)
                    at, gone = int(len(samples) * chance.uniform(0.35, 0.65)), int(rate * chance.uniform(0.2, 1))
                    gone += gone % GRANULE == 0
                    place = [f"{at / rate:.3f}", -gone % GRANULE]
                    cut = write(whole.with_name(whole.stem + "-cut.wav"), np.concatenate([samples[:at], samples[at + gone :]]), rate)
                    writer.writerow([whole, name, "", ""])
                    writer.writerow([cut, f"{name}, cut", *place])
                    if (khz, kbits) in FURTHER:
                        even = np.concatenate([samples[:at], samples[at + round(gone / GRANULE) * GRANULE :]])
                        writer.writerow([write(cut.with_name(cut.stem + "-whole.wav"), even, rate), f"{name}, whole granules out", "", ""])
                        quiet = write(cut.with_name(cut.stem + "-quiet.wav"), np.round(0.61 * read(cut)[0]), rate)
                        writer.writerow([quiet, f"{name}, cut, -4.3 dB", *place])
                        for again, how in AGAIN.items():
                            anew = through(cut, cut.with_name(f"{cut.stem}-{again[:3]}.wav"), *how)
                            writer.writerow([anew, f"{name}, cut, then {again}", *place])
                aac = through(source, folder / f"{n}-{khz}-aac.wav", ["-c:a", "aac", "-b:a", "64k" if khz == 44 else "48k"], "m4a")
                writer.writerow([aac, f"AAC {khz} kHz", "", ""])
            samples, rate = read(folder / f"{n}-16-48.wav")
            later = write(folder / f"{n}-later.wav", samples[chance.randrange(1, GRANULE) :], rate)
            writer.writerow([mp3(later, folder / f"{n}-twice.wav", 48), "MP3 16 kHz 48 twice", "", ""])


main()
