"""Numbers for names: members and courses of files are known by the order in which they come."""

from __future__ import annotations


class Names(dict[str, int]):
    """Gives each new name the next number, from 0."""

    def __missing__(self, name: str) -> int:
        """Give a name that is met for the first time its number."""
        number = self[name] = len(self)
        return number
