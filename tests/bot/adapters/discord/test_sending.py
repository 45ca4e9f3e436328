"""What we send arrives once and pings nobody, and what fails is told apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.posts import (
    Action,
    Ambiguous,
    Key,
    NotSent,
    Post,
    Rejected,
    SendError,
    Throttled,
    Unreachable,
)
from core.addresses import Address
from core.cards import Attachment
from core.roles import Role
from tests.standins.discord_http import Pace

if TYPE_CHECKING:
    from tests.bot.adapters.discord.conftest import Start
    from tests.bot.adapters.discord.harness import Running
    from tests.standins.discord import Discord
    from tests.standins.discord_people import User
    from tests.standins.discord_world import Channel, Guild

MODERATE, KICK, ADMINISTER, MANAGE = 1 << 40, 1 << 1, 1 << 3, 1 << 5


def send(running: Running, channel: Channel, post: Post) -> str:
    """Send a post to a channel."""
    sent: str = running.do(running.adapter.send(Address("discord", channel.id), post))
    return sent


def test_a_send_carries_its_nonce_so_that_a_repeat_arrives_once(
    dc: Discord, running: Running, channel: Channel
) -> None:
    first = send(running, channel, Post("本周榜单", nonce="letter-42"))
    again = send(running, channel, Post("本周榜单", nonce="letter-42"))
    assert first == again
    assert channel.texts == ["本周榜单"]
    bodies = [r.body for r in dc.asked_for("POST", "/channels/.*/messages")]
    assert {(body["nonce"], body["enforce_nonce"]) for body in bodies} == {("letter-42", True)}


def test_nobody_is_ever_pinged(dc: Discord, running: Running, channel: Channel, bob: User) -> None:
    send(running, channel, Post(f"@everyone {bob.mention} 开会了", title="@here"))
    assert channel.messages[-1].pings_everyone is False
    [request] = dc.asked_for("POST", "/channels/.*/messages")
    assert request.body["allowed_mentions"] == {"parse": []}


def test_a_long_text_is_cut_at_line_ends_with_the_buttons_at_its_end(
    running: Running, channel: Channel
) -> None:
    lines = [f"第{number}行：" + "好好学习" * 20 for number in range(60)]
    keys = ((Key("查看", token="sealed"), Key("官网", url="https://example.com/")),)
    last = send(running, channel, Post("\n".join(lines), keys=keys, nonce="letter-43"))
    assert len(channel.messages) > 1
    assert "\n".join(channel.texts).split("\n") == lines
    assert [bool(message.components) for message in channel.messages[:-1]] == [False] * (
        len(channel.messages) - 1
    )
    assert list(channel.messages[-1].buttons) == ["查看", "官网"]
    assert channel.messages[-1].id == last


def test_pictures_and_files_come_along(running: Running, channel: Channel) -> None:
    post = Post("月报", image=b"a picture", attachment=Attachment("月报.csv", b"a,b"))
    send(running, channel, post)
    assert channel.messages[-1].attachments == [("image.png", b"a picture"), ("月报.csv", b"a,b")]


def test_what_members_wrote_is_no_markup(running: Running, channel: Channel) -> None:
    send(running, channel, Post("# **大家** 看 https://example.com/a_b_c", title="公_告"))
    assert channel.texts == ["**公\\_告**\n\\# \\*\\*大家\\*\\* 看 https://example.com/a_b_c"]


def test_a_private_send_opens_the_private_chat_once(
    dc: Discord, running: Running, bob: User
) -> None:
    for number in range(2):
        to = Address("discord", bob.id, private=True)
        running.do(running.adapter.send(to, Post(f"第{number}封")))
    assert bob.dm.texts == ["第0封", "第1封"]
    assert len(dc.asked_for("POST", "/users/@me/channels")) == 1


def test_who_closed_the_private_chat_is_not_asked_again(
    dc: Discord, running: Running, bob: User
) -> None:
    bob.closes_private_chat()
    to = Address("discord", bob.id, private=True)
    for _ in range(2):
        with pytest.raises(Unreachable):
            running.do(running.adapter.send(to, Post("在吗")))
    assert len(dc.asked_for("POST", "/channels/.*/messages")) == 1


def test_who_writes_to_us_again_is_reachable_again(
    dc: Discord, running: Running, bob: User
) -> None:
    bob.closes_private_chat()
    to = Address("discord", bob.id, private=True)
    with pytest.raises(Unreachable):
        running.do(running.adapter.send(to, Post("在吗")))
    dc.unreachable.clear()
    bob.says(bob.dm, "现在可以了")
    dc.until(lambda: _delivered(running, to), "the private chat is open again")


def _delivered(running: Running, to: Address) -> bool:
    try:
        running.do(running.adapter.send(to, Post("在吗")))
    except Unreachable:
        return False
    return True


@pytest.mark.parametrize(
    ("status", "raised"),
    [(403, Unreachable), (404, Unreachable), (400, Rejected), (401, NotSent), (503, Ambiguous)],
)
def test_an_error_says_what_may_be_done_about_it(
    dc: Discord, running: Running, channel: Channel, status: int, raised: type[SendError]
) -> None:
    dc.fails("POST", "/channels/.*/messages", status)
    with pytest.raises(raised):
        send(running, channel, Post("你好"))


def test_a_short_rate_limit_is_waited_for(dc: Discord, running: Running, channel: Channel) -> None:
    dc.throttles("POST", "/channels/.*/messages", 0.2)
    send(running, channel, Post("你好"))
    assert channel.texts == ["你好"]


def test_a_long_rate_limit_is_told(dc: Discord, running: Running, channel: Channel) -> None:
    dc.throttles("POST", "/channels/.*/messages", 90.0)
    with pytest.raises(Throttled) as told:
        send(running, channel, Post("你好"))
    assert told.value.seconds == pytest.approx(90.0)


def test_a_limit_on_everything_is_waited_for(
    dc: Discord, running: Running, channel: Channel
) -> None:
    dc.pace = Pace(5, 0.3)
    for number in range(8):
        send(running, channel, Post(f"第{number}条"))
    assert channel.texts == [f"第{number}条" for number in range(8)]
    assert dc.pace.broken > 0


def test_a_ban_of_the_address_is_told_as_silence(
    dc: Discord, running: Running, channel: Channel
) -> None:
    dc.fails("POST", "/channels/.*/messages", 429, headers={"Retry-After": "300"})
    with pytest.raises(Throttled) as told:
        send(running, channel, Post("你好"))
    assert told.value.seconds == pytest.approx(300.0)


def test_a_send_that_arrived_though_it_failed_arrives_once(
    dc: Discord, running: Running, channel: Channel
) -> None:
    dc.fails("POST", "/channels/.*/messages", 502, carried_out=True)
    send(running, channel, Post("你好"))
    assert channel.texts == ["你好"]


def test_without_a_connection_nothing_was_sent(start: Start) -> None:
    nowhere = start(api_base="http://127.0.0.1:9")
    with pytest.raises(NotSent):
        nowhere.do(nowhere.adapter.send(Address("discord", "1"), Post("你好")))


def test_a_guild_is_written_to_in_its_channel_for_system_messages(
    running: Running, guild: Guild
) -> None:
    public = guild.system_channel
    assert public is not None
    running.do(running.adapter.send(Address("discord", guild.id), Post("开课了")))
    assert public.texts == ["开课了"]
    guild.system_channel = None
    with pytest.raises(Unreachable):
        running.do(running.adapter.send(Address("discord", guild.id), Post("开课了")))


def test_ranks_follow_the_guild_s_own_roles(
    dc: Discord, running: Running, guild: Guild, channel: Channel, bob: User
) -> None:
    people = {name: dc.user(name) for name in ("助教", "班长", "管理", "大管家")}
    for person in people.values():
        person.joins(guild)
    dc.role(guild, "助教", MODERATE, people["助教"])
    dc.role(guild, "班长", KICK, people["班长"])
    dc.role(guild, "管理", MANAGE, people["管理"])
    dc.role(guild, "大管家", ADMINISTER, people["大管家"])
    ranks = {
        name: running.do(running.adapter.rank(channel.id, person.id))
        for name, person in people.items()
    }
    assert ranks == {
        "助教": Role.MODERATOR,
        "班长": Role.MODERATOR,
        "管理": Role.ADMIN,
        "大管家": Role.ADMIN,
    }
    assert running.do(running.adapter.rank(channel.id, bob.id)) is Role.MEMBER
    assert running.do(running.adapter.rank(guild.id, guild.owner.id)) is Role.OWNER


def test_a_rank_is_asked_once_a_minute_and_doubt_is_an_error(
    dc: Discord, running: Running, guild: Guild, channel: Channel, bob: User
) -> None:
    for _ in range(3):
        running.do(running.adapter.rank(channel.id, bob.id))
    assert len(dc.asked_for("GET", f"/guilds/{guild.id}/members/{bob.id}")) == 1
    assert running.do(running.adapter.rank(channel.id, dc.user("陌生人").id)) is Role.MEMBER
    with pytest.raises(SendError):
        running.do(running.adapter.rank("1", bob.id))


def test_members_are_muted_for_a_while_and_removed(
    running: Running, guild: Guild, channel: Channel, bob: User
) -> None:
    def do(kind: str, until: datetime | None = None) -> None:
        action = Action(kind, Address("discord", channel.id), bob.id, until=until)
        running.do(running.adapter.act(action))

    until = datetime.now(UTC) + timedelta(hours=1)
    do("mute", until)
    assert guild.members[bob.id].muted_until == until.isoformat()
    do("unmute")
    assert guild.members[bob.id].muted_until is None
    do("ban")
    assert bob.id not in guild.members
    assert bob.id in guild.banned
    for _ in range(2):
        do("unban")
        do("kick")
    assert bob.id not in guild.banned
    with pytest.raises(Rejected):
        do("approve_join")


def test_a_message_is_taken_away_once(running: Running, channel: Channel, bob: User) -> None:
    said = bob.says(channel, "加我领资料")
    action = Action("delete", Address("discord", channel.id), bob.id, message_id=said.id)
    for _ in range(2):
        running.do(running.adapter.act(action))
    assert said not in channel.messages


def test_a_role_is_granted_and_revoked(
    dc: Discord, running: Running, guild: Guild, bob: User
) -> None:
    paid = dc.role(guild, "付费会员", 0)
    for kind, held in (("grant_role", [paid]), ("revoke_role", [])):
        action = Action(kind, Address("discord", guild.id), bob.id, role=paid.id)
        running.do(running.adapter.act(action))
        assert guild.members[bob.id].roles == held
