"""Reasons: why a course is suggested, taken from what the models really looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReasonKind(StrEnum):
    """What a suggestion rests on, and in brackets what its evidence holds."""

    COMPLETED = "completed"
    """Many who took a course the member completed took this one (that title, both, takers)."""
    STUDIED = "studied"
    """The same for a course the member takes or took (that title, both, takers)."""
    FOLLOWED = "followed"
    """Who took a course of the member's took this one after it (that title, those, takers)."""
    PAIRED = "paired"
    """Who took two courses of the member's took this one right after (both titles, those)."""
    ALIKE = "alike"
    """Of the members who took what this one took, many study it (those, members alike)."""
    PEERS = "peers"
    """Members who chose or asked about a tag of the member's study it (that tag, those)."""
    CIRCLE = "circle"
    """Members of the same circle of taste study it (the circle's name, those)."""
    RATED = "rated"
    """Those who rated it liked it better than most (average in stars, raters)."""
    TAGS = "tags"
    """It is about what the member follows (those tags)."""
    SIMILAR = "similar"
    """Its text is near that of a course in the member's history (that title)."""
    POPULAR = "popular"
    """People of this community study it (learners in four weeks, its lowest rank by them)."""
    NEW = "new"
    """It was added within the last four weeks (days since)."""
    PREPARES = "prepares"
    """A course that would suit the member requires it first (that course's title)."""
    EXPLORE = "explore"
    """Few were shown it yet, so that it gets its chance."""
    GROUP_TAG = "group_tag"
    """Members of the group chose a tag of it (that tag, at least how many)."""
    GROUP_TOOK = "group_took"
    """They took a course whose takers take this one too (that title, at least how many)."""
    GROUP_STUDY = "group_study"
    """They took it up in the last four weeks (at least how many)."""
    COMMUNITY = "community"
    """People of the whole community did, all its groups together (at least how many)."""
    QUIET = "quiet"
    """The group was not told of it lately, and no more is to be said."""
    UNTAKEN = "untaken"
    """Nothing more can be said than that the member has not taken it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of reason with its evidence, as words and numbers that can be shown."""

    kind: ReasonKind
    evidence: tuple[str, ...] = ()
