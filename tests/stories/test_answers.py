"""Questions and answers: who may accept, what a vote is worth, and where an answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import points
from tests.stories.classroom import points_of, skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

QUESTION, ANSWER = "m-question", "m-answer"

REFUSED = (
    ("/ask", "缺少「问题」。用法：/ask <问题>"),
    ("/ask 啊", "请把问题写具体一点，至少 4 个字。"),
    ("/ask " + "长" * 3001, "问题太长了，最多 3000 个字，请精简一下。"),
    ("/answer", "缺少「编号」。用法：/answer <编号> <回答>"),
    ("/answer 1", "缺少「回答」。用法：/answer <编号> <回答>"),
    ("/answer 一 好的", "「编号」要写成整数，不能是「一」。用法：/answer <编号> <回答>"),
)


@pytest.fixture
def offered(g1: Group, alice: Person, bob: Person) -> str:
    """Have alice ask and bob answer; return the message that offers to accept."""
    alice.says(g1, "/ask 列表和元组有什么区别？", id=QUESTION)
    heard = bob.says(g1, "元组不能改，列表可以", reply_to=QUESTION, id=ANSWER)
    return str(heard.only(chat="g1").last["id"])


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("emoji", ["✅", "👌", "💯"])
def test_the_asker_accepts_by_a_reaction(alice: Person, bob: Person, emoji: str) -> None:
    assert "✅ alice 采纳了 bob 对 #1 的回答，bob 得到 15 分。" in alice.reacts(ANSWER, emoji)
    assert points_of(bob) == 20
    assert not alice.reacts(ANSWER, emoji).lines
    assert not alice.unreacts(ANSWER, emoji).lines
    assert points_of(bob) == 20


def test_the_reaction_may_stand_on_the_message_of_the_bot(alice: Person, offered: str) -> None:
    assert "alice 采纳了 bob" in alice.reacts(offered, "✅")


def test_the_tick_of_anybody_else_accepts_nothing(carol: Person, bob: Person, offered: str) -> None:
    assert not carol.reacts(ANSWER, "✅").lines
    assert not bob.reacts(ANSWER, "✅").lines
    assert carol.presses("采纳", offered).toasts.text == "这个按钮不是给你的。"
    assert bob.presses("采纳", offered).toasts.text == "这个按钮不是给你的。"
    assert points_of(bob) == 5


def test_an_answer_is_accepted_once(alice: Person, bob: Person, offered: str) -> None:
    alice.presses("采纳", offered)
    assert alice.presses("采纳", offered).toasts.text == "#1 已经采纳过回答了。"
    assert (points_of(alice), points_of(bob)) == (4, 20)


def test_only_one_of_two_answers_is_accepted(
    g1: Group, alice: Person, carol: Person, bob: Person, offered: str
) -> None:
    other = carol.says(g1, "元组还能当字典的键", reply_to=QUESTION).last["id"]
    alice.presses("采纳", other)
    assert alice.presses("采纳", offered).toasts.text == "#1 已经采纳过回答了。"
    assert not alice.reacts(ANSWER, "✅").lines
    assert (points_of(bob), points_of(carol)) == (5, 20)


def test_the_button_expires_after_a_week(stage: Stage, alice: Person, offered: str) -> None:
    skip_to(stage, "2026-01-12 09:02")
    assert alice.presses("采纳", offered).toasts.text == "这个按钮已经过期了，请重新发送命令。"
    assert "alice 采纳了 bob" in alice.reacts(ANSWER, "✅")


@pytest.mark.usefixtures("offered")
def test_a_vote_pays_once_and_is_taken_back(bob: Person, carol: Person) -> None:
    assert not carol.reacts(ANSWER, "👍").lines
    carol.reacts(ANSWER, "❤")
    assert points_of(bob) == 15
    carol.unreacts(ANSWER, "👍")
    assert points_of(bob) == 5
    carol.unreacts(ANSWER, "👍")
    assert points_of(bob) == 5
    assert "-10　撤回：回答获赞 · 问题 #1" in bob.tells("/why")


@pytest.mark.usefixtures("offered")
def test_voting_again_and_again_pays_one_vote(stage: Stage, bob: Person, carol: Person) -> None:
    for _ in range(3):
        carol.reacts(ANSWER, "👍")
        carol.unreacts(ANSWER, "👍")
    carol.reacts(ANSWER, "👍")
    assert points_of(bob) == 15
    assert stage.read(lambda uow: points.audit(uow, 1)) == []


@pytest.mark.usefixtures("offered")
def test_ones_own_vote_pays_nothing(bob: Person) -> None:
    bob.reacts(ANSWER, "👍")
    assert points_of(bob) == 5


def test_a_vote_on_anything_else_is_nothing(g1: Group, bob: Person, carol: Person) -> None:
    bob.says(g1, "今天天气不错", id="chatter")
    assert not carol.reacts("chatter", "👍").lines
    assert points_of(bob) == 0


@pytest.mark.usefixtures("offered")
def test_the_asker_adds_to_their_own_question_for_nothing(g1: Group, alice: Person) -> None:
    assert not alice.says(g1, "补充一下，是 Python 3", reply_to=QUESTION).lines
    refused = alice.says(g1, "/answer 1 我自己答一下")
    assert refused.text == "不能回答自己的问题。要补充说明，直接在群里回复就好。"
    assert points_of(alice) == 2


@pytest.mark.usefixtures("offered")
def test_a_second_answer_of_the_same_member_pays_nothing_more(g1: Group, bob: Person) -> None:
    assert "💡 bob 回答了 #1" in bob.says(g1, "再补一句，元组更省内存", reply_to=QUESTION)
    assert points_of(bob) == 5


def test_a_reply_to_an_unknown_message_is_ordinary_talk(g1: Group, bob: Person) -> None:
    assert not bob.says(g1, "同意楼上", reply_to="nowhere").lines
    assert points_of(bob) == 0


def test_an_answer_to_no_question_is_refused(g1: Group, bob: Person) -> None:
    assert bob.says(g1, "/answer 7 就是这样").text == "没有 #7 这个问题。"


def test_an_answer_from_private_is_posted_where_the_question_was_asked(
    g1: Group, alice: Person, bob: Person
) -> None:
    alice.says(g1, "/ask 索引什么时候会失效？")
    heard = bob.tells("/answer 1 对列用了函数就用不上索引")
    assert heard.only(chat="dm:bob").text.startswith("收到！你的回答已转到 #1 提问的群里")
    [posted] = heard.only(chat="g1")
    assert posted["text"] == (
        "💡 bob 回答了 #1\n对列用了函数就用不上索引\n\nalice，如果解决了你的问题，请点「采纳」。"
    )
    assert posted["buttons"] == ["✅ 采纳"]
    assert "bob 得到 15 分" in alice.presses("采纳", posted["id"])


def test_an_answer_from_another_platform_finds_its_way(
    stage: Stage, g1: Group, alice: Person
) -> None:
    zoe = stage.person("zoe", "console2")
    h1 = stage.group("h1", "console2")
    alice.says(g1, "/ask 两个平台能看到同一个问题吗？")
    assert "两个平台能看到同一个问题吗？" in zoe.says(h1, "/unanswered")
    heard = zoe.says(h1, "/answer 1 能，用编号回答就行")
    assert [line["chat"] for line in heard.sent] == ["h1", "g1"]
    assert "zoe 得到 15 分" in alice.presses("采纳")
    assert points_of(zoe) == 20
    assert zoe.says(h1, "/unanswered").text == "现在没有等人回答的问题 🎉"


def test_a_question_asked_in_private_is_put_to_the_group(
    g1: Group, alice: Person, bob: Person
) -> None:
    bob.says(g1, "在的")
    heard = alice.tells("/ask 不好意思在群里问，怎么换行？")
    assert heard.only(chat="dm:alice").text == "已把 #1 发到「g1」，有人回答时那里会提醒你。"
    [posted] = heard.only(chat="g1")
    assert "alice 问：不好意思在群里问，怎么换行？" in posted["text"]
    assert "💡 bob 回答了 #1" in bob.says(g1, "用反斜杠 n", reply_to=posted["id"])


def test_what_cannot_be_asked_or_answered_is_refused(g1: Group, alice: Person) -> None:
    for text, said in REFUSED:
        assert alice.says(g1, text).text == said
    assert points_of(alice) == 0
