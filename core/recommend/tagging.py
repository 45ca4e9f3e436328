"""Tagging: a course that nobody gave tags gets those that its own words suggest."""

from __future__ import annotations

from functools import lru_cache

from core.text.segment import keywords

FOUND = 5


@lru_cache(maxsize=8192)
def tags_for(tags: tuple[str, ...], title: str, description: str) -> tuple[str, ...]:
    """Return a course's tags, or else the words that tell most about it.

    What was found is kept, because the same catalogue is read again and again.
    """
    return tags or keywords(f"{title}。{description}", FOUND)
