"""The library implicit (Ben Frederickson): neighbours, ALS and BPR on implicit feedback."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.recommend.peer import Data, Ranker

SEED = 42
THREADS = 2


def _neighbours(data: Data, parameters: dict[str, Any]) -> Ranker:
    kinds = import_module("implicit.nearest_neighbours")
    kind = {
        "cosine": kinds.CosineRecommender,
        "tfidf": kinds.TFIDFRecommender,
        "bm25": kinds.BM25Recommender,
    }[parameters["similarity"]]
    return _fitted(kind(K=parameters["neighbours"], num_threads=THREADS), data)


def _als(data: Data, parameters: dict[str, Any]) -> Ranker:
    model = import_module("implicit.cpu.als").AlternatingLeastSquares(
        iterations=15, num_threads=THREADS, random_state=SEED, **parameters
    )
    return _fitted(model, data)


def _bpr(data: Data, parameters: dict[str, Any]) -> Ranker:
    model = import_module("implicit.cpu.bpr").BayesianPersonalizedRanking(
        num_threads=THREADS, random_state=SEED, **parameters
    )
    return _fitted(model, data)


def _fitted(model: Any, data: Data) -> Ranker:  # noqa: ANN401 - the library has no types
    with import_module("threadpoolctl").threadpool_limits(1, "blas"):  # as its documents advise
        model.fit(data.taken, show_progress=False)

    def rank(members: Any, count: int) -> Any:  # noqa: ANN401 - arrays
        found, _ = model.recommend(members, data.taken[members], N=count)
        return found

    return rank


MODELS = {"itemknn": _neighbours, "als": _als, "bpr": _bpr}
