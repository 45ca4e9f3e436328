"""The triggers by which the database itself refuses to change or delete a transfer."""

from __future__ import annotations

REFUSAL = "transfers are append-only"

# REPLACE deletes without firing a DELETE trigger, so SQLite must refuse it before it inserts.
_SQLITE = {
    "transfers_refuse_update": "BEFORE UPDATE ON transfers",
    "transfers_refuse_delete": "BEFORE DELETE ON transfers",
    "transfers_refuse_replace": (
        "BEFORE INSERT ON transfers WHEN EXISTS (SELECT 1 FROM transfers AS kept"
        " WHERE kept.id = NEW.id OR kept.community_id = NEW.community_id"
        " AND (kept.key = NEW.key OR kept.reverses = NEW.reverses))"
    ),
}
_POSTGRESQL = {
    "transfers_refuse_change": "BEFORE UPDATE OR DELETE ON transfers FOR EACH ROW",
    "transfers_refuse_truncate": "BEFORE TRUNCATE ON transfers FOR EACH STATEMENT",
}
_FUNCTION = "transfers_refuse"
_BODY = f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"


def create(dialect_name: str) -> list[str]:
    """Return the statements that make the triggers on "sqlite" or "postgresql"."""
    if dialect_name == "sqlite":
        return [
            f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for name, when in _SQLITE.items()
        ]
    return [
        f"CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS {_BODY}",
        *(
            f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {_FUNCTION}()"
            for name, when in _POSTGRESQL.items()
        ),
    ]


def drop(dialect_name: str) -> list[str]:
    """Return the statements that remove what `create` made."""
    if dialect_name == "sqlite":
        return [f"DROP TRIGGER {name}" for name in _SQLITE]
    return [
        *(f"DROP TRIGGER {name} ON transfers" for name in _POSTGRESQL),
        f"DROP FUNCTION {_FUNCTION}()",
    ]
