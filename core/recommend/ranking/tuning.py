"""Tuning: weights, network and discount, learned on questions by models that have not seen them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.ranking.features import seen
from core.recommend.ranking.network import Scale, trained
from core.recommend.ranking.order import CANDIDATES, Tuned, mixed, popularity
from core.recommend.ranking.scoring import Asked, scored
from core.recommend.ranking.weights import (
    BUCKETS,
    FEW,
    MANY,
    ONE,
    TOLD,
    buckets,
    default,
    gains,
    searched,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from core.recommend.dataset import FloatArray, IntArray
    from core.recommend.model import Model
    from core.recommend.ranking.network import Network
    from core.recommend.ranking.questions import Questions

LEAST = 25
"""From so many questions weights are learned, for several buckets in common if need be."""
FEWEST = 200
"""From so many questions a bucket has weights of its own, and the order is tuned."""
FEWEST_LISTS = 1_000
"""From so many lists a network is trained."""
ALIKE = ([TOLD], [ONE, FEW, MANY])
MOST = 2_000
"""So many questions at most a bucket's weights are learned on."""
POOL = 25
"""A question's pool are so many of each model's best."""
KEPT_BACK, OF_FEW, A_FEW = 8, 4, 4_000
"""The questions of one member in so many are kept back to tune the order on; of a few, more."""
PARTS = (0.25, 0.5, 0.75, 1.0)
DISCOUNTS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
TOLERANCE = 0.002
"""By how much, relatively, NDCG may fall for popular courses to give way to others."""
_AT_ONCE = 256
_NO_LISTS = np.empty((0, 0, 0), dtype=np.float16)


def tuned(models: Sequence[Model], questions: Questions, *, seed: int = 0) -> Tuned:
    """Learn how to rank from questions, on which the models are fitted and which they look at."""
    kept_back = questions.owners % (OF_FEW if len(questions) < A_FEW else KEPT_BACK) == 0
    learning, tuning = np.flatnonzero(~kept_back), np.flatnonzero(kept_back)
    if len(tuning) < FEWEST:
        return Tuned.plain(_weights(models, questions, np.arange(len(questions))))
    plain = Tuned.plain(_weights(models, questions, learning))
    network = _network(plain, models, questions, learning, seed)
    return _ordered(replace(plain, network=network), models, questions, tuning)


def _weights(models: Sequence[Model], questions: Questions, learning: IntArray) -> FloatArray:
    """Search the weights of every bucket, in common with its like where it has few questions."""
    weights = default(models)
    of = buckets(questions.asked, learning)
    for alike in ALIKE:
        counts = [np.count_nonzero(of == bucket) for bucket in alike]
        if sum(counts) < LEAST:
            continue
        if min(counts) < FEWEST:
            some = learning[np.isin(of, alike)]
            weights[alike] = _searched(models, questions, some, weights[alike[-1]])
        for bucket, count in zip(alike, counts, strict=True):
            if count >= FEWEST:
                some = learning[of == bucket]
                weights[bucket] = _searched(models, questions, some, default(models)[bucket])
    return weights


def _searched(
    models: Sequence[Model], questions: Questions, some: IntArray, start: FloatArray
) -> FloatArray:
    """Search the weights (models,) that do best on some questions, or on `MOST` of them."""
    some = some[np.linspace(0, len(some) - 1, min(MOST, len(some))).astype(np.int64)]
    parts = [_pool(models, questions, part) for part in _chunks(some)]
    rivals, right = (np.concatenate(held) for held in zip(*parts, strict=True))
    return searched(rivals, right, start)


def _pool(
    models: Sequence[Model], questions: Questions, some: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return the scaled scores of each model's best (Q × K × models), and of the answers."""
    every = range(len(models))
    found = scored(models, _asked(questions, some), default(models), every)
    count = min(POOL, len(questions.asked.course_ids))
    raw = [scores for scores in found.raw if scores is not None]
    best = [np.argpartition(-scores, count - 1, axis=1)[:, :count] for scores in raw]
    pool = np.sort(np.concatenate(best, axis=1), axis=1)
    scores = np.stack([found.scaled(place, pool) for place in every], axis=-1)
    answers = questions.answers[some][:, np.newaxis]
    scores[pool == answers] = -1.0
    scores[:, 1:][pool[:, 1:] == pool[:, :-1]] = -1.0
    right = np.stack([found.scaled(place, answers)[:, 0] for place in every], axis=-1)
    return scores, right


def _network(
    plain: Tuned, models: Sequence[Model], questions: Questions, learning: IntArray, seed: int
) -> Network | None:
    """Train a network on the lists that hold the answer, if they are enough."""
    order = np.random.default_rng(seed).permutation(learning)
    scale, lists, answers = None, _NO_LISTS, np.empty(len(order), dtype=np.int64)
    count = 0
    for part in _chunks(order):
        features, right = _listed(plain, models, questions, part)
        if not len(right):
            continue
        if scale is None:
            scale = Scale.of(features)
            # Room for all, of which what is never written takes no memory.
            lists = np.empty((len(order), *features.shape[1:]), dtype=np.float16)
        rows = slice(count, count := count + len(right))
        lists[rows] = scale.applied(features)
        answers[rows] = right
    if scale is None or count < FEWEST_LISTS:
        return None
    return trained(lists[:count], answers[:count], scale, seed=seed)


def _listed(
    plain: Tuned, models: Sequence[Model], questions: Questions, some: IntArray
) -> tuple[FloatArray, IntArray]:
    """Return the features of the lists that hold the answer (L × K × F), and its places (L,)."""
    found = scored(models, _asked(questions, some), plain.weights, seen(models))
    candidates = found.best(min(CANDIDATES, len(questions.asked.course_ids)))
    hit = candidates == questions.answers[some][:, np.newaxis]
    kept = np.flatnonzero(hit.any(axis=1) & (found.buckets >= ONE))
    return found.features(models, candidates, kept), hit[kept].argmax(axis=1)


def _ordered(
    learned: Tuned, models: Sequence[Model], questions: Questions, tuning: IntArray
) -> Tuned:
    """Choose the network's part, and then the largest discount that costs next to nothing."""
    tries: dict[tuple[float, float], list[FloatArray]] = {}
    parts = (0.0,) if learned.network is None else (0.0, *PARTS)
    count = min(CANDIDATES, len(questions.asked.course_ids))
    for some in _chunks(tuning):
        found = scored(models, _asked(questions, some), learned.weights, seen(models))
        candidates = found.best(count)
        right = candidates == questions.answers[some][:, np.newaxis]
        logits = None
        if learned.network is not None:
            logits = learned.network.score(found.features(models, candidates))
        popular = popularity(models, found, candidates)
        free = found.free(candidates)
        for part in parts:
            places = mixed(logits, found, candidates, part)
            for discount in (0.0, *DISCOUNTS):
                values = np.where(free, places - np.float32(discount) * popular, -np.inf)
                tries.setdefault((part, discount), []).append(_gains(values, right))
    each = {key: np.concatenate(values) for key, values in tries.items()}
    part = max(parts, key=lambda one: float(each[one, 0.0].mean()))
    network = learned.network if part else None
    of = buckets(questions.asked, tuning)
    chosen = {discount: each[part, discount] for discount in (0.0, *DISCOUNTS)}
    discounts = [_discount(chosen, of == bucket) for bucket in range(BUCKETS)]
    return replace(
        learned, network=network, part=part, discounts=np.array(discounts, dtype=np.float32)
    )


def _discount(gains: Mapping[float, FloatArray], some: NDArray[np.bool_]) -> float:
    """Return the largest discount below which none does some questions harm, if they can tell."""
    if np.count_nonzero(some) < FEWEST:
        return 0.0
    harmless = partial(_harmless, gains[0.0][some])
    allowed = takewhile(lambda one: harmless(gains[one][some]), DISCOUNTS)
    return max(allowed, default=0.0)


def _harmless(before: FloatArray, after: FloatArray) -> bool:
    """Say whether the loss, a standard error added, is within the tolerance."""
    loss = before - after
    error = float(loss.std()) / float(np.sqrt(len(loss)))
    return float(loss.mean()) + error <= TOLERANCE * float(before.mean())


def _gains(values: FloatArray, right: IntArray) -> FloatArray:
    """Return the NDCG@10 of each list, 0 where the answer is no candidate."""
    own = np.where(right, values, -np.inf).max(axis=1, keepdims=True)
    above = (values >= own).sum(axis=1) - 1
    return np.where(right.any(axis=1), gains(above), 0)


def _asked(questions: Questions, some: IntArray) -> Asked:
    return Asked(questions.asked, some)


def _chunks(some: IntArray) -> Iterator[IntArray]:
    for first in range(0, len(some), _AT_ONCE):
        yield some[first : first + _AT_ONCE]
