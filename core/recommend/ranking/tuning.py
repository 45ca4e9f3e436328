"""Tuning: network and discounts, learned on questions by models that have not seen them."""

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
from core.recommend.ranking.weighing import FEWEST, Fold, weighed
from core.recommend.ranking.weights import BUCKETS, ONE, buckets, gains

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from core.recommend.dataset import FloatArray, IntArray
    from core.recommend.model import Model
    from core.recommend.ranking.network import Network
    from core.recommend.ranking.questions import Questions

FEWEST_LISTS = 1_000
"""From so many lists a network is trained."""
KEPT_BACK, OF_FEW, A_FEW = 8, 4, 4_000
"""The questions of one member in so many are kept back to tune the order on; of a few, more."""
PARTS = (0.25, 0.5, 0.75, 1.0)
DISCOUNTS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
TOLERANCE = 0.002
"""By how much, relatively, NDCG may fall for popular courses to give way to others."""
_AT_ONCE = 256
_NO_LISTS = np.empty((0, 0, 0), dtype=np.float16)


def enough(questions: Questions) -> bool:
    """Say whether there are enough questions for more than weights."""
    return len(_parted(questions)[1]) >= FEWEST


def tuned(models: Sequence[Model], questions: Questions, *, seed: int = 0) -> Tuned:
    """Learn how to rank from questions, on which the models are fitted and which they look at."""
    learning, tuning = _parted(questions)
    plain = Tuned.plain(weighed([Fold(models, questions, learning)]))
    network = _network(plain, models, questions, learning, seed)
    return _ordered(replace(plain, network=network), models, questions, tuning)


def _parted(questions: Questions) -> tuple[IntArray, IntArray]:
    """Return which questions to learn weights and network from, and which to tune the order on."""
    kept_back = questions.owners % (OF_FEW if len(questions) < A_FEW else KEPT_BACK) == 0
    return np.flatnonzero(~kept_back), np.flatnonzero(kept_back)


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
