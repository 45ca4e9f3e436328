"""The stand-in's world: guilds, channels, people and messages, in the shapes of the public API."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

EPOCH = 1_420_070_400_000
TEXT, PRIVATE, FORUM, THREAD = 0, 1, 15, 11
DEFAULT, REPLY = 0, 19
EPHEMERAL = 1 << 6

Json = dict[str, Any]

_increments = itertools.count(1)


def snowflake() -> str:
    """Return an id of this moment, larger than every one before."""
    number = next(_increments)
    return str((int(time.time() * 1000) - EPOCH << 22) + number)


def moment() -> str:
    """Return this moment as the API writes it."""
    return datetime.now(UTC).isoformat()


@dataclass(eq=False)
class Account:
    """Somebody with an account: a person or a bot."""

    name: str
    username: str
    bot: bool = False
    id: str = field(default_factory=snowflake)

    def json(self) -> Json:
        """Return the user object; what is optional is absent."""
        shape: Json = {
            "id": self.id,
            "username": self.username,
            "discriminator": "0",
            "global_name": self.name,
            "avatar": None,
        }
        return shape | {"bot": True} if self.bot else shape


@dataclass(eq=False)
class Role:
    """A role of a guild, its permissions as bits."""

    name: str
    permissions: int
    id: str = field(default_factory=snowflake)

    def json(self) -> Json:
        """Return the role object."""
        return {
            "id": self.id,
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 0,
            "permissions": str(self.permissions),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(eq=False)
class Membership:
    """A person in a guild."""

    account: Account
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None
    muted_until: str | None = None
    joined_at: str = field(default_factory=moment)

    def json(self, *, user: bool = True) -> Json:
        """Return the member object, without its user where a message carries it already."""
        shape: Json = {
            "roles": [role.id for role in self.roles],
            "joined_at": self.joined_at,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
        if self.nick:
            shape["nick"] = self.nick
        if self.muted_until:
            shape["communication_disabled_until"] = self.muted_until
        return shape | {"user": self.account.json()} if user else shape


@dataclass(eq=False)
class Guild:
    """A server: its members by user id, its roles and channels."""

    name: str
    owner: Account
    id: str = field(default_factory=snowflake)
    members: dict[str, Membership] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    banned: set[str] = field(default_factory=set)
    system_channel: Channel | None = None

    def json(self) -> Json:
        """Return the guild as ``GET /guilds/{id}`` does."""
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": self.owner.id,
            "icon": None,
            "features": [],
            "emojis": [],
            "stickers": [],
            "roles": [role.json() for role in self.roles],
            "system_channel_id": self.system_channel.id if self.system_channel else None,
            "system_channel_flags": 0,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": "zh-CN",
            "afk_timeout": 300,
        }

    def gateway_json(self, bot: Account) -> Json:
        """Return the guild as GUILD_CREATE tells it."""
        return self.json() | {
            "large": False,
            "unavailable": False,
            "joined_at": self.members[bot.id].joined_at,
            "member_count": len(self.members),
            "members": [self.members[bot.id].json()],
            "channels": [c.json() for c in self.channels if c.type != THREAD],
            "threads": [c.json() for c in self.channels if c.type == THREAD],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


@dataclass(eq=False)
class Channel:
    """A text channel, thread, forum or private chat; ``forbidden`` hides it from the bot."""

    name: str
    type: int = TEXT
    guild: Guild | None = None
    parent: Channel | None = None
    recipient: Account | None = None
    id: str = field(default_factory=snowflake)
    messages: list[Message] = field(default_factory=list)
    forbidden: bool = False

    @property
    def texts(self) -> list[str]:
        """What everybody in the channel reads."""
        return [message.text for message in self.messages]

    def json(self) -> Json:
        """Return the channel object."""
        last = self.messages[-1].id if self.messages else None
        shape: Json = {"id": self.id, "type": self.type, "last_message_id": last}
        if self.recipient is not None:
            return shape | {"recipients": [self.recipient.json()], "flags": 0}
        shape |= {"guild_id": self.guild.id if self.guild else None, "name": self.name, "flags": 0}
        if self.type != THREAD:
            return shape | {"position": 0, "permission_overwrites": [], "nsfw": False}
        return shape | {
            "parent_id": self.parent.id if self.parent else None,
            "owner_id": self.guild.owner.id if self.guild else None,
            "message_count": len(self.messages),
            "member_count": 1,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": moment(),
                "locked": False,
            },
        }


@dataclass(eq=False)
class Message:
    """A message; ``only_for`` sees it alone where it is ephemeral."""

    channel: Channel
    author: Account
    text: str
    id: str = field(default_factory=snowflake)
    type: int = DEFAULT
    reply_to: Message | None = None
    mentions: tuple[Account, ...] = ()
    components: list[Json] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    nonce: str | None = None
    only_for: Account | None = None
    loading: bool = False
    pings_everyone: bool = False
    sent_at: str = field(default_factory=moment)

    @property
    def buttons(self) -> dict[str, Json]:
        """The buttons by their label."""
        return {b["label"]: b for row in self.components for b in row["components"]}

    def json(self) -> Json:
        """Return the message object as the REST API does."""
        shape: Json = {
            "id": self.id,
            "channel_id": self.channel.id,
            "type": self.type,
            "author": self.author.json(),
            "content": self.text,
            "timestamp": self.sent_at,
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": self.pings_everyone,
            "mentions": [account.json() for account in self.mentions],
            "mention_roles": [],
            "attachments": [
                {"id": str(n), "filename": name, "size": len(content), "url": "", "proxy_url": ""}
                for n, (name, content) in enumerate(self.attachments)
            ],
            "embeds": [],
            "components": self.components,
            "pinned": False,
            "flags": EPHEMERAL if self.only_for else 0,
        }
        if self.reply_to is not None:
            shape["message_reference"] = {
                "type": 0,
                "message_id": self.reply_to.id,
                "channel_id": self.channel.id,
            }
            shape["referenced_message"] = self.reply_to.json()
        return shape

    def gateway_json(self) -> Json:
        """Return the message as MESSAGE_CREATE tells it: with the guild and the member."""
        guild = self.channel.guild
        if guild is None:
            return self.json()
        shape = self.json() | {"guild_id": guild.id}
        membership = guild.members.get(self.author.id)
        if membership is not None:
            shape["member"] = membership.json(user=False)
        return shape
