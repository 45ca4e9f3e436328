"""The stand-in's people: they write, react, use slash commands and press buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.standins.discord_world import (
    REPLY,
    Account,
    Channel,
    Guild,
    Json,
    Message,
    snowflake,
)

if TYPE_CHECKING:
    from tests.standins.discord import Discord

EVERYBODY_MAY = 1 << 10 | 1 << 11 | 1 << 31

_STRING, _INTEGER, _USER = 3, 4, 6


@dataclass(eq=False)
class Asked:
    """An interaction: how it was deferred (5 a message, 6 an update), and what it was answered."""

    id: str
    token: str
    user: User
    channel: Channel
    deferred: int = 0
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    expired: bool = False

    @property
    def answers(self) -> list[Message]:
        """Every answer that stands, the first one in the place of "thinking …"."""
        first = [] if self.original is None or self.original.loading else [self.original]
        return first + self.follow_ups


class User:
    """A person who uses Discord."""

    def __init__(self, world: Discord, account: Account) -> None:
        """Be somebody in a world."""
        self._world = world
        self.account = account

    @property
    def id(self) -> str:
        """The user id."""
        return self.account.id

    @property
    def mention(self) -> str:
        """How the person is mentioned in a message."""
        return f"<@{self.id}>"

    @property
    def dm(self) -> Channel:
        """The private chat with the bot."""
        return self._world.private_channel(self.account)

    def joins(self, guild: Guild, *, told: bool = True) -> None:
        """Enter a guild; untold, as somebody who was there before the bot."""
        self._world.admit(guild, self.account, told=told)

    def leaves(self, guild: Guild) -> None:
        """Leave a guild."""
        self._world.do(self._world.remove(guild.id, self.id))

    def closes_private_chat(self) -> None:
        """Allow no private messages any more."""
        self._world.unreachable.add(self.id)

    def says(
        self,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        mentions: tuple[User | Account, ...] = (),
    ) -> Message:
        """Write a message."""
        accounts = tuple(m.account if isinstance(m, User) else m for m in mentions)
        message = Message(channel, self.account, text, reply_to=reply_to, mentions=accounts)
        message.type = REPLY if reply_to else message.type
        self._world.do(self._world.post(message))
        return message

    def opens(self, forum: Channel, title: str, text: str) -> Channel:
        """Open a thread in a forum; its first message has the id of the thread."""
        thread = self._world.thread(forum, title)
        message = Message(thread, self.account, text, id=thread.id)
        self._world.do(self._world.post(message))
        return thread

    def deletes(self, message: Message) -> None:
        """Take a message away."""
        self._world.take_away(message)
        self._world.tell("MESSAGE_DELETE", {"id": message.id, **_where(message.channel)})

    def reacts(self, message: Message, emoji: str, *, added: bool = True) -> None:
        """Put an emoji on a message, or take it away."""
        guild = message.channel.guild
        data: Json = {
            "user_id": self.id,
            "message_id": message.id,
            **_where(message.channel),
            "emoji": {"id": None, "name": emoji},
            "burst": False,
            "type": 0,
        }
        if guild is not None and added:
            data["member"] = guild.members[self.id].json()
        self._world.tell(f"MESSAGE_REACTION_{'ADD' if added else 'REMOVE'}", data)

    def slash(self, channel: Channel, name: str, **options: str | int | User) -> Asked:
        """Use a slash command as published."""
        given = [_option(key, value) for key, value in options.items()]
        people = [value for value in options.values() if isinstance(value, User)]
        data: Json = {"id": snowflake(), "name": name, "type": 1, "options": given}
        if people:
            data["resolved"] = {"users": {person.id: person.account.json() for person in people}}
        return self._ask(channel, 2, {"data": data})

    def presses(self, message: Message, label: str) -> Asked:
        """Press a button of a message by its label."""
        custom_id = message.buttons[label]["custom_id"]
        data: Json = {"custom_id": custom_id, "component_type": 2, "id": 1}
        return self._ask(message.channel, 3, {"data": data, "message": message.json()}, message)

    def _ask(
        self, channel: Channel, kind: int, extra: Json, original: Message | None = None
    ) -> Asked:
        asked = Asked(snowflake(), f"token-{snowflake()}", self, channel, original=original)
        self._world.asked[asked.token] = asked
        payload: Json = {
            "id": asked.id,
            "application_id": self._world.bot.id,
            "type": kind,
            "token": asked.token,
            "version": 1,
            "locale": "zh-CN",
            "channel": channel.json(),
            **_where(channel),
            **extra,
        }
        if channel.guild is not None:
            member = channel.guild.members[self.id].json()
            payload["member"] = member | {"permissions": str(EVERYBODY_MAY)}
        else:
            payload["user"] = self.account.json()
        self._world.tell("INTERACTION_CREATE", payload)
        return asked


def _where(channel: Channel) -> Json:
    guild = {"guild_id": channel.guild.id} if channel.guild else {}
    return {"channel_id": channel.id, **guild}


def _option(name: str, value: str | int | User) -> Json:
    if isinstance(value, User):
        return {"name": name, "type": _USER, "value": value.id}
    return {"name": name, "type": _INTEGER if isinstance(value, int) else _STRING, "value": value}
