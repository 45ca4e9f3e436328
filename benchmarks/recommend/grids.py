"""The peers and the parameters that each is tuned over, on validation, for every set anew."""

from __future__ import annotations

from itertools import product
from typing import Any

Parameters = dict[str, Any]


def _grid(**choices: list[Any]) -> list[Parameters]:
    return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]


GRIDS: dict[str, list[Parameters]] = {
    "rectools.popular": [{}],
    "implicit.itemknn": _grid(similarity=["cosine", "tfidf", "bm25"], neighbours=[20, 100, 500]),
    "implicit.als": _grid(factors=[64, 128, 256], regularization=[0.01], alpha=[1.0, 3.0, 10.0]),
    "implicit.bpr": _grid(factors=[64, 128], learning_rate=[0.05], iterations=[100, 300]),
    "lightfm.warp": _grid(no_components=[64, 128], epochs=[30]),
    "lenskit.itemknn": _grid(max_nbrs=[20, 100], save_nbrs=[500]),
    "lenskit.userknn": _grid(max_nbrs=[50, 200]),
    "lenskit.als": _grid(embedding_size=[64, 128], weight=[10.0, 40.0]),
    "lenskit.ease": _grid(regularization=[10.0, 30.0, 100.0, 300.0]),
    "lenskit.slim": _grid(l1_reg=[0.5, 2.0], l2_reg=[1.0]),
    "rectools.ease": _grid(regularization=[10.0, 30.0, 100.0, 300.0]),
    "rectools.ease_put_right": _grid(regularization=[10.0, 30.0, 100.0, 300.0]),
    "sasrec.sasrec": _grid(epochs=[8]),
    "rectools.puresvd": _grid(factors=[32, 64, 128, 256]),
}

SLOW = ("sasrec.sasrec",)
"""Peers that take the better part of an hour; they are run when asked for."""
WITH_WORDS = "lightfm.warp_words"
"""The one peer that finds courses nobody took; its parameters are those chosen without words."""
