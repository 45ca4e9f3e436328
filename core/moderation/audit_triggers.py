"""The triggers by which the database itself keeps every line of the audit as it happened."""

from __future__ import annotations

from core.append_only import AppendOnly

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

TRIGGERS = AppendOnly("moderation_audit", REFUSAL, _SQLITE, _POSTGRESQL)
