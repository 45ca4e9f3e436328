"""No update, however odd, does more than be unreadable."""

from __future__ import annotations

import copy
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.fields import Unreadable
from bot.adapters.telegram.inbound import read
from tests.bot.adapters.telegram.samples import ALL, ME, Json

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from([10**30, -1, "private", "channel", "bot_command", "\ud800", "/ask"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "offset", "user", "text"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def paths(value: object, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        inner = list(value.items() if isinstance(value, dict) else enumerate(value))
    return [at, *(path for key, item in inner for path in paths(item, (*at, key)))]


def mutated(raw: Json, path: tuple[Any, ...], junk: object) -> object:
    if not path:
        return junk
    changed = copy.deepcopy(raw)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = junk
    return changed


@given(st.data())
def test_no_update_however_odd_is_more_than_unreadable(data: st.DataObject) -> None:
    raw: Any = data.draw(st.sampled_from(ALL))
    for _ in range(data.draw(st.integers(1, 3))):
        if isinstance(raw, dict):
            raw = mutated(raw, data.draw(st.sampled_from(paths(raw))), data.draw(JUNK))
    try:
        result = read(raw, ME, NOW)
    except Unreadable:
        return
    for update in result.updates:
        fields = asdict(update)
        assert isinstance(fields["chat"]["id"], str)
        assert isinstance(fields["actor"]["name"], str)
        assert isinstance(fields.get("text", ""), str)
        assert update.at.tzinfo is not None
        kept = str(fields)
        assert "\\x00" not in kept
        kept.encode()
