"""Logistic calibration of the scores of clips whose source was left out. usage: calibrate.py LEFT_OUT.npz... [--apply SCORES.npz]

Prints slope, offset and Cllr before and after; the fit is on the scores of the left-out sources, each class weighing one half.
"""

import sys

import numpy as np
from scipy.optimize import minimize

import metrics


def fit(scores, labels):
    weights = np.where(labels == 1, 0.5 / labels.sum(), 0.5 / (1 - labels).sum())

    def cost(parameters):
        logit = parameters[0] * scores + parameters[1]
        return (weights * np.logaddexp(0, np.where(labels == 1, -logit, logit))).sum() / np.log(2)

    return minimize(cost, [1.0, 0.0]).x


def told(name, scores, labels, parameters):
    genuine, synthetic = scores[labels == 0], scores[labels == 1]
    a, b = parameters
    print(f"{name}: Cllr {metrics.cllr(genuine, synthetic):.2f} as it is, {metrics.cllr(a * genuine + b, a * synthetic + b):.2f} calibrated, n {len(scores)}")


def main():
    split = sys.argv.index("--apply") if "--apply" in sys.argv else len(sys.argv)
    parts = [np.load(path) for path in sys.argv[1:split]]
    scores = np.concatenate([part["scores"] for part in parts])
    labels = np.concatenate([part["label"] == "fake" for part in parts]).astype(int)
    parameters = fit(scores, labels)
    print(f"slope {parameters[0]:.3f}, offset {parameters[1]:.3f}")
    told("left-out sources, the fit's own", scores, labels, parameters)
    for path in sys.argv[split + 1 :]:
        data = np.load(path)
        told(path, data["scores"], (data["label"] == "fake").astype(int), parameters)


main()
