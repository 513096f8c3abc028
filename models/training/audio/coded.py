"""Whole clips through each coder once, as WAV at 16 kHz. usage: coded.py MANIFEST.csv OUT_FOLDER OUT.csv

Writes OUT_FOLDER/<coder>/<number>.wav and a manifest of them with the column `way`: the input of by-program.ts.
"""

import csv
import subprocess
import sys
import wave
from pathlib import Path

WAYS = {
    "none": None,
    "MP3 64 kbit/s": (["-ar", "44100", "-c:a", "libmp3lame", "-b:a", "64k"], "mp3"),
    "AAC 48 kbit/s": (["-ar", "44100", "-c:a", "aac", "-b:a", "48k"], "adts"),
    "Opus 24 kbit/s": (["-ar", "48000", "-c:a", "libopus", "-b:a", "24k", "-application", "voip"], "ogg"),
    "through 8 kHz": (["-ar", "8000", "-c:a", "pcm_s16le"], "wav"),
}
FFMPEG = ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1"]
PLAIN = ["-ac", "1", "-ar", "16000", "-f", "s16le", "pipe:1"]


def ffmpeg(arguments, data=None):
    return subprocess.run([*FFMPEG, *arguments], input=data, capture_output=True, check=True).stdout


def through(path, how):
    if how is None:
        return ffmpeg(["-i", path, *PLAIN])
    arguments, container = how
    return ffmpeg(["-i", "pipe:0", *PLAIN], ffmpeg(["-i", path, *arguments, "-f", container, "pipe:1"]))


def main():
    manifest, folder, out = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    columns = ["path", "label", "method", "source", "group", "way"]
    with open(out, "w", newline="") as target:
        writer = csv.DictWriter(target, columns)
        writer.writeheader()
        for k, row in enumerate(csv.DictReader(open(manifest))):
            for way, how in WAYS.items():
                path = folder / way.split()[0].lower() / f"{k}.wav"
                path.parent.mkdir(parents=True, exist_ok=True)
                if not path.exists():
                    with wave.open(str(path), "wb") as file:
                        file.setnchannels(1), file.setsampwidth(2), file.setframerate(16_000)
                        file.writeframes(through(row["path"], how))
                writer.writerow({**row, "path": path, "way": way})


main()
