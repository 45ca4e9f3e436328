"""Buttons cannot be forged, moved to another chat, or pressed after their time."""

from __future__ import annotations

import string
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seals import TOKEN_BYTES, BrokenSealError, ExpiredSealError, Pressed, Seals
from core.addresses import Address
from core.cards import Button, Card

NOW = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
GROUP = Address("telegram", "-100200300")
SEALS = Seals("a secret of the tests")
BUTTON = Button("采纳", "accept", arg="42", owner=7)
TOKEN = SEALS.close(BUTTON, GROUP, NOW)
OTHERS = [
    Address("telegram", "-100200301"),
    Address("discord", "-100200300"),
    Address("telegram", ""),
]
# No bar, which parts the token's fields, and at most 24 bytes.
ARGS = st.text(max_size=24).filter(lambda arg: "|" not in arg and len(arg.encode()) <= 24)


@given(arg=ARGS, owner=st.none() | st.integers(0, 10**7))
def test_what_was_sealed_is_what_is_opened(arg: str, owner: int | None) -> None:
    token = SEALS.close(Button("x", "act", arg, owner), GROUP, NOW)
    opened = SEALS.open(token, "telegram", GROUP.chat_id, NOW)
    assert (opened.action, opened.arg, opened.owner) == ("act", arg, owner)


@given(at=st.integers(0, len(TOKEN) - 1), char=st.characters(codec="utf-8"))
def test_a_token_with_any_character_changed_is_refused(at: int, char: str) -> None:
    changed = f"{TOKEN[:at]}{char}{TOKEN[at + 1 :]}"
    if changed == TOKEN:
        return
    with pytest.raises(BrokenSealError):
        SEALS.open(changed, "telegram", GROUP.chat_id, NOW)


@given(st.text())
def test_no_text_is_taken_for_a_token(text: str) -> None:
    with pytest.raises(BrokenSealError):
        SEALS.open(text, "telegram", GROUP.chat_id, NOW)


def test_ten_thousand_guessed_signatures_are_all_refused() -> None:
    guess = Random(20260105)  # noqa: S311 - the same guesses every time
    letters = string.ascii_letters + string.digits + "-_"
    plain = TOKEN.rpartition("|")[0]
    opened: list[Pressed] = []
    for _ in range(10_000):
        token = f"{plain}|{''.join(guess.choices(letters, k=12))}"
        with suppress(BrokenSealError):
            opened.append(SEALS.open(token, "telegram", GROUP.chat_id, NOW))
    assert opened == []


@pytest.mark.parametrize("to", OTHERS)
def test_a_token_opens_in_its_own_chat_alone(to: Address) -> None:
    with pytest.raises(BrokenSealError):
        SEALS.open(TOKEN, to.platform, to.chat_id, NOW)


def test_another_installation_cannot_open_it() -> None:
    with pytest.raises(BrokenSealError):
        Seals("another secret").open(TOKEN, "telegram", GROUP.chat_id, NOW)


def test_a_token_of_another_owner_does_not_fit_this_one() -> None:
    theirs = SEALS.close(Button("采纳", "accept", arg="42", owner=8), GROUP, NOW)
    plain, signature = TOKEN.rpartition("|")[0], theirs.rpartition("|")[2]
    with pytest.raises(BrokenSealError):
        SEALS.open(f"{plain}|{signature}", "telegram", GROUP.chat_id, NOW)


def test_a_token_expires_when_its_button_does() -> None:
    end = NOW + BUTTON.life
    assert SEALS.open(TOKEN, "telegram", GROUP.chat_id, end).arg == "42"
    with pytest.raises(ExpiredSealError):
        SEALS.open(TOKEN, "telegram", GROUP.chat_id, end + timedelta(minutes=1))


@pytest.mark.parametrize("button", [Button("x", "act", "字" * 40), Button("x", "act", "a|b")])
def test_what_does_not_fit_is_an_error_when_it_is_sealed(button: Button) -> None:
    with pytest.raises(ValueError, match="act"):
        SEALS.close(button, GROUP, NOW)


def test_a_card_of_buttons_becomes_keys_and_addresses_stay_what_they_are() -> None:
    card = Card("选一个", buttons=((BUTTON, Button("去上课", url="https://example.com/1")),))
    [[sealed, link]] = SEALS.keys(card, GROUP, NOW)
    assert (sealed.label, sealed.token, sealed.url) == ("采纳", TOKEN, "")
    assert (link.label, link.token, link.url) == ("去上课", "", "https://example.com/1")
    assert len(sealed.token.encode()) <= TOKEN_BYTES


def test_a_code_holds_for_its_purpose_and_its_time() -> None:
    life = timedelta(minutes=10)
    code = SEALS.code("bind:1", NOW, life)
    assert code == SEALS.code("bind:1", NOW + timedelta(minutes=9), life)
    assert code == SEALS.code("bind:1", NOW + life, life, steps_ago=1)
    assert code not in {SEALS.code("bind:2", NOW, life), SEALS.code("bind:1", NOW + life, life)}
    assert code.isalnum()
