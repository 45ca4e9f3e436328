"""Keep the made-up community coherent: every name unique, every reference kept."""

from __future__ import annotations

import json
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

DATA = Path(__file__).parents[2] / "demo" / "data"
TAGGED = [("courses", "tags"), ("members", "interests"), ("questions", "tags")]


def load(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return rows


def vocabulary() -> set[str]:
    return set(json.loads((DATA / "tags.json").read_text("utf-8")))


@pytest.mark.parametrize(
    ("name", "count"),
    [("courses", 42), ("members", 200), ("questions", 90), ("chatter", 150)],
)
def test_every_file_holds_as_much_as_the_demonstration_needs(name: str, count: int) -> None:
    assert len(load(name)) == count


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("courses", "code"),
        ("courses", "title"),
        ("members", "handle"),
        ("members", "name"),
        ("questions", "title"),
        ("questions", "text"),
        ("chatter", "text"),
    ],
)
def test_no_two_rows_share_what_names_them(name: str, field: str) -> None:
    counted = Counter(row[field] for row in load(name))
    assert [value for value, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(("name", "field"), TAGGED)
def test_every_tag_is_in_the_vocabulary(name: str, field: str) -> None:
    known = vocabulary()
    for row in load(name):
        assert row[field], row
        assert len(set(row[field])) == len(row[field]), row
        assert set(row[field]) <= known, row


def test_every_tag_of_the_vocabulary_leads_to_a_course() -> None:
    assert {tag for course in load("courses") for tag in course["tags"]} == vocabulary()


def test_courses_spread_over_the_tiers_and_only_the_free_tier_is_free() -> None:
    courses = load("courses")
    assert Counter(course["tier"] for course in courses) == {0: 12, 1: 16, 2: 10, 3: 4}
    assert all((course["price_minor"] == 0) == (course["tier"] == 0) for course in courses)
    assert {course["level"] for course in courses} == {1, 2, 3}
    assert all(3 <= len(course["tags"]) <= 5 for course in courses)


def test_three_courses_are_new_this_week() -> None:
    ages = [course["added_days_ago"] for course in load("courses")]
    assert sum(age <= 7 for age in ages) == 3
    assert 2 <= min(ages) <= max(ages) <= 400


def test_prerequisites_exist_and_never_go_in_a_circle() -> None:
    graph = {course["code"]: set(course["prerequisites"]) for course in load("courses")}
    assert set().union(*graph.values()) <= graph.keys()
    assert set(TopologicalSorter(graph).static_order()) == graph.keys()


def test_a_prerequisite_is_never_dearer_harder_or_newer_than_what_it_leads_to() -> None:
    courses = {course["code"]: course for course in load("courses")}
    for course in courses.values():
        for code in course["prerequisites"]:
            earlier = courses[code]
            assert earlier["tier"] <= course["tier"], (code, course["code"])
            assert earlier["level"] <= course["level"], (code, course["code"])
            assert earlier["added_days_ago"] >= course["added_days_ago"], (code, course["code"])


def test_members_live_on_both_platforms_and_in_real_zones() -> None:
    members = load("members")
    assert Counter(member["platform"] for member in members) == {"telegram": 120, "discord": 80}
    assert Counter(member["language"] for member in members) == {"zh": 192, "en": 8}
    for zone in {member["zone"] for member in members}:
        assert ZoneInfo(zone).key == zone
    assert all(member["handle"].isascii() for member in members)


def test_members_are_of_every_persona_and_plan() -> None:
    members = load("members")
    personas = {"lurker", "learner", "helper", "newbie", "expert"}
    assert {member["persona"] for member in members} == personas
    plans = {"free", "trial", "basic", "premium", "vip"}
    assert {member["plan"] for member in members} == plans
    assert all(1 <= len(member["interests"]) <= 4 for member in members)
    assert all(0 <= member["joined_days_ago"] <= 56 for member in members)


def test_an_accepted_answer_is_one_of_the_answers() -> None:
    for question in load("questions"):
        assert question["accepted"] is None or question["accepted"] in range(
            len(question["answers"])
        ), question["title"]
        assert len(question["answers"]) <= 3


def test_twelve_questions_wait_for_an_answer() -> None:
    assert sum(not question["answers"] for question in load("questions")) == 12


def test_chatter_is_mostly_neutral_and_more_glad_than_sour() -> None:
    moods = Counter(message["mood"] for message in load("chatter"))
    assert moods == {"positive": 45, "neutral": 75, "negative": 30}


def test_the_story_runs_forward_and_refers_only_to_what_was_said() -> None:
    clock = (0, "")
    said: set[str] = set()
    for beat in load("story"):
        assert (beat["day"], beat["at"]) >= clock, beat
        clock = (beat["day"], beat["at"])
        assert {beat[key] for key in ("reply_to", "target") if key in beat} <= said, beat
        said |= {beat["id"]} if "id" in beat else set()
        assert beat["note"].endswith("。")


def test_the_story_is_told_by_members_a_newcomer_and_the_bot() -> None:
    known = {member["handle"] for member in load("members")} | {"小满", "qunzhu"}
    beats = load("story")
    assert {beat["who"] for beat in beats} <= known
    assert {beat["to"] for beat in beats if "to" in beat} <= known
    assert {beat["do"] for beat in beats} == {"say", "press", "react", "join", "command", "note"}


def test_the_member_whose_trial_runs_out_in_the_story_is_on_trial() -> None:
    plans = {member["handle"]: member["plan"] for member in load("members")}
    reminded = [beat["to"] for beat in load("story") if beat.get("shows") == "trial_reminder"]
    assert [plans[handle] for handle in reminded] == ["trial"]
