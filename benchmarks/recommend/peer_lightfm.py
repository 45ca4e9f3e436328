"""LightFM (as lightfm-next, which builds on today's Python): WARP, with and without words."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, identity

if TYPE_CHECKING:
    from benchmarks.recommend.peer import Data, Ranker

SEED = 42
THREADS = 2


def _warp(data: Data, parameters: dict[str, Any]) -> Ranker:
    """Fit on ids alone."""
    return _fitted(data, parameters, None)


def _warp_words(data: Data, parameters: dict[str, Any]) -> Ranker:
    """Fit on ids and words of the courses; rank only the candidates."""
    own = identity(data.taken.shape[1], dtype=np.float32, format="csr")
    return _fitted(data, parameters, csr_matrix(hstack([own, data.words])))


def _fitted(data: Data, parameters: dict[str, Any], features: Any) -> Ranker:  # noqa: ANN401
    top = import_module("peer").top
    chosen = dict(parameters)
    epochs = chosen.pop("epochs")
    model = import_module("lightfm").LightFM(loss="warp", random_state=SEED, **chosen)
    model.fit(data.taken, item_features=features, epochs=epochs, num_threads=THREADS)
    item_biases, items = model.get_item_representations(features)
    _, users = model.get_user_representations()
    barred = np.setdiff1d(np.arange(data.taken.shape[1]), data.candidates)

    def rank(members: Any, count: int) -> Any:  # noqa: ANN401 - arrays
        scores = users[members] @ items.T + item_biases
        scores[:, barred] = -np.inf
        return top(scores, data.taken[members], count)

    return rank


MODELS = {"warp": _warp, "warp_words": _warp_words}
