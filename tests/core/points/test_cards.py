"""What members read about their points."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.i18n import speaking
from core.points import Board, CheckIn, Entry, Period, Standing, Statement, cards

SHANGHAI = ZoneInfo("Asia/Shanghai")
LATE = datetime(2026, 1, 5, 17, 0, tzinfo=UTC)  # one o'clock the next day in Shanghai
BEST = (
    Standing(1, 11, "阿德", 40),
    Standing(2, 12, "小满", 12),
    Standing(2, 13, "丁丁", 12),
    Standing(4, 14, "木子", 2),
)


def test_a_balance_says_where_to_read_on() -> None:
    assert cards.balance(40).text == (
        "我的积分\n你现在有 40 积分。\n发送 /why 查看每一分的来由，/top 查看积分榜。"
    )
    assert "/checkin" in cards.balance(0).body


def test_every_reason_is_dated_in_the_readers_zone_with_rule_cause_and_version() -> None:
    entries = (
        Entry(LATE, -10, "answer_upvoted", 1, "question:42:answer:7", reversal=True),
        Entry(LATE, 15, "answer_accepted", 2, "question:42", reversal=False),
        Entry(LATE, 3, "daily_check_in", 1, "day:2026-01-06:member:5", reversal=False),
    )
    assert cards.why(Statement(8, entries), SHANGHAI, {42: 6}, capped=False).body.splitlines() == [
        "现有 8 积分。",
        "2026-01-06　-10　撤回：回答获赞 · 问题 #6（规则第 1 版）",
        "2026-01-06　+15　回答被采纳 · 问题 #6（规则第 2 版）",
        "2026-01-06　+3　每日签到（规则第 1 版）",
    ]


def test_a_statement_says_when_the_cap_of_the_day_is_reached() -> None:
    assert "每日上限" in cards.why(Statement(200, ()), SHANGHAI, {}, capped=True).body
    assert "每日上限" not in cards.why(Statement(0, ()), SHANGHAI, {}, capped=False).body


def test_a_check_in_tells_the_streak_and_the_points() -> None:
    first = CheckIn(date(2026, 1, 6), 4, 3, 12, fresh=True)
    again = CheckIn(date(2026, 1, 6), 4, 0, 12, fresh=False)
    capped = CheckIn(date(2026, 1, 6), 4, 0, 200, fresh=True)
    assert cards.checked_in(first).body == "签到成功，已连续签到 4 天。\n积分 +3，现有 12 分。"
    assert cards.checked_in(again).body == "今天已经签过到啦，已连续签到 4 天，明天再来吧。"
    assert "每日上限" in cards.checked_in(capped).body


def test_a_board_gives_medals_shares_ranks_and_ends_with_the_askers_place() -> None:
    card = cards.board(Board(Period.WEEK, BEST, BEST[3]), "木子")
    assert card.title == "积分榜（近 7 天）"
    assert card.body.splitlines() == [
        "🥇 阿德 — 40 分",
        "🥈 小满 — 12 分",
        "🥈 丁丁 — 12 分",
        "4. 木子 — 2 分",
        "",
        "木子：第 4 名，2 分",
    ]


def test_a_board_offers_the_other_two_periods() -> None:
    [row] = cards.board(Board(Period.MONTH, BEST), "访客").buttons
    assert [(button.label, button.action, button.arg) for button in row] == [
        ("近7天", "top", "week"),
        ("总榜", "top", "all"),
    ]


def test_an_empty_board_says_so() -> None:
    assert cards.board(Board(Period.ALL, ()), "小满").body == "这段时间还没有人得分。"


def test_the_weekly_board_names_the_best_three() -> None:
    first = cards.weekly(Board(Period.WEEK, BEST)).body.splitlines()[0]
    assert first == "恭喜过去一周的积分之星：阿德 · 小满 · 丁丁！"


def test_english_readers_read_english() -> None:
    with speaking("en"):
        card = cards.board(Board(Period.WEEK, BEST, BEST[1]), "小满")
    assert card.title == "Leaderboard (last 7 days)"
    assert card.body.splitlines()[-1] == "小满: rank 2, 12 points"
