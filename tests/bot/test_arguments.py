"""Arguments are read from a line or from options; what does not fit is answered by the usage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot import arguments
from bot.context import Context
from bot.routes import Choice, Rest, command, declared_in
from bot.updates import Command
from core import communities, members
from core.i18n import speaking
from core.members import Member, Sighting, Visitor
from core.refusal import Refusal
from core.roles import Role
from tests.bot.front import Front, group, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.routes import CommandSpec

    Read = Callable[..., dict[str, object]]

HERE = group("g1", "telegram")
ALICE, BOB = person("alice", "telegram"), person("bob", "telegram")


class Period(Choice):
    """Two periods that have English names already."""

    WEEK = "近7天"
    ALL = "总榜"


def _about(_ctx: Context, who: Member, period: Period, note: Rest | None = None) -> None:
    """Take a person, a choice and the rest."""
    del who, period, note


def _counted(_ctx: Context, number: int, word: str = "", more: str = "") -> None:
    """Take a number and words."""
    del number, word, more


ABOUT = command("about", "关于", who="成员", period="周期", note="内容")(_about)
COUNTED = command("counted", "数一数", number="编号", word="名称", more="内容")(_counted)


def _spec(handler: object) -> CommandSpec:
    class Module:
        """A module with one handler."""

        declared = handler

    [spec] = declared_in(Module)
    return spec  # type: ignore[return-value]


@pytest.fixture
def read(front: Front) -> Iterator[Read]:
    """Return what reads a line for a command, in a community where Alice and Bob are known."""
    with front.writer.begin() as uow:
        community = communities.create(uow, "读书会")
        for who in (ALICE, BOB):
            visitor = Visitor(who.platform, who.id, who.name, who.username)
            member = members.recognise_one(uow, Sighting(community.id, visitor))

        def read(handler: object, line: str, **known: Any) -> dict[str, object]:  # noqa: ANN401
            said = front.said(BOB, f"/x {line}".strip(), HERE, **known)
            assert isinstance(said, Command)
            ctx = Context(said, community, member, Role.MEMBER, uow)
            return arguments.read(ctx, _spec(handler), said)

        yield read


def _name(value: object) -> str:
    assert isinstance(value, Member)
    return value.name


def test_each_word_goes_to_its_parameter_and_the_rest_to_the_last(read: Read) -> None:
    values = read(ABOUT, "@alice 近7天 说点 什么\n再说一行")
    assert _name(values["who"]) == "alice"
    assert values["period"] is Period.WEEK
    assert values["note"] == "说点 什么\n再说一行"


@pytest.mark.parametrize("line", ["3 好", "3\n好", "3\u3000好", "#3  好 ", "３ 好"])
def test_words_may_be_parted_by_whatever_a_keyboard_gives(read: Read, line: str) -> None:
    assert read(COUNTED, line) == {"number": 3, "word": "好"}


@pytest.mark.parametrize("line", ['3 "一 二" 三', "3 “一 二” 三", '3 "一 二"三'])
def test_quotation_marks_hold_words_together(read: Read, line: str) -> None:
    assert read(COUNTED, line) == {"number": 3, "word": "一 二", "more": "三"}


@pytest.mark.parametrize("written", ["总榜", "all", "ALL", "All", "All time"])
def test_a_choice_is_understood_in_either_language_and_by_its_name(
    read: Read, written: str
) -> None:
    assert read(ABOUT, f'@alice "{written}"')["period"] is Period.ALL


@pytest.mark.parametrize("written", ["@alice", "@ALICE", "alice", "id:telegram-alice"])
def test_a_person_is_named_by_username_name_or_id(read: Read, written: str) -> None:
    assert _name(read(ABOUT, f"{written} 近7天")["who"]) == "alice"


def test_a_reply_names_whom_the_line_does_not(read: Read) -> None:
    assert _name(read(ABOUT, "近7天", reply_author=ALICE)["who"]) == "alice"
    assert _name(read(ABOUT, "@bob 近7天", reply_author=ALICE)["who"]) == "bob"


def test_a_mention_without_a_username_names_the_person_mentioned(read: Read) -> None:
    shown = person("alice", "telegram")
    values = read(ABOUT, "@alice 近7天", mentions=(shown,))
    assert _name(values["who"]) == "alice"


def test_options_are_taken_by_name(read: Read) -> None:
    options = {"who": "id:telegram-alice", "period": "ALL", "note": " 一 二 "}
    values = read(ABOUT, "", options=options)
    assert (_name(values["who"]), values["period"], values["note"]) == (
        "alice",
        Period.ALL,
        "一 二",
    )


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("", "缺少「编号」。"),
        ("好", "「编号」要写成整数，不能是「好」。"),
        ("1.5", "「编号」要写成整数"),
        ("9999999999999999999999", "「编号」要写成整数"),
        ("1 二 三 四", "「四」是多余的。"),
    ],
)
def test_what_does_not_fit_is_answered_by_the_usage(read: Read, line: str, trouble: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(COUNTED, line)
    assert trouble in refused.value.said()
    assert refused.value.said().endswith("用法：/counted <编号> [名称] [内容]")


def test_the_usage_is_spoken_in_the_speakers_language(read: Read) -> None:
    with speaking("en"), pytest.raises(Refusal) as refused:
        read(ABOUT, "@alice 明年")
    with speaking("en"):
        said = refused.value.said()
    assert said.startswith("There is no option “明年”. Usage: /about <member> <Week|")


def test_a_person_nobody_knows_is_refused(read: Read) -> None:
    for written in ("@nobody", "id:telegram-nobody", "谁"):
        with pytest.raises(Refusal, match="没有找到"):
            read(ABOUT, f"{written} 近7天")
