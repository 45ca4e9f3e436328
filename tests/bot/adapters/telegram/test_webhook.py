"""A webhook delivery is answered 200 after the commit, and only to who knows the secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.adapters.telegram import TelegramOptions
from tests.bot.adapters.telegram.running import RecordingEar, Running, free_port

if TYPE_CHECKING:
    from tests.standins.telegram import TelegramStandIn

SECRET = "only-telegram-knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def hooked(tg: TelegramStandIn, ear: RecordingEar | None = None) -> tuple[Running, str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/hooks/telegram"
    options: dict[str, Any] = {
        "mode": "webhook",
        "webhook_url": url,
        "webhook_secret": SECRET,
        "listen": f"127.0.0.1:{port}",
    }
    return Running(tg, ear, **options), url


def test_a_delivery_is_acknowledged_after_its_commit(tg: TelegramStandIn) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    running, url = hooked(tg)
    with running as bot:
        tg.wait(lambda: tg.webhook)
        assert tg.webhook == {"url": url, "secret_token": SECRET}
        alice.says(group, "/help")
        tg.wait(lambda: not tg.updates)
        assert len(bot.ear.heard) == 1
        assert tg.deliveries == [200]


def test_without_a_database_telegram_is_asked_to_come_again(tg: TelegramStandIn) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    running, _ = hooked(tg, RecordingEar(outages=2))
    with running as bot:
        alice.says(group, "/help")
        tg.wait(lambda: not tg.updates)
        assert tg.deliveries == [503, 503, 200]
        assert len(bot.ear.heard) == 1


def test_a_delivery_without_the_secret_is_refused(tg: TelegramStandIn) -> None:
    running, url = hooked(tg)
    update = {"update_id": 1, "message": {}}
    with running as bot:
        tg.wait(lambda: tg.webhook)
        for headers in ({}, {HEADER: "guess"}, {HEADER: SECRET + "x"}):
            assert httpx.post(url, json=update, headers=headers).status_code == 403
        assert bot.ear.tries == []


def test_what_is_no_update_does_not_come_back_for_ever(tg: TelegramStandIn) -> None:
    running, url = hooked(tg)
    headers = {HEADER: SECRET}
    with running as bot:
        tg.wait(lambda: tg.webhook)
        assert httpx.post(url, content=b"{", headers=headers).status_code == 400
        assert httpx.post(url, content=b"[" * 100_000, headers=headers).status_code == 400
        assert httpx.post(url, json={"update_id": 5, "message": 7}, headers=headers).is_success
        assert httpx.post(url, content=b" " * (2 << 20), headers=headers).status_code == 413
        assert httpx.get(url, headers=headers).status_code == 405
        assert bot.ear.tries == []


def test_the_secret_is_derived_alike_where_none_is_set() -> None:
    some = [
        TelegramOptions("1:a", mode="webhook", webhook_url=f"https://{host}.example/t")
        for host in ("one", "two")
    ]
    assert some[0].secret == some[1].secret
    assert some[0].secret != TelegramOptions("1:b").secret
    assert some[0].secret not in repr(some[0])


@pytest.mark.parametrize(
    ("wrong", "setting"),
    [
        ({"token": " "}, "QUNZHU_TELEGRAM_TOKEN"),
        ({"mode": "telepathy"}, "QUNZHU_TELEGRAM_MODE"),
        ({"mode": "webhook"}, "QUNZHU_TELEGRAM_WEBHOOK_URL"),
        ({"listen": "8443"}, "QUNZHU_TELEGRAM_LISTEN"),
        ({"webhook_secret": "有空格 的"}, "QUNZHU_TELEGRAM_WEBHOOK_SECRET"),
    ],
)
def test_a_wrong_setting_is_named(wrong: dict[str, Any], setting: str) -> None:
    with pytest.raises(ValueError, match=setting):
        TelegramOptions(**{"token": "1:a", **wrong})
