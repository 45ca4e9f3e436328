"""What a message's hits lead to: a pure judgement by policy, standing and who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.moderation import ladder
from core.moderation.hits.links import DENIED
from core.moderation.ladder import Gravity
from core.moderation.policy import Links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from core.moderation.ladder import Rung
    from core.moderation.policy import Policy
    from core.moderation.records import Standing
    from core.text.reading import Hit

ABUSE = "abuse"
LINK = "link"
# Who has been here as long and has no strike is not bothered by what is mild.
SETTLED = timedelta(days=90)
_ORDER = list(Gravity)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote: since when they are here, and what weighs on them."""

    joined_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class Verdict:
    """What should be done; without a rung only the message goes."""

    hit: Hit
    gravity: Gravity
    rung: Rung | None
    delete: bool


def judge(
    policy: Policy, hits: Sequence[Hit], writer: Writer, at: datetime, now: datetime
) -> Verdict | None:
    """Return what hits of a message written ``at`` lead to, None for nothing.

    Only the gravest hit counts. What was written before the last strike was given could not heed
    it, so it adds none; and after any strike the mild rests for a moment.
    """
    counted = [hit for hit in hits if _counts(policy, hit, writer, at)]
    if not counted:
        return None
    gravest = max(counted, key=_weighed)
    grave = ladder.gravity(gravest.rule)
    last = writer.standing.last_at
    if last is not None and (at < last or now - last < grave.rest):
        rung = None
    else:
        rung = ladder.climb(policy.ladder, writer.standing.weight, grave)
    delete = ladder.deletes(rung, grave)
    return Verdict(gravest, grave, rung, delete) if rung or delete else None


def abuse_in(policy: Policy, hits: Iterable[Hit]) -> Hit | None:
    """Return the hint at abuse among hits, which people alone decide upon."""
    if ABUSE in policy.rules_off:
        return None
    return next((hit for hit in hits if hit.rule == ABUSE), None)


def _weighed(hit: Hit) -> tuple[int, bool, float]:
    """Rank hits: the graver first, then what can be named and let pass, then the surer."""
    return _ORDER.index(ladder.gravity(hit.rule)), bool(hit.entry), hit.score


def _counts(policy: Policy, hit: Hit, writer: Writer, at: datetime) -> bool:
    if hit.rule == ABUSE or hit.rule in policy.rules_off:
        return False
    if hit.rule == LINK and hit.score < DENIED:
        new = at - writer.joined_at < timedelta(hours=policy.newcomer_hours)
        return policy.links is Links.LISTED or (policy.links is Links.NEWCOMERS and new)
    mild = ladder.gravity(hit.rule) is Gravity.MILD
    settled = at - writer.joined_at > SETTLED and not writer.standing.weight
    return not (mild and settled)
