"""How long: reading a length as people write it, adding it to a moment, converting what is left."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from core.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from core.membership.plan import Plan

_WRITTEN = re.compile(r"([0-9]{1,3})\s*(y|年|m|月|个月|d|天|日)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Length:
    """Calendar months and days, at least one day in all."""

    months: int = 0
    days: int = 0

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """Return the moment this much later on a zone's calendar.

        The day is cut to the month's length: a month after 31 January is 28 or 29 February.
        """
        later = moment.astimezone(zone) + relativedelta(months=self.months, days=self.days)
        return later.astimezone(UTC)


def read_length(text: str) -> Length:
    """Read 1y, 6m, 30d, 1年, 6个月, 30天 or a bare number of months; refuse anything else."""
    written = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    count = int(written[1]) if written else 0
    if written is None or count == 0:
        raise Refusal("时长请写成 1y、6m、30d，或者 1年、6个月、30天。")
    unit = (written[2] or "m").lower()
    if unit in ("d", "天", "日"):
        return Length(days=count)
    return Length(months=count * 12 if unit in ("y", "年") else count)


def converted(left: timedelta, old: Plan, new: Plan) -> timedelta:
    """Return the time on the new plan that is worth as much as time left on the old one.

    Plans are weighed by their price per month; a part of a microsecond is dropped. A new plan
    without a price takes the time as it is.
    """
    if new.month_price_minor == 0:
        return left
    return left * old.month_price_minor // new.month_price_minor
