"""LensKit: neighbours, ALS, EASE and SLIM, each in the pipeline that its guide builds."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from benchmarks.recommend.peer import Data, Ranker

SCORERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "itemknn": ("lenskit.knn", "ItemKNNScorer", {"feedback": "implicit"}),
    "userknn": ("lenskit.knn", "UserKNNScorer", {"feedback": "implicit"}),
    "als": ("lenskit.als", "ImplicitMFScorer", {"epochs": 15}),
    "ease": ("lenskit.knn.ease", "EASEScorer", {}),
    "slim": ("lenskit.knn.slim", "SLIMScorer", {}),
}


def _fitted(name: str, data: Data, parameters: dict[str, Any]) -> Ranker:
    module, kind, always = SCORERS[name]
    scorer = getattr(import_module(module), kind)(**always, **parameters)
    pipeline = import_module("lenskit.pipeline").topn_pipeline(scorer)
    frame = import_module("pandas").DataFrame({"user_id": data.members, "item_id": data.courses})
    pipeline.train(import_module("lenskit.data").from_interactions_df(frame))
    recommend = import_module("lenskit").recommend

    def rank(members: Any, count: int) -> Any:  # noqa: ANN401 - arrays
        if name == "ease" and len(members) > 1:
            return _at_once(data, scorer, members, count)
        found = np.full((len(members), count), -1)
        for place, member in enumerate(members.tolist()):
            courses = recommend(pipeline, member, count).ids()
            found[place, : len(courses)] = courses
        return found

    return rank


def _at_once(data: Data, scorer: Any, members: Any, count: int) -> Any:  # noqa: ANN401 - arrays
    """Rank for many by one product with the learned weights, of which the pipeline makes many."""
    known = scorer.items.ids()
    scores = np.full((len(members), data.taken.shape[1]), -np.inf, dtype=np.float32)
    scores[:, known] = data.taken[members][:, known] @ scorer.weights
    return import_module("peer").top(scores, data.taken[members], count)


MODELS = {name: partial(_fitted, name) for name in SCORERS}
