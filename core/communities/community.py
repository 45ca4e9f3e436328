"""What other rooms see of a community and of its chats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.addresses import Address


@dataclass(frozen=True, slots=True)
class Community:
    """A community and its settings; ``quiet_from`` and ``quiet_to`` are local hours, 0 to 23."""

    id: int
    name: str
    zone: str
    language: str
    quiet_from: int
    quiet_to: int
    welcome: str
    rules: str
    founded_at: datetime

    @property
    def zoneinfo(self) -> ZoneInfo:
        """The community's time zone."""
        return ZoneInfo(self.zone)

    def loud_from(self, moment: datetime, zone: str | None = None) -> datetime:
        """Return the moment itself, or when the quiet hours around it end, in the zone given."""
        local = moment.astimezone(ZoneInfo(zone or self.zone))
        if not self._quiet(local.hour):
            return moment
        end = local.replace(hour=self.quiet_to, minute=0, second=0, microsecond=0)
        if end <= local:
            end = datetime.combine(
                local.date() + timedelta(days=1), time(self.quiet_to), local.tzinfo
            )
        return end.astimezone(moment.tzinfo)

    def _quiet(self, hour: int) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to


@dataclass(frozen=True, slots=True)
class Place:
    """A chat that belongs to a community; ``chat_id`` is our own number for it."""

    community_id: int
    chat_id: int
    platform: str
    external_id: str
    title: str
    space: str | None = None

    @property
    def address(self) -> Address:
        """Where to send to."""
        return Address(self.platform, self.external_id)
