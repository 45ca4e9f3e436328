"""The triggers by which the database itself refuses to change or delete a transfer."""

from __future__ import annotations

from core.append_only import AppendOnly

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

TRIGGERS = AppendOnly("transfers", REFUSAL, _SQLITE, _POSTGRESQL)
