"""The watch: floods, repetitions and pieces, counted by the messages' own times and forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.moderation.hits.watch import (
    FLOOD_MESSAGES,
    FLOOD_SECONDS,
    MINUTES,
    PIECE,
    PIECES_SECONDS,
    REPEATS,
    Sighting,
    Watch,
)

LONG = "这是一条足够长的重复消息内容"


def sighting(number: int, at: float, letters: str = "", **more: str) -> Sighting:
    member, chat = more.get("member", "ming"), more.get("chat", "-1")
    return Sighting(f"k{number}", member, chat, at, letters, more.get("text", letters))


def rules(watch: Watch, seen: Sighting) -> list[str]:
    return [hit.rule for hit in watch.note(seen)[0]]


def test_a_burst_is_a_flood_once() -> None:
    watch = Watch()
    found = [rules(watch, sighting(n, n * 0.5)) for n in range(2 * FLOOD_MESSAGES - 1)]
    assert [n for n, hits in enumerate(found, 1) if hits] == [FLOOD_MESSAGES]


def test_the_same_messages_slowly_are_no_flood() -> None:
    watch = Watch()
    pause = FLOOD_SECONDS / (FLOOD_MESSAGES - 1) + 0.1
    assert not any(rules(watch, sighting(n, n * pause)) for n in range(50))


def test_each_member_has_an_own_burst() -> None:
    watch = Watch()
    for n in range(2 * (FLOOD_MESSAGES - 1)):
        assert not rules(watch, sighting(n, 0, member=f"m{n % 2}"))


def test_a_message_delivered_again_counts_once_and_gets_the_same_answer() -> None:
    watch = Watch()
    for n in range(FLOOD_MESSAGES - 1):
        assert not rules(watch, sighting(n, 0))
        assert not rules(watch, sighting(n, 0))
    last = sighting(99, 0)
    assert rules(watch, last) == rules(watch, last) == ["flood"]


def test_saying_the_same_again_and_again_is_a_repetition() -> None:
    watch = Watch()
    found = [rules(watch, sighting(n, n * 20, "重复的六个字")) for n in range(REPEATS)]
    assert found == [[], [], ["duplicate"]]


def test_the_same_long_text_in_another_chat_is_a_repetition() -> None:
    watch = Watch()
    assert not rules(watch, sighting(1, 0, LONG, chat="-1"))
    assert rules(watch, sighting(2, 30, LONG, chat="-2")) == ["duplicate"]


def test_a_short_question_may_be_asked_in_two_chats() -> None:
    watch = Watch()
    assert not rules(watch, sighting(1, 0, "今晚几点直播", chat="-1"))
    assert not rules(watch, sighting(2, 30, "今晚几点直播", chat="-2"))


@pytest.mark.parametrize("letters", ["", "收到", "谢谢老师"])
def test_short_words_and_stickers_are_never_repetitions(letters: str) -> None:
    watch = Watch()
    assert not any(rules(watch, sighting(n, n * 30, letters)) for n in range(20))


def test_what_was_said_long_ago_is_no_repetition() -> None:
    watch = Watch()
    later = MINUTES * 60 + 1
    assert not any(rules(watch, sighting(n, n * later, LONG, chat=f"-{n}")) for n in range(5))


def test_two_members_do_not_repeat_each_other() -> None:
    watch = Watch()
    assert not any(rules(watch, sighting(n, n, LONG, member=f"m{n}")) for n in range(5))


def test_the_ends_of_the_last_texts_in_a_chat_are_remembered_for_a_minute() -> None:
    watch = Watch()
    watch.note(sighting(1, 0, text="加"))
    watch.note(sighting(2, 5, text="另一个群", chat="-2"))
    assert watch.note(sighting(3, 10, text="微"))[1] == "加"
    assert watch.note(sighting(4, 20, text="信"))[1] == "加 微"
    assert watch.note(sighting(5, 21 + PIECES_SECONDS, text="好"))[1] == ""


def test_pieces_of_whoever_fell_silent_are_forgotten_after_a_minute() -> None:
    watch = Watch()
    for n in range(50):
        watch.note(sighting(n, 0, member=f"m{n}", text="半句话"))
    watch.note(sighting(99, PIECES_SECONDS + 1, member="awake", text="别人的话"))
    assert "半句话" not in repr(vars(watch))
    assert "别人的话" in repr(vars(watch))


def test_no_more_than_the_end_of_a_text_is_remembered() -> None:
    watch = Watch()
    watch.note(sighting(1, 0, text="长" * 1000))
    assert len(watch.note(sighting(2, 1, text="好"))[1]) == PIECE


def test_a_text_is_not_kept_for_its_next_delivery() -> None:
    watch = Watch()
    watch.note(sighting(1, 0, text="加"))
    watch.note(sighting(2, 1, text="微"))
    assert watch.note(sighting(2, 1, text="微"))[1] == ""


def test_only_so_many_members_are_remembered_and_the_silent_ones_go_first() -> None:
    watch = Watch(members=100)
    for n in range(1000):
        watch.note(sighting(2 * n, n / 100, LONG, member=f"m{n}"))
        watch.note(sighting(2 * n + 1, n / 100, "别的足够长的另外一句话呀", member="faithful"))
    assert len(watch) == 100
    assert rules(watch, sighting(9998, 10, "别的足够长的另外一句话呀", member="faithful"))


def test_who_has_been_silent_for_minutes_is_forgotten() -> None:
    watch = Watch()
    for n in range(50):
        watch.note(sighting(n, 0, member=f"m{n}"))
    for n in range(50, 100):
        watch.note(sighting(n, MINUTES * 60 + 1, member="awake"))
    assert len(watch) == 1


def test_messages_out_of_order_are_counted_by_their_own_times() -> None:
    watch = Watch()
    times = [3.0, 1.0, 2.0, 0.0, 4.0, 6.0, 5.0, 7.0]
    found = [rules(watch, sighting(n, at)) for n, at in enumerate(times)]
    assert found[-1] == ["flood"]


def test_threads_do_not_lose_a_message() -> None:
    watch = Watch()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: rules(watch, sighting(n, 0)), range(80 * FLOOD_MESSAGES)))
    assert sum(hits == ["flood"] for hits in found) == 80
