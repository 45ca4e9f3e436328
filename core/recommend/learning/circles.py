"""Circles: where courses stand in the space of tastes, how many circles there are, their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.utils.extmath import randomized_svd

from core.recommend.dataset import STUDIED
from core.recommend.learning.links import unit_points, unit_rows
from core.recommend.learning.wording import near

if TYPE_CHECKING:
    from core.recommend.dataset import CourseText, Dataset, FloatArray, IntArray

LOOKED_AT = 1_000
GOOD = 0.75
"""A silhouette of so much of the best is good enough: of those, most circles tell most."""
NAMED_BY = 3


def course_points(dataset: Dataset, members: IntArray, size: int, seed: int) -> FloatArray:
    """Return each course as a unit vector (C × size or fewer).

    They are the main directions of how near courses are in words and in who took them.
    """
    taken = dataset.query(at_least=STUDIED, members=members)
    taken.data = np.ones_like(taken.data)
    if not taken.shape[1]:
        return np.zeros((0, 1), dtype=np.float32)
    columns = unit_rows(taken.T.tocsr())
    affinity = near(dataset.texts) + columns @ columns.T
    left, strength, _ = randomized_svd(
        csr_array(affinity), min(size, affinity.shape[0]), random_state=seed
    )
    return unit_points(left * strength).astype(np.float32)


def drawn(points: FloatArray, most: int, seed: int) -> FloatArray:
    """Return the centres of the circles, as many as still have a good silhouette.

    Where points hardly differ there is one circle, and none where there are no points.
    """
    if not len(points):
        return points
    apart = len(np.unique(points.round(3), axis=0))
    found = [(-1.0, points.mean(axis=0, keepdims=True))]
    chance = np.random.default_rng(seed)
    sample = np.sort(chance.permutation(len(points))[:LOOKED_AT])
    for count in range(2, min(most, apart - 1) + 1):
        means = KMeans(count, n_init=1, random_state=seed).fit(points)
        labels = means.labels_[sample]
        if not np.ptp(labels):
            continue
        quality = float(silhouette_score(points[sample], labels))
        found.append((quality, means.cluster_centers_))
    best = max(quality for quality, _ in found)
    centres: FloatArray = next(
        centres for quality, centres in reversed(found) if quality >= min(best, GOOD * best)
    )
    return centres.astype(np.float32)


def names(counts: FloatArray, texts: tuple[CourseText, ...]) -> list[str]:
    """Name each circle by the tags that are more frequent in it than elsewhere.

    ``counts`` (circles × C) is who took what. Without any tag the name is empty.
    """
    tags = sorted({tag for text in texts for tag in text.tags})
    places = {tag: place for place, tag in enumerate(tags)}
    pairs = [(row, places[tag]) for row, text in enumerate(texts) for tag in set(text.tags)]
    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    having = csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(texts), len(tags)))
    shares = counts @ having
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    usual = np.maximum(shares.mean(axis=0), 1e-9) if len(shares) else shares
    telling = shares * np.log(np.maximum(shares, 1e-9) / usual)
    return ["、".join(_best(tags, row)) for row in telling]


def _best(tags: list[str], telling: FloatArray) -> list[str]:
    order = np.argsort(-telling, kind="stable")[:NAMED_BY].tolist()
    return [tags[place] for place in order if telling[place] > 0]
