"""A community's settings: what fits is kept, what does not is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import communities
from core.refusal import Refusal

if TYPE_CHECKING:
    from tests.core.community import Circle


@pytest.mark.parametrize(
    ("setting", "value", "kept"),
    [
        ("name", " 晨读会 ", {"name": "晨读会"}),
        ("zone", "Europe/Berlin", {"zone": "Europe/Berlin"}),
        ("language", "en", {"language": "en"}),
        ("quiet", "23-7", {"quiet_from": 23, "quiet_to": 7}),
        ("quiet", "0 - 6", {"quiet_from": 0, "quiet_to": 6}),
        ("welcome", "{name}，欢迎！", {"welcome": "{name}，欢迎！"}),
        ("rules", "好好说话", {"rules": "好好说话"}),
    ],
)
def test_a_setting_that_fits_is_kept(
    circle: Circle, setting: str, value: str, kept: dict[str, object]
) -> None:
    with circle.work() as uow:
        changed = communities.change(uow, circle.community, setting, value)
        assert communities.get(uow, circle.community.id) == changed
    assert {name: getattr(changed, name) for name in kept} == kept


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("name", "  "),
        ("zone", "火星"),
        ("language", "fr"),
        ("quiet", "22"),
        ("quiet", "22-24"),
        ("quiet", "-1-8"),
        ("quiet", "²-8"),
        ("welcome", "长" * 2001),
        ("rules", "长" * 4001),
        ("colour", "红"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused(circle: Circle, setting: str, value: str) -> None:
    with circle.work() as uow, pytest.raises(Refusal):
        communities.change(uow, circle.community, setting, value)
    with circle.work() as uow:
        assert communities.get(uow, circle.community.id) == circle.community
