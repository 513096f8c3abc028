"""Do the prepared classes differ by what must not matter? usage: shortcuts.py PREPARED.npz

Boosted trees and a logistic regression on duration, crest factor, share of silence and bandwidth alone, cross-validated over groups: of the
whole clips, and of the windows of 2 s that the network is given, where duration can tell only that a clip is shorter.
"""

import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import metrics
import sound
from measure import clips_of


def plain_features(samples):
    levels = sound.level_db(samples)
    top = np.percentile(levels, 95)
    power = (np.abs(sound.stft(samples, 512, 256)) ** 2).mean(axis=0)
    rising = np.cumsum(power) / power.sum()
    return [
        len(samples) / sound.RATE,
        np.abs(samples).max() / np.sqrt((samples**2).mean()),
        samples.mean(),
        (levels < top - 35).mean(),
        levels[-10:].mean() - top,
        np.searchsorted(rising, 0.99) / len(rising),
        np.searchsorted(rising, 0.999) / len(rising),
    ]


NAMES = ["duration", "crest", "mean", "silence share", "trailing level", "bandwidth 99 %", "bandwidth 99.9 %"]


def middle(samples, length=2 * sound.RATE):
    return samples[max(0, (len(samples) - length) // 2) :][:length]


def main():
    data = dict(np.load(sys.argv[1]))
    clips = clips_of(data)
    labels, groups = (data["label"] == "fake").astype(int), data["group"]
    for title, cut in (("whole clips", lambda clip: clip), ("windows", middle)):
        print(title)
        told(np.array([plain_features(cut(clip)) for clip in clips]), labels, groups)


def told(features, labels, groups):
    for k, name in enumerate(NAMES):
        value = metrics.auc(features[labels == 0, k], features[labels == 1, k])
        print(f"{name}: AUC {max(value, 1 - value):.2f}")
    models = {"logistic": make_pipeline(StandardScaler(), LogisticRegression()), "boosted trees": HistGradientBoostingClassifier(max_iter=60)}
    for name, model in models.items():
        scores = cross_val_predict(model, features, labels, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]
        low, high = metrics.interval(metrics.auc, scores, labels, groups, 300)
        print(f"{name}: AUC {metrics.auc(scores[labels == 0], scores[labels == 1]):.2f} [{low:.2f}, {high:.2f}] of {len(labels)}")


main()
