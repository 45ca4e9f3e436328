"""Two communities on one installation know nothing of each other."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, courses, members, questions
from core.addresses import Address
from core.refusal import Refusal
from core.roles import Role
from tests.bot.front import Front, alone, button, group, person, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.updates import Chat, Person
    from core.communities import Community
    from core.members import Member
    from core.uow import UnitOfWork

HERE, THERE = group("读书群", "telegram"), group("健身群", "telegram")
# The same account is a member here and there; each writes what the other community must not see.
BOTH = person("both", "telegram")
SECRETS = {HERE.id: "红楼梦里谁最可怜", THERE.id: "深蹲膝盖疼怎么办"}
ASKED = (
    "/unanswered",
    "/top",
    "/top 总榜",
    "/why",
    "/points",
    "/courses",
    "/courses 课",
    "/mycourses",
    "/me",
    "/membership",
    "/plans",
    "/suggest",
    "/exposure",
    "/segments",
    "/experiments",
    "/rules",
    "/community",
    "/mood",
    "/jobs",
    "/help",
    "/interests",
    "/mydata",
)


@pytest.fixture
def front(sqlite_url: str) -> Iterator[Front]:
    """Serve two communities in which the same things go on."""
    with Front(sqlite_url, trusted=()) as front:
        for chat in (HERE, THERE):
            _found(front, chat)
            boss = _boss(chat)
            front.says(boss, f"/community 群规 本群只谈{chat.id}的事", chat, role=Role.ADMIN)
            front.says(BOTH, f"/ask {SECRETS[chat.id]}？", chat)
            front.says(boss, "/answer 1 这个问题大家都遇到过", chat)
            front.says(BOTH, "/checkin", chat)
            front.says(person(f"{chat.id}的人", "telegram"), "/checkin", chat)
        yield front


def _boss(chat: Chat) -> Person:
    return person(f"{chat.id}的群主", "telegram")


def _found(front: Front, chat: Chat) -> None:
    def found(uow: UnitOfWork) -> None:
        community = communities.create(uow, f"{chat.id}社群")
        communities.bind(uow, community.id, chat.platform, chat.id, title=chat.title)
        rows = f"code,title,tags\nC1,{chat.id}专属课,{chat.id}标签\n".encode()
        courses.import_courses(uow, community.id, courses.read_courses(rows, "a.csv"))

    front.does(found)


def _community(front: Front, chat: Chat) -> Community:
    def find(uow: UnitOfWork) -> Community:
        place = communities.place_of(uow, chat.platform, chat.id)
        assert place is not None
        return communities.get(uow, place.community_id)

    community: Community = front.read(find)
    return community


def _find(front: Front, chat: Chat, text: str) -> Member:
    community_id = _community(front, chat).id
    found: Member = front.read(lambda uow: members.find(uow, community_id, chat.platform, text))
    return found


def _other(chat: Chat) -> Chat:
    return THERE if chat is HERE else HERE


@pytest.mark.parametrize("chat", [HERE, THERE], ids=["here", "there"])
@pytest.mark.parametrize("who", [BOTH, None], ids=["a member of both", "its owner"])
def test_nothing_of_the_other_community_is_ever_read_out(
    front: Front, chat: Chat, who: Person | None
) -> None:
    asker = who or _boss(chat)
    own, other = [], []
    for command in ASKED:
        answers = front.says(asker, command, chat, role=Role.OWNER)
        files = [a.card.attachment for a in answers if getattr(a, "card", None)]  # type: ignore[union-attr]
        said = words(answers) + "".join(file.content.decode() for file in files if file)
        own += [command] if chat.id in said or SECRETS[chat.id] in said else []
        other += [command] if _other(chat).id in said or SECRETS[_other(chat).id] in said else []
    assert len(own) > 4
    assert other == []


def test_the_same_account_is_another_member_with_other_points(front: Front) -> None:
    found = [_find(front, chat, "@both") for chat in (HERE, THERE)]
    assert found[0].id != found[1].id
    exports = [
        json.dumps(front.read(partial(bootstrap.export, member=one)), ensure_ascii=False)
        for one in found
    ]
    for chat, export in zip((HERE, THERE), exports, strict=True):
        assert SECRETS[chat.id] in export
        assert SECRETS[_other(chat).id] not in export


def test_nobody_of_the_other_community_is_found_by_any_word(front: Front) -> None:
    stranger = person("健身群的人", "telegram")
    for word in (f"@{stranger.name}", stranger.name, f"id:{stranger.id}", stranger.id):
        with pytest.raises(Refusal, match="没有找到"):
            _find(front, HERE, word)


def test_a_question_of_the_other_community_cannot_be_answered_or_shown(front: Front) -> None:
    here, there = _community(front, HERE), _community(front, THERE)
    front.says(BOTH, "/ask 这里的第二个问题是什么？", HERE)
    second = front.read(lambda uow: questions.by_number(uow, here.id, 2))
    assert "没有 #2" in words(front.says(_boss(THERE), "/answer 2 我来答", THERE))
    with pytest.raises(Refusal):
        front.read(lambda uow: questions.by_id(uow, there.id, second.id))
    at = Address(HERE.platform, HERE.id)
    assert front.read(lambda uow: questions.question_at(uow, there.id, at, "m1")) is None


def test_an_answer_of_the_other_community_cannot_be_accepted(front: Front) -> None:
    answers = front.says(person("路过", "telegram"), "/answer 1 试试热敷", THERE)
    accept = button(answers, "采纳")
    stolen = front.presses(BOTH, accept, HERE)
    assert "得到" not in words(stolen)
    assert "得到" in words(front.presses(BOTH, accept, THERE))


def test_in_private_one_hears_of_the_community_where_one_was_seen_last(front: Front) -> None:
    newcomer = person("串门的人", "telegram")
    front.says(newcomer, "大家好", THERE)
    said = words(front.says(newcomer, "/rules", alone(newcomer)))
    assert THERE.id in said
    assert HERE.id not in said


def test_a_stranger_hears_of_no_community_in_private(front: Front) -> None:
    stranger = person("陌生人", "telegram")
    for command in ASKED:
        said = words(front.says(stranger, command, alone(stranger)))
        assert HERE.id not in said
        assert THERE.id not in said
