"""The triggers by which the database itself keeps every line of the audit as it happened."""

from __future__ import annotations

REFUSAL = "the audit is append-only"

# Erasing and merging members still change who is named, and blank what was written about them.
_FIXED = "community_id, at, act, rule, sanction_id, until"
_SQLITE = {
    "moderation_audit_refuse_update": f"BEFORE UPDATE OF id, {_FIXED} ON moderation_audit",
    "moderation_audit_refuse_delete": "BEFORE DELETE ON moderation_audit",
    "moderation_audit_refuse_replace": (
        "BEFORE INSERT ON moderation_audit"
        " WHEN EXISTS (SELECT 1 FROM moderation_audit AS kept WHERE kept.id = NEW.id)"
    ),
}
_POSTGRESQL = {
    "moderation_audit_refuse_change": (
        f"BEFORE UPDATE OF id, {_FIXED} OR DELETE ON moderation_audit FOR EACH ROW"
    ),
    "moderation_audit_refuse_truncate": "BEFORE TRUNCATE ON moderation_audit FOR EACH STATEMENT",
}
_FUNCTION = "moderation_audit_refuse"
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
        *(f"DROP TRIGGER {name} ON moderation_audit" for name in _POSTGRESQL),
        f"DROP FUNCTION {_FUNCTION}()",
    ]
