"""How often a mood alert is false, and how soon it comes when the mood does drop.

``python -m benchmarks.mood [--chats N] [--seed N]`` simulates groups of 5 to 200 members with
habits of their own: who writes how often, fewer at weekends, moods that differ by weekday and
drift from day to day (an AR(1) process), and readings of which every seventh is wrong. Nothing
happens in the quiet ones. In the others, from one day on, a share of the members who would not
have felt bad do. It prints JSON; every chat-day goes through `core.sentiment.alerts`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median
from typing import TYPE_CHECKING

import numpy as np

from core.sentiment import alerts
from core.sentiment.alerts import ChatDay
from core.sentiment.mood import FEWEST_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MONDAY = date(2025, 1, 6)
WARM_UP = alerts.USUAL + alerts.WATCHED
WEEKS = 26
AFTER_DROP = 14
SIZES = {"5-20": (5, 20), "20-60": (20, 60), "60-200": (60, 200)}
DRIFTS = {"calm": 0.0, "usual": 0.3, "sticky": 0.6}
SHARES = (0.15, 0.3, 0.5)
SPOKEN = np.array([1.05, 1.1, 1.1, 1.05, 1.0, 0.75, 0.7])
WEEKDAY_MOOD = np.array([-0.15, -0.05, 0.0, 0.0, 0.1, 0.15, 0.05])
SURE = 0.6
WRONG = 1 / 7


@dataclass(frozen=True, slots=True)
class Group:
    """A simulated group: how often its members write, and how they lean."""

    active: Floats
    glad: Floats
    sad: Floats
    shocks: float
    drift: float


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=60, help="groups of each kind and size")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    figures = {
        "limit": alerts.LIMIT,
        "slack": alerts.SLACK,
        "quiet": {name: quiet(asked.chats, asked.seed, drift) for name, drift in DRIFTS.items()},
        "drops": {f"{share:.0%}": dropped(asked.chats, asked.seed, share) for share in SHARES},
    }
    print(json.dumps(figures, indent=2))


def quiet(chats: int, seed: int, drift: float) -> dict[str, object]:
    """Return the false alarms a year in groups in which nothing happens, by their size."""
    rates, read = {}, {}
    days = 7 * WEEKS * chats
    for size, (least, most) in SIZES.items():
        rng = np.random.default_rng(seed)
        alarms = enough = 0
        for _chat in range(chats):
            group = _group(rng, least, most, drift)
            story = list(_story(rng, group, WARM_UP + 7 * WEEKS))
            alarms += len(_alarms(story, WARM_UP))
            enough += sum(day.members >= FEWEST_MEMBERS for day in story[WARM_UP:])
        rates[size] = round(alarms * 365 / days, 2)
        read[size] = round(enough / days, 2)
    return {
        "weeks": WEEKS * chats * len(SIZES),
        "false_alarms_a_year": rates,
        "days_with_enough_members": read,
    }


def dropped(chats: int, seed: int, share: float) -> dict[str, object]:
    """Return how surely and how soon a lasting drop is told of, by the size of the group."""
    found: dict[str, object] = {}
    for size, (least, most) in SIZES.items():
        rng = np.random.default_rng(seed)
        fallen, delays = [], []
        for _chat in range(chats * 2):
            group = _group(rng, least, most, DRIFTS["usual"])
            story = list(_story(rng, group, WARM_UP, AFTER_DROP, share))
            fallen.append(_index(story[:WARM_UP]) - _index(story[WARM_UP:]))
            first = next(iter(_alarms(story, WARM_UP)), None)
            delays.append((first - story[WARM_UP].day).days + 1 if first else None)
        soon = [delay for delay in delays if delay]
        found[size] = {
            "fell_by": round(100 * fmean(fallen)),
            "median_days": median(soon) if soon else None,
            **{
                f"within_{days}": round(sum(delay <= days for delay in soon) / len(delays), 2)
                for days in (1, 2, 3, 7)
            },
        }
    return found


def _group(rng: np.random.Generator, least: int, most: int, drift: float) -> Group:
    number = round(np.exp(rng.uniform(np.log(least), np.log(most))))
    # Enough of a small group write for a mood to be read on most days.
    busy = rng.beta(0.8, 2, number) if number > 2 * FEWEST_MEMBERS else rng.beta(8, 2, number)
    return Group(
        active=np.clip(busy * 1.2, 0.02, 0.98),
        glad=rng.normal(rng.uniform(-1.2, 0.3), 0.8, number),
        sad=rng.normal(rng.uniform(-1.8, -0.4), 0.8, number),
        shocks=rng.uniform(0.1, 0.35),
        drift=drift,
    )


def _story(
    rng: np.random.Generator, group: Group, days: int, after: int = 0, share: float = 0.0
) -> Iterator[ChatDay]:
    """Yield days; in the ``after`` last ones a share of members feel bad who would not have."""
    shock = rng.normal(0, group.shocks)
    for number in range(days + after):
        fresh = rng.normal(0, group.shocks * np.sqrt(1 - group.drift**2))
        shock = group.drift * shock + fresh
        day = MONDAY + timedelta(days=number)
        tilt = shock + WEEKDAY_MOOD[day.weekday()]
        speaks = rng.random(len(group.active)) < group.active * SPOKEN[day.weekday()] * SURE
        sides = _sides(rng, group.glad[speaks] + tilt, group.sad[speaks] - tilt)
        if number >= days:
            sides = np.where(rng.random(len(sides)) < share, -1, sides)
        sides = np.where(rng.random(len(sides)) < WRONG, rng.integers(-1, 2, len(sides)), sides)
        yield ChatDay(day, len(sides), int((sides > 0).sum()), int((sides < 0).sum()))


def _sides(rng: np.random.Generator, glad: Floats, sad: Floats) -> NDArray[np.int64]:
    total = 1 + np.exp(glad) + np.exp(sad)
    draw = rng.random(len(glad)) * total
    return np.where(draw < np.exp(glad), 1, np.where(draw < np.exp(glad) + np.exp(sad), -1, 0))


def _alarms(story: list[ChatDay], first: int) -> list[date]:
    """Return the days on which moderators would be told, as the nightly job does it."""
    told: list[date] = []
    for number in range(first, len(story)):
        today = story[number].day
        after = told[-1] if told else None
        if after and today - after < alerts.APART:
            continue
        if alerts.drop_in(story[max(0, number - WARM_UP) : number + 1], today, after=after):
            told.append(today)
    return told


def _index(days: list[ChatDay]) -> float:
    members = sum(day.members for day in days)
    return sum(day.positives - day.negatives for day in days) / max(1, members)


if __name__ == "__main__":
    main()
