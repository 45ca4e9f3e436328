"""Serving: a community's running models, restored once and then bound to whoever asks."""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import structlog

from core.recommend import gathering, repository
from core.recommend.blend import Blend
from core.recommend.scaling import stretched
from core.recommend.state import Damaged, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from core.courses import Course
    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import State
    from core.recommend.suggestion import Recipe
    from core.uow import UnitOfWork

POPULARITY = "popular"
LITTLE = np.float32(1e-3)
"""What the whole blend's scores count for beside those of the models that a recipe names."""
HELD = 8
"""How many communities' models are held in memory."""
QUICK = 1_000
"""Of fewer interactions and members the models are fitted for everyone who asks."""

log = structlog.get_logger(__name__)


class Shelf:
    """Holds restored models, those used last; any thread may ask."""

    def __init__(self, size: int) -> None:
        """Hold so many."""
        self._size = size
        self._held: OrderedDict[Hashable, Blend] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, restore: Callable[[], Blend]) -> Blend:
        """Return the models of a key, restored when they are not held."""
        with self._lock:
            if key not in self._held:
                self._held[key] = restore()
            return self._used(key)

    def held(self, key: Hashable) -> Blend | None:
        """Return the models of a key if they are held."""
        with self._lock:
            return self._used(key) if key in self._held else None

    def put(self, key: Hashable, blend: Blend) -> None:
        """Hold the models of a key."""
        with self._lock:
            self._held[key] = blend
            self._used(key)

    def _used(self, key: Hashable) -> Blend:
        self._held.move_to_end(key)
        while len(self._held) > self._size:
            self._held.popitem(last=False)
        return self._held[key]


_SHELF = Shelf(HELD)


def blend_for(
    uow: UnitOfWork, community_id: int, data: Dataset, catalogue: Sequence[Course]
) -> Blend:
    """Return the running models for the data given, or else what can be fitted at once."""
    sha256 = repository.running_sum(uow, community_id)

    def restore() -> Blend:
        content = repository.running_content(uow, community_id)
        nobody = gathering.nobodys_data(uow, catalogue)
        return Blend().restore(unpack(content, sha256 or ""), nobody)

    if sha256 is not None:
        try:
            # Restored models fit these very texts, and the courses' ages of the day.
            return bound(_SHELF.get((sha256, hash(data.texts), uow.now.date()), restore), data)
        except Damaged:
            log.exception("stored_recommender_damaged", community=community_id)
    return bound(_instant(uow, community_id, data, catalogue), data)


def _instant(
    uow: UnitOfWork, community_id: int, data: Dataset, catalogue: Sequence[Course]
) -> Blend:
    """Return what can be fitted at once; where that takes a while it serves for an hour."""
    hour = uow.now.replace(minute=0, second=0, microsecond=0)
    key = (uow.url, community_id, hour, hash(data.texts))
    held = _SHELF.held(key)
    if held is not None:
        return held
    everyone = gathering.community_data(uow, community_id, catalogue)
    fitted = Blend.instant().fit(everyone)
    if len(everyone.weights) + len(everyone.member_ids) >= QUICK:
        _SHELF.put(key, bound(fitted, gathering.nobodys_data(uow, catalogue)))
    return fitted


def bound(blend: Blend, data: Dataset) -> Blend:
    """Return the same models looking at other members of the same courses."""
    looking = copy(blend)
    looking.dataset_ = data
    looking.models = tuple(model.bind(data) for model in blend.models)
    return looking


def running_state(uow: UnitOfWork, community_id: int) -> State | None:
    """Return what a community's running models learned, None when there is nothing sound."""
    sha256 = repository.running_sum(uow, community_id)
    if sha256 is None:
        return None
    try:
        return unpack(repository.running_content(uow, community_id), sha256)
    except Damaged:
        log.exception("stored_recommender_damaged", community=community_id)
        return None


def scores_of(blend: Blend, members: IntArray, recipe: Recipe) -> FloatArray:
    """Return members' scores of all courses (members × C) by a recipe, each from 0 to 1."""
    scores = _ranked(blend, members, recipe.models)
    if not recipe.discount:
        return scores
    popularity = stretched(narrowed(blend, (POPULARITY,)).score(members))
    return scores * (1 - np.float32(recipe.discount) * popularity)


def narrowed(blend: Blend, names: tuple[str, ...]) -> Blend:
    """Return the blend with only the models that are named, all when none of them is there."""
    models = tuple(model for model in blend.models if model.name() in names)
    if not models:
        return blend
    some = copy(blend)
    some.models = models
    return some


def _ranked(blend: Blend, members: IntArray, names: tuple[str, ...]) -> FloatArray:
    """Return scores by the models named; where they see no difference, all decide."""
    scores = stretched(blend.score(members))
    some = narrowed(blend, names)
    if some is blend:
        return scores
    return stretched(stretched(some.score(members)) + LITTLE * scores)
