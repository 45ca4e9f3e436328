"""Following: the tags in members' profiles as a sparse table, which models without history read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from core.recommend.dataset import Profile

CHOSEN, ANSWERED, ASKED = 1.0, 0.7, 0.5


def tags_of(profile: Profile) -> dict[str, float]:
    """Return the tags a member chose, answered or asked about, each with its weight."""
    weighed = ((profile.asked, ASKED), (profile.answered, ANSWERED), (profile.interests, CHOSEN))
    return {tag: weight for tags, weight in weighed for tag in tags}


class Following:
    """Which member follows what: ``terms`` in order, and weights (M + 1) × terms.

    The last row is empty, so that -1 reads as a member of whom nothing is known.
    """

    def __init__(
        self,
        profiles: Iterable[Profile],
        read: Callable[[Profile], Mapping[str, float]] = tags_of,
    ) -> None:
        """Read the profiles; those that are one object are read once."""
        places: dict[str, int] = {}
        seen: dict[int, tuple[list[int], list[float]]] = {}
        bounds, columns, weights = [0], [], []
        for profile in profiles:
            if id(profile) not in seen:
                found = read(profile)
                seen[id(profile)] = (
                    [places.setdefault(term, len(places)) for term in found],
                    [*found.values()],
                )
            own, weighed = seen[id(profile)]
            columns.extend(own)
            weights.extend(weighed)
            bounds.append(len(columns))
        self.terms = tuple(places)
        data = (np.array(weights, np.float32), np.array(columns, np.int32), [*bounds, len(columns)])
        self.weights = csr_array(data, shape=(len(bounds), len(places)))
