"""Settings: a member's language, zone and notifications; a community's name, night and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stories.classroom import furnish, skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

ZONE = "没有「{zone}」这个时区，请写成 Asia/Shanghai 这样的名称。"
HOURS = "免打扰时段请写成「22-8」这样的两个整点（0 到 23）。"
NONSENSE = (
    ("时区 火星", ZONE.format(zone="火星")),
    ("语言 法语", "语言只能是 zh（中文）或 en（英文）。"),
    ("免打扰 25-8", HOURS),
    ("免打扰 22", HOURS),
    ("免打扰 二十二-八", HOURS),
    ("免打扰 " + "9" * 5000 + "-8", HOURS),
    ("名称", "社群名称不能为空。"),
    ("欢迎语 " + "欢" * 2001, "欢迎语最多 2000 字。"),
    ("群规 " + "规" * 4001, "群规最多 4000 字。"),
    (
        "天气 晴",
        "没有「天气」这个选项。用法：/community [名称|时区|语言|免打扰|欢迎语|群规] [内容]",
    ),
)


def test_a_member_is_spoken_to_in_english(g1: Group, alice: Person) -> None:
    alice.tells("/settings")
    changed = alice.presses("English")
    assert "Language: English" in changed
    assert "Your points: 0." in alice.tells("/points")
    assert "Your points: 0." in alice.says(g1, "/points")
    assert alice.says(g1, "/top").text.startswith("积分榜")
    alice.tells("/settings")
    assert "语言：中文" in alice.presses("中文")


def test_letters_are_written_in_the_language_of_their_reader(
    g1: Group, root: Person, alice: Person
) -> None:
    alice.tells("/settings")
    alice.presses("English")
    heard = root.says(g1, "/grant alice vip")
    assert "已为 alice 开通" in heard.only(chat="g1")
    assert "Membership granted" in heard.only(chat="dm:alice")


def test_a_notification_that_is_off_is_not_sent(
    stage: Stage, g1: Group, root: Person, alice: Person, bob: Person
) -> None:
    for person in (alice, bob):
        person.tells("/settings")
        root.says(g1, f"/grant {person.name} vip 2d")
    assert "🔕 会员到期提醒" in alice.presses("会员到期提醒").buttons
    reminded = stage.clock_to("2026-01-06 09:00")
    assert [line["chat"] for line in reminded.sent] == ["dm:bob"]
    assert "🔔 会员到期提醒" in alice.presses("会员到期提醒").buttons


def test_suggestions_that_are_off_are_not_sent(stage: Stage, g1: Group, alice: Person) -> None:
    alice.says(g1, "大家好")
    furnish(stage)
    alice.tells("/privacy")
    alice.presses("按我的学习记录推荐课程")
    alice.tells("/settings")
    alice.presses("课程推荐")
    skip_to(stage, "2026-01-07 19:00")
    assert not stage.clock_to("2026-01-07 20:00").only(chat="dm:alice").lines


def test_letters_wait_until_the_night_of_their_reader_is_over(
    stage: Stage, g1: Group, root: Person, alice: Person, bob: Person
) -> None:
    alice.says(g1, "在")
    bob.tells("/zone America/New_York")
    skip_to(stage, "2026-01-05 23:30")
    for person in (alice, bob):
        person.tells("/points")
        root.says(g1, f"/grant {person.name} vip 2d")
    skip_to(stage, "2026-01-06 23:00")
    at_night = stage.clock_to("2026-01-07 07:59")
    assert [line["chat"] for line in at_night.sent] == ["dm:bob"]
    assert [line["chat"] for line in stage.clock_to("2026-01-07 08:00").sent] == ["dm:alice"]


def test_there_is_no_such_zone(alice: Person) -> None:
    for zone in ("Mars/Base", "+8", "../../etc/passwd", "上海", "A" * 4000):
        assert alice.tells(f"/zone {zone}").text == ZONE.format(zone=zone[:64])


def test_times_are_shown_in_the_zone_of_the_reader(alice: Person) -> None:
    assert "时区：Europe/London" in alice.tells("/zone Europe/London")
    assert "试用开始了！到 2026-01-08 01:00 为止" in alice.tells("/trial")


def test_an_administrator_changes_the_community(g1: Group, root: Person, bob: Person) -> None:
    shown = root.says(g1, "/community")
    assert "名称：学习社群\n时区：Asia/Shanghai\n语言：zh\n免打扰：22 点到 8 点" in shown
    assert "名称：夜航船" in root.says(g1, "/community 名称 夜航船")
    assert "免打扰：23 点到 7 点" in root.says(g1, "/community quiet 23-7")
    assert "免打扰：不设" in root.says(g1, "/community 免打扰 0-0")
    root.says(g1, "/community 欢迎语 {name}，欢迎登上{community}！")
    assert bob.joins(g1).text == "bob，欢迎登上夜航船！"
    assert bob.says(g1, "/rules").text == "本群还没有写群规。"
    root.says(g1, "/community 群规 一、不发广告。\n二、先搜再问。")
    assert bob.says(g1, "/rules").text == "群规\n一、不发广告。\n二、先搜再问。"


def test_a_community_that_speaks_english_says_so_at_once(
    g1: Group, root: Person, bob: Person
) -> None:
    assert "Language: en" in root.says(g1, "/community 语言 en")
    assert "Leaderboard" in bob.says(g1, "/top")
    assert "语言：zh" in root.says(g1, "/community language zh")


def test_nonsense_is_refused_and_changes_nothing(g1: Group, root: Person) -> None:
    before = root.says(g1, "/community").text
    for text, said in NONSENSE:
        assert root.says(g1, f"/community {text}").text == said
        assert root.says(g1, "/community").text == before


def test_the_community_is_changed_from_private_too(g1: Group, root: Person, alice: Person) -> None:
    root.says(g1, "大家好")
    alice.says(g1, "大家好")
    assert "名称：夜航船" in root.tells("/community 名称 夜航船")
    assert alice.tells("/community 名称 我的").text == "这个操作需要管理员权限。"
