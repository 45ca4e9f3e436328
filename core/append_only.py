"""Append-only tables: triggers by which the database itself refuses to change what is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """The triggers of one table, by name and with when they fire, on each engine.

    ``refusal`` is what the database answers.
    """

    table: str
    refusal: str
    sqlite: Mapping[str, str]
    postgresql: Mapping[str, str]

    def create(self, dialect_name: str) -> list[str]:
        """Return the statements that make the triggers on "sqlite" or "postgresql"."""
        if dialect_name == "sqlite":
            return [
                f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
                for name, when in self.sqlite.items()
            ]
        body = f"$$ BEGIN RAISE EXCEPTION '{self.refusal}'; END $$"
        return [
            f"CREATE FUNCTION {self._function}() RETURNS trigger LANGUAGE plpgsql AS {body}",
            *(
                f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {self._function}()"
                for name, when in self.postgresql.items()
            ),
        ]

    def drop(self, dialect_name: str) -> list[str]:
        """Return the statements that remove what `create` made."""
        if dialect_name == "sqlite":
            return [f"DROP TRIGGER {name}" for name in self.sqlite]
        return [
            *(f"DROP TRIGGER {name} ON {self.table}" for name in self.postgresql),
            f"DROP FUNCTION {self._function}()",
        ]

    @property
    def _function(self) -> str:
        return f"{self.table}_refuse"
