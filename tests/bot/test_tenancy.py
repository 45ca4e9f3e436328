"""Which community an update belongs to, and who may give a chat to one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.replies import Reply
from core import communities, members
from core.roles import Role
from tests.bot.front import Front, alone, group, person, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.updates import Chat
    from tests.bot.front import Answers

FIRST, SECOND = group("-100", "telegram"), group("-200", "telegram")
BOSS, STRANGER = person("boss", "telegram"), person("stranger", "telegram")
OWNER = person("owner", "telegram")
CHANNEL = group("501", "discord", space="500")
THREAD = group("502", "discord", space="500")


@pytest.fixture
def front(sqlite_url: str) -> Iterator[Front]:
    """Serve platforms on which nothing is bound at first sight."""
    with Front(sqlite_url, trusted=()) as front:
        yield front


@pytest.fixture
def owned(sqlite_url: str) -> Iterator[Front]:
    """Serve the same platforms, with an owner named in the settings."""
    with Front(sqlite_url, trusted=(), owners=[(OWNER.platform, OWNER.id)]) as front:
        yield front


def _home(front: Front, chat: Chat) -> int | None:
    """Return the community of a chat, without binding it."""
    keys = {(chat.platform, chat.id)}
    found = front.read(lambda uow: communities.places(uow, keys))
    return next((place.community_id for place in found.values()), None)


def _set_up(front: Front, chat: Chat = FIRST) -> Answers:
    return front.says(BOSS, "/setup", chat, role=Role.ADMIN)


def _code(front: Front, chat: Chat = FIRST) -> str:
    """Return the code that an administrator is given in private."""
    private = [
        answer.card.body
        for answer in front.says(BOSS, "/setup", chat, role=Role.ADMIN)
        if isinstance(answer, Reply) and answer.private
    ]
    return private[0].split("/setup ")[1].split()[0]


def test_in_an_unbound_chat_only_a_command_is_answered(front: Front) -> None:
    assert front.says(STRANGER, "大家好", FIRST) == ()
    assert front.joins(STRANGER, FIRST) == ()
    assert "/setup" in words(front.says(STRANGER, "/points", FIRST))
    assert front.says(STRANGER, "/somebody_elses_command", FIRST) == ()
    assert _home(front, FIRST) is None


def test_the_first_administrator_who_sets_up_founds_the_community(front: Front) -> None:
    ready, code = _set_up(front)
    assert isinstance(ready, Reply)
    assert isinstance(code, Reply)
    assert "已启用" in ready.card.text
    assert (ready.private, code.private) == (False, True)
    assert _home(front, FIRST) == 1
    owners = front.read(lambda uow: members.staff(uow, 1, Role.OWNER))
    assert [owner.name for owner in owners] == ["boss"]


def test_setting_up_needs_an_administrator_even_where_nothing_is_bound(front: Front) -> None:
    assert "需要管理员权限" in words(front.says(STRANGER, "/setup", FIRST))
    assert _home(front, FIRST) is None


def test_an_anonymous_administrator_cannot_set_up(front: Front) -> None:
    hidden = person("group", "telegram", bot=True)
    assert "匿名" in words(front.says(hidden, "/setup", FIRST, role=Role.ADMIN))
    assert _home(front, FIRST) is None


def test_a_strange_administrator_of_another_group_is_told_to_get_a_code(front: Front) -> None:
    _set_up(front)
    assert "取得绑定码" in words(front.says(STRANGER, "/setup", SECOND, role=Role.ADMIN))
    assert _home(front, SECOND) is None


@pytest.mark.parametrize("chat", [SECOND, CHANNEL], ids=["telegram", "discord"])
def test_the_code_binds_another_chat_on_any_platform(front: Front, chat: Chat) -> None:
    _set_up(front)
    helper = person("helper", chat.platform)
    front.says(helper, f"/setup {_code(front)}", chat, role=Role.ADMIN)
    assert _home(front, chat) == 1


def test_the_code_serves_no_one_who_is_no_administrator(front: Front) -> None:
    _set_up(front)
    front.says(STRANGER, f"/setup {_code(front)}", SECOND)
    assert _home(front, SECOND) is None


def test_the_code_is_good_for_ten_minutes_or_a_little_longer(front: Front) -> None:
    _set_up(front)
    code = _code(front)
    front.clock.move_to(front.clock.now() + timedelta(minutes=9))
    front.says(STRANGER, f"/setup {code}", SECOND, role=Role.ADMIN)
    assert _home(front, SECOND) == 1
    front.clock.move_to(front.clock.now() + timedelta(minutes=20))
    front.says(STRANGER, f"/setup {code}", CHANNEL, role=Role.ADMIN)
    assert _home(front, CHANNEL) is None


@pytest.mark.parametrize("code", ["", "0", "AAAAAAAAAA", "bind:1"])
def test_a_wrong_code_binds_nothing(front: Front, code: str) -> None:
    _set_up(front)
    front.says(STRANGER, f"/setup {code}", SECOND, role=Role.ADMIN)
    assert _home(front, SECOND) is None


def test_the_code_may_be_given_as_a_slash_commands_option(front: Front) -> None:
    _set_up(front)
    helper = person("helper", "discord")
    options = {"code": _code(front)}
    front.says(helper, "/setup", CHANNEL, role=Role.ADMIN, options=options)
    assert _home(front, CHANNEL) == 1


def test_the_communitys_own_administrator_needs_no_code(front: Front) -> None:
    _set_up(front)
    _set_up(front, SECOND)
    assert _home(front, SECOND) == 1


def test_an_owner_of_the_installation_needs_neither_code_nor_rank(owned: Front) -> None:
    assert "已启用" in words(owned.says(OWNER, "/setup", FIRST))
    assert "已启用" in words(owned.says(OWNER, "/setup", SECOND))
    assert _home(owned, SECOND) == 1
    assert "社群设置" in words(owned.says(OWNER, "/community", FIRST))


def test_where_owners_are_named_no_one_else_founds_a_community(owned: Front) -> None:
    assert "群主" in words(_set_up(owned))
    assert _home(owned, FIRST) is None


def test_a_code_of_one_community_does_not_bind_to_another(front: Front) -> None:
    _set_up(front)
    front.does(lambda uow: communities.create(uow, "另一个社群"))
    code = front.does(lambda uow: front.router.tenancy.code(uow, communities.get(uow, 2)))
    front.says(STRANGER, f"/setup {code}", SECOND, role=Role.ADMIN)
    assert _home(front, SECOND) == 2


def test_a_channel_of_a_bound_guild_joins_by_itself(front: Front) -> None:
    front.says(BOSS, "/setup", CHANNEL, role=Role.ADMIN)
    assert front.says(person("newcomer", "discord"), "大家好", THREAD) == ()
    assert _home(front, THREAD) == 1
    assert _home(front, group("601", "discord", space="600")) is None


def test_a_bound_chat_stays_where_it_is(front: Front) -> None:
    _set_up(front)
    front.does(lambda uow: communities.create(uow, "另一个社群"))
    code = front.does(lambda uow: front.router.tenancy.code(uow, communities.get(uow, 2)))
    front.says(STRANGER, f"/setup {code}", FIRST, role=Role.ADMIN)
    assert _home(front, FIRST) == 1


def test_in_private_a_stranger_belongs_to_the_only_community(front: Front) -> None:
    assert "还没有加入任何社群" in words(front.says(STRANGER, "/points"))
    _set_up(front)
    assert "积分" in words(front.says(STRANGER, "/points"))


def test_in_private_a_stranger_belongs_to_none_of_several(front: Front) -> None:
    _set_up(front)
    front.does(lambda uow: communities.create(uow, "另一个社群"))
    assert "还没有加入任何社群" in words(front.says(STRANGER, "/points"))
    assert front.says(STRANGER, "在吗", alone(STRANGER)) == ()


def test_on_a_trusted_platform_a_chat_is_bound_at_first_sight(sqlite_url: str) -> None:
    with Front(sqlite_url, trusted=("console",)) as front:
        front.says(person("alice"), "大家好", group("g1"))
        front.says(person("bob"), "/points", group("g2"))
        assert _home(front, group("g1")) == _home(front, group("g2")) == 1
        front.says(STRANGER, "大家好", SECOND)
        assert _home(front, SECOND) is None
