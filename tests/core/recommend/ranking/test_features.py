"""The network's features are what they are said to be, for dense and for sparse links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from core.recommend.dataset import NOBODY
from core.recommend.models.transitions import Transitions
from core.recommend.ranking.features import LATEST, features

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset
    from core.recommend.model import Model

LATEST_AT, WHOLE_AT, BACK_AT = 2, 2 + LATEST, 3 + LATEST


def seen_of(dataset: Dataset, model: Model, members: list[int]) -> np.ndarray:
    candidates = np.tile(np.arange(10, 16), (len(members), 1))
    scores = [np.ones(candidates.shape, dtype=np.float32)]
    return features([model], scores, candidates, dataset, np.array(members))


def test_links_are_those_of_the_latest_courses_and_of_the_whole_history(school: Dataset) -> None:
    model = Transitions().fit(school)
    members = [NOBODY, 3, 8, NOBODY]
    found = seen_of(school, model, members)
    for row in (1, 2):
        member = members[row]
        own = school.courses[school.starts[member] : school.starts[member + 1]]
        links = np.asarray(model.weights_)[own][:, 10:16]
        for back in range(LATEST):
            assert np.allclose(found[row, :, LATEST_AT + back], links[-1 - back])
        assert np.allclose(found[row, :, WHOLE_AT], links.sum(axis=0), atol=1e-6)
        assert np.allclose(found[row, :, BACK_AT], np.asarray(model.weights_)[10:16, own[-1]])


def test_who_has_no_history_has_no_links(school: Dataset) -> None:
    found = seen_of(school, Transitions().fit(school), [NOBODY, 3, NOBODY])
    assert not found[[0, 2], :, LATEST_AT : BACK_AT + 1].any()
    assert found[1, :, LATEST_AT : BACK_AT + 1].any()


def test_sparse_links_give_the_same_features(school: Dataset) -> None:
    model = Transitions().fit(school)
    dense = seen_of(school, model, [3, NOBODY, 8])
    model.weights_ = csr_array(model.weights_)
    assert np.array_equal(dense, seen_of(school, model, [3, NOBODY, 8]))
