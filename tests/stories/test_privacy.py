"""Privacy: what is kept, what is handed over, what is erased; and what is never written down."""

from __future__ import annotations

import io
import json
import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from bot import logs
from demo import school
from tests.stories.classroom import furnish, points_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stories.dialogue import Group, Heard, Person, Stage

QUESTION = "怎样把嵌套的列表一下子摊平？"
ANSWER = "用 itertools 里的 chain 最省事"
ASKED_IN_PRIVATE = "这个问题我只敢私下问"
# Moderation keeps what of its own lists was found, and the domain of a link; nothing around it.
SUSPICIOUS = (
    "诚招手机兼职日结三百佣金秒到 加薇芯：kefu_9527_secret",
    "看这里领空投红包 https://prize.example.com/invite/only-for-you-8841",
    "你这个写出这种代码的大傻逼真让人开眼",
    "有意者扣扣：2998123456",
)
ROOMS = {
    "care",
    "courses",
    "experiments",
    "members",
    "membership",
    "moderation",
    "points",
    "questions",
    "recommend",
    "screening",
    "sentiment",
}


def test_ordinary_talk_is_written_down_nowhere(stage: Stage, g1: Group) -> None:
    alice, bob = stage.person("alice"), stage.person("bob")
    with _log() as log:
        said = list(_talk(stage, g1, alice, bob))
        alice.says(g1, f"/ask {QUESTION}", id="q")
        bob.says(g1, ANSWER, reply_to="q")
    kept = _bytes(stage)
    assert [text for text in said if _stands_in(kept, text)] == []
    assert [text for text in (*said, QUESTION, ANSWER) if text in log.getvalue()] == []
    assert _stands_in(kept, QUESTION)
    assert _stands_in(kept, ANSWER)


def test_forgetting_leaves_no_word_in_the_files(stage: Stage, g1: Group) -> None:
    alice, bob = stage.person("alice-in-person"), stage.person("bob")
    alice.says(g1, f"/ask {QUESTION}", id="q")
    bob.tells("/ask 有人在吗，问个小问题")
    alice.tells(f"/answer 2 {ANSWER}")
    alice.tells(f"/ask {ASKED_IN_PRIVATE}")
    alice.tells("/nickname 独一无二的昵称")
    alice.tells("/forgetme")
    assert "已经删除。" in alice.presses("删除我的数据")
    stage.app.close()
    kept = _bytes(stage)
    words = (QUESTION, ANSWER, ASKED_IN_PRIVATE, "独一无二的昵称", "alice-in-person")
    assert [text for text in words if _stands_in(kept, text)] == []


def test_privacy_is_explained_with_a_switch_for_each_purpose(alice: Person) -> None:
    heard = alice.tells("/privacy")
    assert "我不保存什么：群里的普通消息。" in heard
    assert "⬜ 按我的学习记录推荐课程" in heard.buttons
    assert "✅ 在积分榜上显示我" in heard.buttons
    assert "还有给你推荐过哪些课（半年后删除）" in heard
    switched = alice.presses("在积分榜上显示我")
    assert "好的，已关掉「在积分榜上显示我」。" in switched.toasts
    card = switched.only(action="edit")
    assert card.last["id"] == heard.last["id"]
    assert {"⬜ 在积分榜上显示我", "⬜ 按我的学习记录推荐课程"} <= set(card.buttons)
    assert "✅ 按我的学习记录推荐课程" in alice.presses("按我的学习记录推荐课程").buttons


def test_whoever_wants_no_place_on_the_board_has_none(
    g1: Group, alice: Person, bob: Person
) -> None:
    for person in (alice, bob):
        person.says(g1, "签到")
    alice.tells("/privacy")
    alice.presses("在积分榜上显示我")
    assert "alice" not in bob.says(g1, "/top")
    assert points_of(alice) == 3


def test_ones_data_comes_as_a_file_to_oneself_alone(stage: Stage, g1: Group, root: Person) -> None:
    alice = stage.person("alice")
    root.says(g1, "大家好")
    furnish(stage)
    alice.says(g1, "签到")
    alice.says(g1, f"/ask {QUESTION}")
    alice.says(g1, "/course py-start")
    alice.presses("报名")
    alice.tells("/trial")
    alice.tells("/privacy")
    alice.presses("按我的学习记录推荐课程")
    heard = alice.says(g1, "/mydata")
    assert heard.last["private"]
    data = _file(heard)
    assert data.keys() == ROOMS
    assert data["points"]["balance"] == 5
    assert [row["text"] for row in data["questions"]["asked"]] == [QUESTION]
    assert data["members"]["consents"][0]["purpose"] == "recommend"
    assert "py-start" in json.dumps(data["courses"])
    assert "premium" in json.dumps(data["membership"])


def test_nothing_is_erased_without_a_second_word(g1: Group, alice: Person, bob: Person) -> None:
    alice.says(g1, "签到")
    heard = alice.says(g1, "/forgetme")
    assert heard.last["private"]
    assert heard.buttons == ["删除我的数据", "再想想"]
    assert points_of(alice) == 3
    assert alice.presses("再想想").last["text"] == "好的，什么都没有删。"
    assert points_of(alice) == 3
    assert points_of(bob) == 0


def test_whoever_was_forgotten_comes_back_as_somebody_new(
    stage: Stage, g1: Group, alice: Person, bob: Person
) -> None:
    asked = alice.says(g1, f"/ask {QUESTION}")
    bob.says(g1, ANSWER, reply_to=asked.last["id"])
    alice.tells("/trial")
    alice.tells("/forgetme")
    alice.presses("删除我的数据")
    assert points_of(alice) == 0
    assert "你现在是「免费成员」。" in alice.tells("/membership")
    assert _file(alice.tells("/mydata"))["questions"] == {"asked": [], "answered": []}
    assert points_of(bob) == 5
    assert "alice" not in bob.says(g1, "/top")
    assert not stage.clock_to("2026-01-06 09:00").only(chat="dm:alice").lines
    assert not bob.says(g1, "还有人看到这个问题吗", reply_to=asked.last["id"]).lines
    assert bob.says(g1, "/answer 1 再答一次").text == "没有 #1 这个问题。"
    assert "注销" not in bob.says(g1, "/unanswered")


def _talk(stage: Stage, g1: Group, alice: Person, bob: Person) -> Iterator[str]:
    """Say ordinary things of every kind; yield what was said."""
    board = alice.says(g1, "/top").last["id"]
    for number, text in enumerate(school.chatter()):
        person = stage.person(f"member-{number % 7}")
        person.says(g1, text)
        yield text
    for text in ("回复机器人的一句闲话也不该留下", "我真的非常生气，再也不来了"):
        bob.says(g1, text, reply_to=board)
        yield text
    for text in ("私下里跟机器人说的悄悄话", "签到签到我要签到", "／不是命令的一行字"):
        alice.tells(text)
        yield text
    advertiser = stage.person("advertiser")
    for text in SUSPICIOUS:
        advertiser.says(g1, text)
        yield from text.split()
    stage.clock_to("2026-01-06 04:00")


@contextmanager
def _log() -> Iterator[io.StringIO]:
    """Write the log as the programme does, from debug on."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    logs.set_up("debug", stream=stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()


def _bytes(stage: Stage) -> bytes:
    """Return everything in the database's files, the journal too."""
    path = Path(stage.database)
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def _stands_in(kept: bytes, text: str) -> bool:
    spellings = (text.encode(), json.dumps(text).strip('"').encode(), text.encode("utf-16-le"))
    return any(spelling in kept for spelling in spellings)


def _file(heard: Heard) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(heard.last["file"]).read_text("utf-8"))
    return found
