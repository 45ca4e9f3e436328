"""Communities, and the chats on any platform that belong to them."""

from core.communities.community import Community, Place
from core.communities.service import (
    all_communities,
    bind,
    change,
    create,
    get,
    instance_secret,
    marks,
    migrate_chat,
    note_marks,
    one_of_each_space,
    place_of,
    places,
    places_in,
    sole_community,
)

__all__ = [
    "Community",
    "Place",
    "all_communities",
    "bind",
    "change",
    "create",
    "get",
    "instance_secret",
    "marks",
    "migrate_chat",
    "note_marks",
    "one_of_each_space",
    "place_of",
    "places",
    "places_in",
    "sole_community",
]
