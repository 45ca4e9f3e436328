"""What can be done with communities: make one, bind chats to it, find where something happened."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from core.communities import repository
from core.communities.community import Community, Place
from core.i18n import LANGUAGES
from core.refusal import Refusal
from core.uow import CHATS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from core.uow import UnitOfWork

HOURS = range(24)
WELCOME_LIMIT = 2000
RULES_LIMIT = 4000


def create(uow: UnitOfWork, name: str, *, zone: str = "Asia/Shanghai") -> Community:
    """Found a community; it is quiet at night from 22 to 8 o'clock."""
    values = {
        "name": name[:200],
        "zone": zone,
        "language": "zh",
        "quiet_from": 22,
        "quiet_to": 8,
        "welcome": "",
        "rules": "",
    }
    return get(uow, repository.add_community(uow, values))


def get(uow: UnitOfWork, community_id: int) -> Community:
    """Return a community; KeyError when there is none with that id."""
    community = repository.community(uow, community_id)
    if community is None:
        raise KeyError(community_id)
    return community


def all_communities(uow: UnitOfWork) -> list[Community]:
    """Return every community, oldest first."""
    return repository.communities(uow)


def sole_community(uow: UnitOfWork) -> Community | None:
    """Return the community of an instance that serves exactly one."""
    communities = repository.communities(uow)
    return communities[0] if len(communities) == 1 else None


def change(uow: UnitOfWork, community: Community, setting: str, value: str) -> Community:
    """Change one setting by its name; a value that does not fit is refused."""
    repository.change_community(uow, community.id, _checked(setting, value.strip()))
    return get(uow, community.id)


def bind(  # noqa: PLR0913 - a chat is what its platform says of it
    uow: UnitOfWork,
    community_id: int,
    platform: str,
    external_id: str,
    *,
    title: str = "",
    space: str | None = None,
) -> Place:
    """Make a chat part of a community."""
    values = {
        "community_id": community_id,
        "platform": platform,
        "external_id": external_id,
        "title": title[:255],
        "space": space,
    }
    chat_id = repository.add_place(uow, values)
    uow.signals.add(CHATS)
    return Place(community_id, chat_id, platform, external_id, title, space)


def place_of(
    uow: UnitOfWork, platform: str, external_id: str, space: str | None = None, title: str = ""
) -> Place | None:
    """Return where something happened, None in a chat that belongs to no community.

    A channel not seen before joins the community that its space belongs to.
    """
    found = repository.places(uow, [(platform, external_id)])
    if found:
        return found[0]
    if space is None:
        return None
    sibling = repository.place_in_space(uow, platform, space)
    if sibling is None:
        return None
    return bind(uow, sibling.community_id, platform, external_id, title=title, space=space)


def places(uow: UnitOfWork, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Place]:
    """Return the known places among many (platform, external id) pairs."""
    return {(place.platform, place.external_id): place for place in repository.places(uow, keys)}


def places_in(uow: UnitOfWork, community_id: int) -> Sequence[Place]:
    """Return a community's places, in the order in which they were bound."""
    return repository.places_in(uow, community_id)


def one_of_each_space(uow: UnitOfWork, community_id: int) -> list[Place]:
    """Return the places in which everybody is told something once.

    A space's further channels are left out, and so is what stands for a space as a whole.
    """
    first: dict[tuple[str, str], Place] = {}
    for place in places_in(uow, community_id):
        if place.external_id != place.space:
            first.setdefault((place.platform, place.space or place.external_id), place)
    return list(first.values())


def migrate_chat(uow: UnitOfWork, platform: str, old_id: str, new_id: str) -> None:
    """Follow a chat that goes on under another id; saying it again is harmless."""
    if not repository.places(uow, [(platform, new_id)]):
        repository.change_place(uow, platform, old_id, {"external_id": new_id})


def marks(uow: UnitOfWork, platform: str) -> dict[str, str]:
    """Return the last message id heard in each chat of a platform."""
    return dict(repository.marks(uow, platform))


def note_marks(uow: UnitOfWork, marks: Mapping[int, str]) -> None:
    """Keep the last message id heard, by our own chat id."""
    repository.set_marks(uow, marks.items())


def instance_secret(uow: UnitOfWork, fresh: str) -> str:
    """Return the installation's secret, which is ``fresh`` if there was none."""
    return repository.instance_value(uow, "secret", fresh)


def _checked(setting: str, value: str) -> dict[str, object]:
    checks = {
        "name": _name,
        "zone": _zone,
        "language": _language,
        "quiet": _quiet,
        "welcome": _welcome,
        "rules": _rules,
    }
    if setting not in checks:
        raise Refusal("没有「{setting}」这一项设置。", setting=setting)
    return checks[setting](value)


def _name(value: str) -> dict[str, object]:
    if not value:
        raise Refusal("社群名称不能为空。")
    return {"name": value[:200]}


def _zone(value: str) -> dict[str, object]:
    if value not in available_timezones():
        raise Refusal("没有「{zone}」这个时区，请写成 Asia/Shanghai 这样的名称。", zone=value[:64])
    return {"zone": value}


def _language(value: str) -> dict[str, object]:
    if value not in LANGUAGES:
        raise Refusal("语言只能是 zh（中文）或 en（英文）。")
    return {"language": value}


def _quiet(value: str) -> dict[str, object]:
    start, _, end = value.partition("-")
    if not (_is_hour(start) and _is_hour(end)):
        raise Refusal("免打扰时段请写成「22-8」这样的两个整点（0 到 23）。")
    return {"quiet_from": int(start), "quiet_to": int(end)}


def _is_hour(text: str) -> bool:
    hour = text.strip()
    return len(hour) <= 2 and hour.isascii() and hour.isdigit() and int(hour) in HOURS  # noqa: PLR2004


def _welcome(value: str) -> dict[str, object]:
    if len(value) > WELCOME_LIMIT:
        raise Refusal("欢迎语最多 {limit} 字。", limit=WELCOME_LIMIT)
    return {"welcome": value}


def _rules(value: str) -> dict[str, object]:
    if len(value) > RULES_LIMIT:
        raise Refusal("群规最多 {limit} 字。", limit=RULES_LIMIT)
    return {"rules": value}
