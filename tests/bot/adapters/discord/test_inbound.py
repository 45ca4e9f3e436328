"""Whatever a gateway may send, reading it returns updates or nothing, and never breaks."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord import inbound, interactions
from bot.adapters.discord.inbound import Surroundings
from bot.updates import ButtonPress, Command, Message, MessageDeleted, Update

USER = {"id": "7", "username": "bob", "global_name": "小波", "discriminator": "0", "avatar": None}
WHERE = {"guild_id": "3", "channel_id": "4"}
SAMPLES: dict[str, dict[str, Any]] = {
    "MESSAGE_CREATE": {
        "id": "9",
        "type": 19,
        "author": USER,
        "member": {"nick": "波波", "roles": []},
        "content": "<@8> 你好 <:smile:55>",
        "timestamp": "2026-03-01T08:00:00.000000+00:00",
        "mentions": [USER | {"id": "8", "username": "lily"}],
        "message_reference": {"message_id": "5", "channel_id": "4"},
        "referenced_message": {"id": "5", "author": USER},
        **WHERE,
    },
    "MESSAGE_DELETE": {"id": "9", **WHERE},
    "MESSAGE_DELETE_BULK": {"ids": ["9", "10"], **WHERE},
    "MESSAGE_REACTION_ADD": {
        "user_id": "7",
        "message_id": "9",
        "member": {"user": USER},
        "emoji": {"id": "55", "name": "smile"},
        **WHERE,
    },
    "MESSAGE_REACTION_REMOVE": {
        "user_id": "7",
        "message_id": "9",
        "emoji": {"id": None, "name": "👍"},
        **WHERE,
    },
    "GUILD_MEMBER_ADD": {"guild_id": "3", "user": USER, "joined_at": "2026-03-01T08:00:00+00:00"},
    "GUILD_MEMBER_REMOVE": {"guild_id": "3", "user": USER},
}
SLASH: dict[str, Any] = {
    "id": "11",
    "application_id": "1",
    "type": 2,
    "token": "made-up",
    "member": {"user": USER, "nick": None},
    "locale": "zh-CN",
    "data": {
        "id": "12",
        "name": "gift",
        "type": 1,
        "options": [
            {"name": "to", "type": 6, "value": "8"},
            {"name": "points", "type": 4, "value": 5},
        ],
        "resolved": {"users": {"8": USER | {"id": "8"}}, "members": {"8": {"nick": "莉莉"}}},
    },
    **WHERE,
}
PRESS: dict[str, Any] = SLASH | {
    "type": 3,
    "data": {"custom_id": "sealed", "component_type": 2},
    "message": {"id": "9"},
}

_junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def around() -> Surroundings:
    """Return surroundings in which one private channel is known."""
    ticks = count(1)
    return Surroundings(
        app="1",
        me="2",
        commands=frozenset({"ask"}),
        title=lambda _guild, _channel: "闲聊",
        correspondent={"6": "7"}.get,
        now=lambda: datetime(2026, 3, 1, tzinfo=UTC),
        tick=lambda: next(ticks),
    )


def paths(node: object, prefix: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value inside a payload."""
    inner: list[tuple[Any, object]] = []
    if isinstance(node, dict):
        inner = list(node.items())
    elif isinstance(node, list):
        inner = list(enumerate(node))
    deeper = [path for key, value in inner for path in paths(value, (*prefix, key))]
    return [(*prefix, key) for key, _ in inner] + deeper


@st.composite
def damaged(draw: st.DrawFn, sample: dict[str, Any]) -> dict[str, Any]:
    """Return a payload in which something is missing or is junk."""
    payload = copy.deepcopy(sample)
    path = draw(st.sampled_from(paths(sample)))
    node: Any = payload
    for key in path[:-1]:
        node = node[key]
    if draw(st.booleans()):
        node[path[-1]] = draw(_junk)
    else:
        del node[path[-1]]
    return payload


def assert_well_formed(update: Update) -> None:
    """Assert that an update holds what its types promise."""
    assert update.key.startswith("discord:1:")
    assert update.at.tzinfo is not None
    for text in (update.chat.id, update.actor.id, update.actor.name):
        assert isinstance(text, str)


@pytest.mark.parametrize("event", SAMPLES)
def test_the_samples_are_understood(event: str) -> None:
    updates = inbound.read(event, SAMPLES[event], around())
    assert updates
    for update in updates:
        assert_well_formed(update)


@given(
    st.sampled_from(sorted(SAMPLES)).flatmap(lambda e: st.tuples(st.just(e), damaged(SAMPLES[e])))
)
def test_a_damaged_event_never_breaks_reading(case: tuple[str, dict[str, Any]]) -> None:
    for update in inbound.read(*case, around()):
        assert_well_formed(update)


@given(st.sampled_from(sorted(SAMPLES)), st.dictionaries(st.text(max_size=12), _junk))
def test_junk_never_breaks_reading(event: str, payload: dict[str, Any]) -> None:
    for update in inbound.read(event, payload, around()):
        assert_well_formed(update)


@given(st.one_of(damaged(SLASH), damaged(PRESS)))
def test_a_damaged_interaction_never_breaks_reading(payload: dict[str, Any]) -> None:
    read = interactions.read(payload, around())
    if read is not None:
        assert_well_formed(read[1])


def test_an_event_that_is_not_ours_tells_nothing() -> None:
    assert inbound.read("TYPING_START", {"user_id": "7"}, around()) == ()


def test_the_same_message_has_the_same_key_when_it_comes_again() -> None:
    first, again = (
        inbound.read("MESSAGE_CREATE", SAMPLES["MESSAGE_CREATE"], around())[0] for _ in range(2)
    )
    assert first.key == again.key == "discord:1:m:9"


def test_a_message_is_read_with_nickname_reply_and_plain_words() -> None:
    [heard] = inbound.read("MESSAGE_CREATE", SAMPLES["MESSAGE_CREATE"], around())
    assert isinstance(heard, Message)
    assert (heard.actor.name, heard.reply_to) == ("波波", "5")
    assert heard.text == "@小波 你好 :smile:"


@pytest.mark.parametrize("kind", [6, 7, 8, 18, 20, 21])
def test_what_discord_itself_says_is_no_message(kind: int) -> None:
    assert (
        inbound.read("MESSAGE_CREATE", SAMPLES["MESSAGE_CREATE"] | {"type": kind}, around()) == ()
    )


def test_our_own_words_are_not_heard() -> None:
    own = SAMPLES["MESSAGE_CREATE"] | {"author": USER | {"id": "2"}}
    assert inbound.read("MESSAGE_CREATE", own, around()) == ()


def test_a_deletion_in_a_private_chat_is_heard_where_the_chat_is_known() -> None:
    [heard] = inbound.read("MESSAGE_DELETE", {"id": "9", "channel_id": "6"}, around())
    assert isinstance(heard, MessageDeleted)
    assert (heard.chat.private, heard.chat.id) == (True, "7")
    assert inbound.read("MESSAGE_DELETE", {"id": "9", "channel_id": "5"}, around()) == ()


def test_many_deletions_at_once_are_each_heard() -> None:
    heard = inbound.read("MESSAGE_DELETE_BULK", SAMPLES["MESSAGE_DELETE_BULK"], around())
    assert [update.key for update in heard] == ["discord:1:d:9", "discord:1:d:10"]


def test_interactions_of_other_kinds_are_passed_over() -> None:
    for kind in (1, 4, 5):
        assert interactions.read(SLASH | {"type": kind}, around()) is None


def test_slash_commands_and_presses_are_told_apart() -> None:
    slash, press = interactions.read(SLASH, around()), interactions.read(PRESS, around())
    assert slash is not None
    assert press is not None
    assert isinstance(slash[1], Command)
    assert slash[1].options == {"to": "id:8", "points": "5"}
    assert slash[1].mentions[0].name == "莉莉"
    assert isinstance(press[1], ButtonPress)
    assert (slash[0].pressed, press[0].pressed) == (False, True)
