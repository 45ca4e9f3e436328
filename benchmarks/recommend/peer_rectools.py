"""RecTools (MTS): EASE as it comes, EASE with its ranking put right, PureSVD, popularity."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from benchmarks.recommend.peer import Data, Ranker


def _ease(data: Data, parameters: dict[str, Any]) -> Ranker:
    model = import_module("rectools.models").EASEModel(recommend_n_threads=2, **parameters)
    return fitted(model, data)


def _ease_put_right(data: Data, parameters: dict[str, Any]) -> Ranker:
    """Rank with the weights that the paper means.

    ``recommend`` multiplies histories by the transposed weights, which are not symmetric.
    """
    model = import_module("rectools.models").EASEModel(recommend_n_threads=2, **parameters)
    rank = fitted(model, data)
    model.weight = np.ascontiguousarray(model.weight.T)
    return rank


def _svd(data: Data, parameters: dict[str, Any]) -> Ranker:
    """Fit without a seed, which this RecTools cannot hand on to today's scipy."""
    model = import_module("rectools.models").PureSVDModel(recommend_n_threads=2, **parameters)
    return fitted(model, data)


def _popular(data: Data, parameters: dict[str, Any]) -> Ranker:
    return fitted(import_module("rectools.models").PopularModel(**parameters), data)


def fitted(model: Any, data: Data) -> Ranker:  # noqa: ANN401 - told by the library
    """Fit a model of RecTools and return how it ranks."""
    dataset = _dataset(data)
    model.fit(dataset)

    def rank(members: Any, count: int) -> Any:  # noqa: ANN401 - arrays
        table = model.recommend(users=members, dataset=dataset, k=count, filter_viewed=True)
        found = np.full((len(members), count), -1)
        places = {member: place for place, member in enumerate(members.tolist())}
        rows = table["user_id"].map(places).to_numpy()
        found[rows, table["rank"].to_numpy() - 1] = table["item_id"].to_numpy()
        return found

    return rank


def _dataset(data: Data) -> Any:  # noqa: ANN401 - the library's own
    frame = import_module("pandas").DataFrame(
        {
            "user_id": data.members,
            "item_id": data.courses,
            "weight": 1.0,
            "datetime": np.datetime64("2026-01-01", "ns"),
        }
    )
    # Steps of a second keep each member's order, which only sequential models look at.
    frame["datetime"] += import_module("pandas").to_timedelta(np.arange(len(frame)), unit="s")
    return import_module("rectools.dataset").Dataset.construct(frame)


MODELS = {"ease": _ease, "ease_put_right": _ease_put_right, "puresvd": _svd, "popular": _popular}
