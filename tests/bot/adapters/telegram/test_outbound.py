"""Texts are cut to Telegram's sizes without losing a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram import redact
from bot.adapters.telegram.outbound import TEXT_UNITS, plan, split, units
from bot.posts import Post

WORDS = st.text(st.sampled_from("字a😀👨‍👩‍👧 \n"), max_size=60)


@given(WORDS, st.integers(2, 20))
def test_a_split_text_fits_and_says_the_same(text: str, limit: int) -> None:
    pieces = list(split(text, limit))
    assert all(0 < units(piece) <= limit for piece in pieces)
    assert all(piece.strip() for piece in pieces)
    kept = "".join("".join(pieces).split())
    assert kept == "".join(text.split())


@given(st.text(st.sampled_from("题😀"), min_size=1, max_size=3), st.integers(0, 9000))
def test_every_part_of_a_plan_fits(title: str, length: int) -> None:
    parts = plan(Post("长" * length, title=title))
    assert all(units(part.text) <= TEXT_UNITS for part in parts)
    assert parts[0].bold == units(title)
    assert all(part.bold == 0 for part in parts[1:])


def test_a_text_is_cut_at_a_line_end_where_there_is_one() -> None:
    assert list(split("一二三\n四五六\n七八九", 8)) == ["一二三\n四五六", "七八九"]
    assert list(split("one two three four", 10)) == ["one two ", "three four"]
    assert list(split("😀😀😀", 3)) == ["😀", "😀", "😀"]


@pytest.mark.parametrize(
    "leak",
    [
        "7001234567:AAHsecretsecretsecretsecret-secret_x",
        "POST https://api.telegram.org/bot7001234567:AAHsecret/getMe failed",
        "http://127.0.0.1:8081/botodd-secret/sendMessage",
        "odd-secret alone",
    ],
)
def test_a_token_is_taken_out_of_any_text(leak: str) -> None:
    assert "secret" not in redact(leak, "odd-secret")
