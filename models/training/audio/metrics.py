"""Measures of a score that should be higher for synthetic speech."""

import numpy as np
from scipy.stats import rankdata


def auc(genuine, synthetic):
    """Share of pairs in which the synthetic one scores higher (Mann & Whitney 1947)."""
    ranks = rankdata(np.concatenate([genuine, synthetic]))[len(genuine) :]
    return (ranks.sum() - len(synthetic) * (len(synthetic) + 1) / 2) / (len(genuine) * len(synthetic))


def eer(genuine, synthetic):
    """The error rate where both kinds of error are equally frequent."""
    limits = np.unique(np.concatenate([genuine, synthetic, [np.inf]]))
    alarms = 1 - np.searchsorted(np.sort(genuine), limits) / len(genuine)
    misses = np.searchsorted(np.sort(synthetic), limits) / len(synthetic)
    k = np.abs(alarms - misses).argmin()
    return (alarms[k] + misses[k]) / 2


def cllr(genuine, synthetic):
    """Cost of log-likelihood ratios given as natural logarithms (Bruemmer & du Preez 2006, eq. 18)."""
    return (np.logaddexp(0, genuine).mean() + np.logaddexp(0, -synthetic).mean()) / (2 * np.log(2))


def interval(measure, scores, labels, groups, draws=1000, seed=1):
    """95 % by drawing whole groups (speakers) anew, each class by itself."""
    chance = np.random.default_rng(seed)
    pools = []
    for label in (0, 1):
        of = [scores[(labels == label) & (groups == group)] for group in np.unique(groups[labels == label])]
        pools.append(of)
    values = []
    for _ in range(draws):
        drawn = [np.concatenate([pool[k] for k in chance.integers(len(pool), size=len(pool))]) for pool in pools]
        values.append(measure(*drawn))
    return np.percentile(values, [2.5, 97.5])
