"""One person with two accounts: joined by a code, everything is theirs exactly once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core import points
from tests.stories.classroom import points_of, skip_to
from tests.stories.dialogue import Stage

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Heard, Person

JOINED = "✅ 绑定成功！两个账号现在是同一位成员"
INVALID = "绑定码不对或已经失效，请重新发送 /link 获取。"


@pytest.fixture
def twin(stage: Stage) -> Person:
    """Return alice's account on the other platform."""
    return stage.person("alice-2", "console2")


@pytest.fixture
def h1(stage: Stage) -> Group:
    """Return the group on the other platform."""
    return stage.group("h1", "console2")


@pytest.mark.parametrize("begun_by_twin", [False, True])
def test_everything_is_merged_exactly_once(database_url: str, *, begun_by_twin: bool) -> None:
    with Stage(database_url) as stage:
        alice, bob = stage.person("alice"), stage.person("bob")
        twin = stage.person("alice-2", "console2")
        g1, h1 = stage.group("g1"), stage.group("h1", "console2")
        alice.says(g1, "/checkin")
        asked = alice.says(g1, "/ask 绑定之后积分怎么算？")
        bob.says(g1, "加在一起", reply_to=asked.last["id"])
        twin.says(h1, "/checkin")
        bob.says(g1, "/ask 有人从另一个平台来吗？")
        twin.says(h1, "/answer 2 有，我就是")
        twin.tells("/trial")

        first, second = (twin, alice) if begun_by_twin else (alice, twin)
        code = _code(first.tells("/link"))
        assert f"{JOINED}，积分、会员和记录已合并，共 13 分。" in second.tells(f"/link {code}")

        assert points_of(alice) == points_of(twin) == 13
        assert "正在试用「高级会员」" in alice.tells("/membership")
        assert "你已经是会员了" in alice.tells("/trial")
        assert "今天已经签过到啦" in alice.says(g1, "签到")
        assert "今天已经签过到啦" in twin.says(h1, "签到")
        assert "bob 得到 15 分" in alice.presses("采纳", _offer(stage))
        [exported] = _files(twin.tells("/mydata"))
        assert [row["text"] for row in exported["questions"]["answered"]] == ["有，我就是"]
        assert len(exported["members"]["accounts"]) == 2
        assert stage.read(lambda uow: points.audit(uow, 1)) == []


@pytest.mark.usefixtures("twin")
def test_one_may_not_enter_ones_own_code(alice: Person) -> None:
    code = _code(alice.tells("/link"))
    assert "这个绑定码是你自己生成的" in alice.tells(f"/link {code}")
    assert alice.tells("/points").text


def test_a_code_begun_in_a_group_wants_a_second_one(
    g1: Group, h1: Group, alice: Person, twin: Person, bob: Person
) -> None:
    begun = alice.says(g1, "/link")
    assert begun.last["private"]
    assert "对方账号会再收到一个确认码" in begun
    second = twin.says(h1, f"/link {_code(begun)}")
    assert second.last["private"]
    assert JOINED not in second
    assert "这个确认码要由最先发起绑定的账号来输入。" in bob.tells(f"/link {_code(second)}")
    assert JOINED in alice.tells(f"/link {_code(second)}")
    assert "alice" in twin.tells("/me")


def test_a_wrong_code_joins_nothing(alice: Person) -> None:
    for code in ("WRONG123", "0", "';--", "{0}", "9" * 5000):
        assert alice.tells(f"/link {code}").text == INVALID


def test_a_code_is_good_for_five_minutes_and_once(
    stage: Stage, alice: Person, twin: Person, bob: Person
) -> None:
    late = _code(alice.tells("/link"))
    skip_to(stage, "2026-01-05 09:05")
    assert twin.tells(f"/link {late}").text == INVALID
    code = _code(alice.tells("/link"))
    assert JOINED in twin.tells(f"/link {code.lower()}")
    assert bob.tells(f"/link {code}").text == INVALID
    assert "自己生成的" in twin.tells(f"/link {_code(alice.tells('/link'))}")


def _code(heard: Heard) -> str:
    found = re.search(r"码：([0-9A-Z]{8})（", heard.text)
    assert found, heard
    return found[1]


def _offer(stage: Stage) -> str:
    offers = [line for line in stage.heard.sent if "bob 回答了 #1" in line["text"]]
    return str(offers[0]["id"])


def _files(heard: Heard) -> list[dict[str, dict[str, list[dict[str, str]]]]]:
    paths = [Path(line["file"]) for line in heard if "file" in line]
    return [json.loads(path.read_text("utf-8")) for path in paths]
