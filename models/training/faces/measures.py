"""AUC with an interval over groups."""
import numpy as np
from scipy.stats import rankdata


def auc(truth, score):
    truth = np.asarray(truth, bool)
    positive, negative = truth.sum(), (~truth).sum()
    if positive == 0 or negative == 0:
        return float("nan")
    return (rankdata(score)[truth].sum() - positive * (positive + 1) / 2) / (positive * negative)


def interval(truth, score, groups, draws=1000, seed=1):
    """95 % of bootstrap samples of whole groups (Efron and Tibshirani 1993, section 13.3)."""
    truth, score, groups = np.asarray(truth, bool), np.asarray(score), np.asarray(groups)
    random = np.random.default_rng(seed)
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    values = []
    for _ in range(draws):
        some = np.concatenate([members[k] for k in random.integers(0, len(members), len(members))])
        values.append(auc(truth[some], score[some]))
    return np.nanpercentile(values, 2.5), np.nanpercentile(values, 97.5)
