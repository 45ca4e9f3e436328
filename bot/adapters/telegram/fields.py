"""Careful reading of JSON from outside: a field is what we expect, or the whole is unreadable."""

from __future__ import annotations

from datetime import UTC, datetime

_EARLIEST, _LATEST = 0, 32_503_680_000  # 1970 to 3000


class Unreadable(ValueError):  # noqa: N818 - a state of the update
    """Not an update as documented."""

    def __init__(self, field: str, wanted: str) -> None:
        """Say which field is not what it should be, and nothing of what it holds."""
        super().__init__(f"{field} is not {wanted}")


class Fields:
    """The fields of one JSON object."""

    __slots__ = ("_data",)

    def __init__(self, data: object) -> None:
        """Raise Unreadable unless it is an object."""
        if not isinstance(data, dict):
            raise Unreadable("a part", "an object")
        self._data = data

    def __contains__(self, name: str) -> bool:
        """Say whether the field is there and not null."""
        return self._data.get(name) is not None

    def part(self, name: str) -> Fields:
        """Return an object's field that is an object itself."""
        return Fields(self._data.get(name))

    def parts(self, name: str) -> list[Fields]:
        """Return a list of objects; empty when the field is missing."""
        value = self._data.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Unreadable(name, "a list")
        return [Fields(item) for item in value]

    def number(self, name: str) -> int:
        """Return a whole number."""
        value = self._data.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) >> 63:
            raise Unreadable(name, "a whole number")
        return value

    def id(self, name: str) -> str:
        """Return an identifier as text."""
        return str(self.number(name))

    def text(self, name: str) -> str:
        """Return a text that every database can keep; empty when missing."""
        value = self._data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Unreadable(name, "a text")
        return storable(value)

    def flag(self, name: str) -> bool:
        """Say whether the field is true."""
        return self._data.get(name) is True

    def moment(self, name: str) -> datetime:
        """Return a Unix time as an aware UTC datetime."""
        seconds = self.number(name)
        if not _EARLIEST <= seconds <= _LATEST:
            raise Unreadable(name, "a time")
        return datetime.fromtimestamp(seconds, UTC)


def storable(text: str) -> str:
    """Replace NUL and halves of surrogate pairs, keeping the length in UTF-16 units."""
    if text.isascii() and "\0" not in text:
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


def cut(text: str, offset: int, length: int) -> str:
    """Return a part of the text by UTF-16 units, as Telegram counts."""
    units = text.encode("utf-16-le")
    start = max(offset, 0) * 2
    return units[start : start + max(length, 0) * 2].decode("utf-16-le", "replace")
