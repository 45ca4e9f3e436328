"""The stand-in is as strict as the public description of the Bot API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.standins.telegram import TelegramStandIn

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def strict() -> Iterator[TelegramStandIn]:
    with TelegramStandIn(limits=True) as tg:
        yield tg


def call(tg: TelegramStandIn, method: str, **how: Any) -> dict[str, Any]:  # noqa: ANN401 - a body
    answer = httpx.post(f"{tg.url}/bot{tg.token}/{method}", **how)
    result: dict[str, Any] = answer.json()
    assert result["ok"] == answer.is_success
    assert result.get("error_code", 200) == answer.status_code
    return result


def test_every_kind_of_body_is_understood(strict: TelegramStandIn) -> None:
    chats = [strict.group(name) for name in ("一", "二", "三")]
    keyboard = '{"inline_keyboard":[[{"text":"好","callback_data":"x"}]]}'
    call(strict, "sendMessage", json={"chat_id": chats[0].id, "text": "JSON"})
    call(
        strict, "sendMessage", data={"chat_id": chats[1].id, "text": "1", "reply_markup": keyboard}
    )
    call(strict, "sendPhoto", data={"chat_id": chats[2].id}, files={"photo": ("p.png", b"png")})
    assert [chat.texts for chat in chats] == [["JSON"], ["1"], [""]]
    assert chats[1].messages[0].labels == ["好"]
    assert chats[2].messages[0].photo == b"png"


def test_what_is_not_documented_is_refused(strict: TelegramStandIn) -> None:
    if strict.spec is None:
        pytest.skip("there is no description of the Bot API here")
    group = strict.group("群")
    for wrong in (
        {"text": "没有收件人"},
        {"chat_id": group.id, "text": "好", "parse_mod": "HTML"},
        {"chat_id": group.id, "text": 5},
        {"chat_id": group.id, "text": "好", "entities": [{"type": "bold", "offset": "0"}]},
        {"chat_id": group.id, "text": "好", "reply_markup": {"inline_keyboard": [{"text": "x"}]}},
    ):
        assert call(strict, "sendMessage", json=wrong)["error_code"] == 400
    assert len(strict.spec_problems) == 5
    assert group.texts == []


def test_a_wrong_token_and_a_wrong_method_are_refused(strict: TelegramStandIn) -> None:
    assert call(strict, "sendPigeon")["error_code"] == 404
    assert httpx.post(f"{strict.url}/bot1:wrong/getMe").status_code == 401


def test_who_sends_too_fast_is_silenced(strict: TelegramStandIn) -> None:
    group, other = strict.group("群"), strict.group("别的群")
    codes = [
        call(strict, "sendMessage", json={"chat_id": chat.id, "text": "快"}).get("parameters")
        for chat in (group, group, other)
    ]
    assert codes == [None, {"retry_after": 1}, {"retry_after": 1}]
    assert strict.violations == ["more than 1 in 1.0 s", "asked during a retry_after"]


def test_an_update_is_forgotten_by_asking_for_the_next(strict: TelegramStandIn) -> None:
    alice, group = strict.user("小艾"), strict.group("群")
    for text in ("一", "二", "三"):
        alice.says(group, text)
    first = call(strict, "getUpdates")["result"]
    assert [update["message"]["text"] for update in first] == ["一", "二", "三"]
    assert call(strict, "getUpdates")["result"] == first
    rest = call(strict, "getUpdates", json={"offset": first[1]["update_id"]})["result"]
    assert rest == first[1:]
    last = call(strict, "getUpdates", json={"offset": -1})["result"]
    assert last == strict.updates == first[2:]


def test_polling_and_a_webhook_exclude_each_other(strict: TelegramStandIn) -> None:
    call(strict, "setWebhook", json={"url": "http://127.0.0.1:9/x"})
    assert call(strict, "getUpdates")["error_code"] == 409
    call(strict, "deleteWebhook")
    assert call(strict, "getUpdates")["ok"]


def test_what_nobody_asked_for_does_not_come(strict: TelegramStandIn) -> None:
    bob, group = strict.user("小波"), strict.group("群")
    bob.joins(group)
    assert call(strict, "getUpdates")["result"] == []
    call(strict, "getUpdates", json={"allowed_updates": ["chat_member"]})
    bob.leaves(group)
    [update] = call(strict, "getUpdates")["result"]
    assert update["chat_member"]["new_chat_member"]["status"] == "left"
