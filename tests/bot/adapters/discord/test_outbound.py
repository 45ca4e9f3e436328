"""A post becomes payloads that Discord takes: short enough, few enough, and said plainly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord import DiscordOptions, outbound, slash
from bot.posts import Key, Post
from tests.bot.adapters.discord.harness import COMMANDS


def units(text: str) -> int:
    """Return the length as UTF-16 counts it."""
    return len(text.encode("utf-16-le")) // 2


@given(st.text(alphabet=st.sampled_from("好a\n 😀*\\"), max_size=3000), st.integers(10, 80))
def test_every_part_is_short_enough_and_nothing_but_space_is_lost(text: str, longest: int) -> None:
    parts = outbound.split(text, longest)
    assert all(units(part) <= longest for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


def test_a_short_text_is_one_part() -> None:
    assert outbound.split("你好") == ["你好"]
    assert len(outbound.split("好" * 2000)) == 1


def test_an_escape_is_never_cut_in_two() -> None:
    assert outbound.split("aaaaaaaaa\\*b", 10) == ["aaaaaaaaa", "\\*b"]


def test_long_rows_of_buttons_are_wrapped() -> None:
    row = tuple(Key(str(number), token=f"t{number}") for number in range(7))
    rows = outbound.components((row, row[:1]))
    assert [len(row["components"]) for row in rows] == [5, 2, 1]


def test_more_rows_than_discord_shows_are_left_out() -> None:
    keys = tuple((Key(str(number), token=f"t{number}"),) for number in range(8))
    assert len(outbound.components(keys)) == 5


def test_nonces_are_stable_distinct_and_short() -> None:
    post = Post("一封长信", nonce="letter-1")
    nonces = outbound.nonces(post, 3)
    assert nonces == outbound.nonces(post, 3)
    assert nonces[0] == "letter-1"
    assert len(set(nonces)) == 3
    assert all(len(nonce) <= 25 for nonce in nonces + outbound.nonces(Post("好" * 99), 2))


def test_commands_are_published_in_chinese_with_english_beside_it() -> None:
    gift, top, mute = (
        next(made for made in slash.commands(COMMANDS) if made["name"] == name)
        for name in ("gift", "top", "mute")
    )
    assert gift["description"] == gift["description_localizations"]["zh-TW"] == "送积分给同学"
    assert set(gift["description_localizations"]) == {"zh-CN", "zh-TW", "en-US", "en-GB"}
    assert [(o["name"], o["type"], o["required"]) for o in gift["options"]] == [
        ("to", 6, True),
        ("points", 4, True),
        ("note", 3, False),
    ]
    assert [choice["value"] for choice in top["options"][0]["choices"]] == ["week", "month"]
    assert mute["default_member_permissions"] == 1 << 40
    assert gift["default_member_permissions"] is None
    assert gift["contexts"] == [0, 1]


def test_no_more_commands_are_published_than_discord_takes() -> None:
    assert len(slash.commands(COMMANDS * 30)) == 100


def test_a_changed_description_is_a_difference_and_an_added_id_is_none() -> None:
    made = slash.commands(COMMANDS)
    listed = [command | {"id": "5", "version": "2", "nsfw": False} for command in made]
    assert slash.normal(listed) == slash.normal(made)
    listed[0] = listed[0] | {"description": "另一句话"}
    assert slash.normal(listed) != slash.normal(made)


@pytest.mark.parametrize(
    ("given_base", "meant"),
    [
        ("https://discord.com/api/v10", "https://discord.com/api/v10"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v10"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/api/v10"),
        ("http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/v10"),
        ("http://127.0.0.1:8080/api/v10/", "http://127.0.0.1:8080/api/v10"),
        ("http://127.0.0.1:8080/proxy", "http://127.0.0.1:8080/proxy"),
        ("", "https://discord.com/api/v10"),
    ],
)
def test_the_api_address_may_be_given_short(given_base: str, meant: str) -> None:
    assert DiscordOptions("made-up", api_base=given_base).api == meant


def test_the_gateway_address_is_a_websocket_s() -> None:
    assert DiscordOptions("made-up", gateway_url="https://host/").gateway == "wss://host/"
    assert DiscordOptions("made-up", gateway_url="").gateway is None


def test_options_do_not_show_the_token() -> None:
    assert "made-up" not in repr(DiscordOptions("made-up"))
