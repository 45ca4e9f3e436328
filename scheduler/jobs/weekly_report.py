"""Every Monday morning administrators read how the week was: mood, volume, what waits or ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import members, membership, questions, sentiment
from core.questions.service import SHOWN_UNANSWERED
from core.roles import Role
from core.sentiment import Waiting, cards
from scheduler.job import job

if TYPE_CHECKING:
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot


SOON = timedelta(days=7)


@job(cron="30 9 * * mon", title="每周运营小结", catch_up="latest")
def weekly_report(begin: Begin, slot: Slot) -> None:
    """Write to a community's administrators, unless there is nothing to tell."""
    community = slot.community
    if community.founded_at.astimezone(community.zoneinfo).date() >= slot.local.date():
        return  # there was no week yet
    with begin() as uow:
        found = sentiment.weekly(uow, community, slot.local.date() - timedelta(days=1))
        waiting = _waiting(uow, slot)
        ending = membership.ending(uow, community.id, SOON)
        if not (found.week.now.messages or waiting or ending):
            return
        error = sentiment.measured_error()
        members.write_to_staff(
            uow,
            community.id,
            Role.ADMIN,
            f"weekly-report:{slot.local:%Y-%m-%d}",
            lambda _reader: cards.weekly(
                found, error, community=community.name, waiting=waiting, ending=ending
            ),
            due=lambda reader: community.loud_from(uow.now, reader.zone),
        )


def _waiting(uow: UnitOfWork, slot: Slot) -> Waiting | None:
    zone, today = slot.community.zoneinfo, slot.local.date()
    asked = [
        (question.asked_at.astimezone(zone).date(), question.number)
        for question in questions.unanswered(uow, slot.community.id)
    ]
    of_last_week = [one for one in asked if one[0] < today]
    if not of_last_week:
        return None
    day, number = of_last_week[0]
    more = len(of_last_week) >= SHOWN_UNANSWERED
    return Waiting(len(of_last_week), more, number, (today - day).days)
