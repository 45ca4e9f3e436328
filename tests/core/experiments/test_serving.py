"""Who is shown what: with consent alone, always the same, counted when it arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import bootstrap, courses, experiments, members, outbox
from core.addresses import Address
from core.cards import Card
from core.events import MembersMerged
from core.experiments import State, Surface, templates
from core.members import Purpose

if TYPE_CHECKING:
    from core.experiments import Experiment
    from core.members import Member
    from tests.core.experiments.conftest import Class

NAMES = [f"学员{number}" for number in range(60)]


def _units(learners: Class, one: Experiment) -> int:
    return sum(arm.units for arm in learners.results(one).arms)


def test_without_an_experiment_everybody_gets_the_usual(few: Class) -> None:
    (member,) = few.willing("小白")
    with few.work() as uow:
        seen = experiments.recipe(uow, member, Surface.COMMAND)
    assert (seen.recipe, seen.variants) == ({}, {})


def test_a_member_sees_the_same_every_time(few: Class) -> None:
    willing = few.willing(*NAMES)
    few.starts()
    assert few.shows(willing) == few.shows(willing)
    assert set(few.shows(willing)) == {"plain", "next"}


def test_who_did_not_consent_takes_no_part_but_gets_what_was_promoted(few: Class) -> None:
    few.promotes(few.starts(), "next")
    one = few.starts(templates.COPIES, "标准", "试一试")
    stranger = few.sees("路人")
    assert few.shows([stranger]) == [""]
    with few.work() as uow:
        assert experiments.recipe(uow, stranger, Surface.COMMAND).recipe == {"copy": "next"}
    assert _units(few, one) == 0


def test_who_takes_consent_back_is_no_longer_counted(few: Class) -> None:
    willing = few.willing(*NAMES)
    one = few.starts()
    few.shows(willing)
    assert _units(few, one) == 60
    with few.work() as uow:
        members.disagree(uow, willing[0], Purpose.RECOMMEND)
    assert _units(few, one) == 59
    assert few.shows(willing[:1]) == [""]


def test_variants_of_several_experiments_come_together(few: Class) -> None:
    willing = few.willing(*NAMES)
    few.starts()
    few.starts(templates.WAYS, "综合", "热门")
    pairs = set(few.shows(willing))
    assert pairs == {"plain,all", "plain,popular", "next,all", "next,popular"}
    with few.work() as uow:
        seen = experiments.recipe(uow, willing[0], Surface.COMMAND)
    assert seen.recipe.keys() == {"copy", "models", "discount"}


def test_an_exposure_counts_once_a_day(learners: Class) -> None:
    willing = learners.willing("小白")
    one = learners.starts()
    for _ in range(3):
        learners.shows(willing)
    learners.wait(days=1)
    learners.shows(willing)
    learners.wait(days=8)
    assert [arm.exposures for arm in learners.results(one).arms if arm.units] == [2]


def test_a_day_is_one_of_the_communitys_own(few: Class) -> None:
    willing = few.willing("小白")
    one = few.starts()
    few.wait(hours=11)  # 23 o'clock in Shanghai
    few.shows(willing)
    few.wait(hours=2)
    few.shows(willing)
    few.wait(days=9)
    assert [arm.exposures for arm in few.results(one).arms if arm.units] == [2]


def test_what_else_is_shown_on_that_day_counts_too(learners: Class) -> None:
    (member,) = learners.willing("小白")
    one = learners.starts()
    learners.shows([member])
    with learners.work() as uow:
        seen = experiments.recipe(uow, member, Surface.COMMAND)
        experiments.expose(uow, 1, seen, [learners.courses[4].id], member_id=member.id)
        courses.like(uow, member, learners.courses[4])
    learners.wait(days=8)
    with learners.work() as uow:
        arms = experiments.results(uow, one).arms
    assert sum(arm.value.value for arm in arms if arm.units) == 1


def test_nothing_shown_is_no_exposure(few: Class) -> None:
    (member,) = few.willing("小白")
    one = few.starts()
    with few.work() as uow:
        seen = experiments.recipe(uow, member, Surface.COMMAND)
        experiments.expose(uow, 1, seen, [], member_id=member.id)
    assert _units(few, one) == 0


def _post(learners: Class, member: Member) -> None:
    letter = outbox.Letter(
        community_id=1,
        key=f"w{member.id}",
        to=Address("telegram", f"1-{member.name}", private=True),
        card=Card("这周的课"),
        member_id=member.id,
    )
    with learners.work() as uow:
        outbox.post(uow, letter)


def test_a_letter_counts_when_it_arrives_and_from_then_on(learners: Class) -> None:
    one, other = learners.willing("小白", "小黑")
    running = learners.starts(surface=Surface.LETTER)
    learners.shows([one, other], Surface.LETTER, letter="w")
    _post(learners, one)
    assert _units(learners, running) == 0
    learners.wait(hours=3)
    learners.delivers()
    assert _units(learners, running) == 1
    with learners.work() as uow:
        courses.like(uow, one, learners.courses[0])
        courses.like(uow, other, learners.courses[0])
    learners.wait(days=7)
    assert sum(arm.known for arm in learners.results(running).arms) == 0
    learners.wait(days=1)
    found = [arm.value.value for arm in learners.results(running).arms if arm.known]
    assert found == [1.0]


def test_a_letter_belongs_to_the_day_on_which_it_was_written(few: Class) -> None:
    (member,) = few.willing("小白")
    running = few.starts(surface=Surface.LETTER)
    few.shows([member], Surface.LETTER, letter="w")
    _post(few, member)
    few.wait(hours=40)
    few.delivers()
    few.wait(hours=20)
    assert sum(arm.settled for arm in few.results(running).arms) == 0
    few.wait(hours=24)
    assert sum(arm.settled for arm in few.results(running).arms) == 1


def test_a_letter_that_reached_nobody_is_no_exposure(few: Class) -> None:
    (member,) = few.willing("小白")
    running = few.starts(surface=Surface.LETTER)
    few.shows([member], Surface.LETTER, letter="w")
    _post(few, member)
    with few.work() as uow:
        (parcel,) = outbox.claim(uow, ["telegram"])
        outbox.ended(uow, parcel, outbox.Ending.UNREACHABLE)
    assert _units(few, running) == 0


def test_chats_are_assigned_as_one(few: Class) -> None:
    chats = [few.chat(f"g{number}") for number in range(70)]
    few.willing(*NAMES)
    member = few.sees("学员0", chat_id=chats[0])
    one = few.starts(surface=Surface.GROUP)
    with few.work() as uow:
        going_on = experiments.traffic(uow, 1, Surface.GROUP)
        for chat in chats:
            shown = [few.courses[0].id]
            experiments.expose(uow, 1, going_on.of_chat(chat), shown, chat_id=chat)
    with few.work() as uow:
        courses.like(uow, member, few.courses[0])
    few.wait(days=8)
    report = few.results(one)
    assert sum(arm.units for arm in report.arms) == 70
    assert sum(arm.value.value * arm.known for arm in report.arms) == 1


def _liked_in_groups(few: Class, *likers: Member) -> float:
    """Suggest a course in two groups, have some like it, and return how many that counts."""
    chats = [few.chat("一班"), few.chat("二班")]
    few.start_anyhow(one := few.drafts(surface=Surface.GROUP))
    with few.work() as uow:
        going_on = experiments.traffic(uow, 1, Surface.GROUP)
        for chat in chats:
            shown = [few.courses[0].id]
            experiments.expose(uow, 1, going_on.of_chat(chat), shown, chat_id=chat)
        for liker in likers:
            courses.like(uow, liker, few.courses[0])
    few.wait(days=8)
    return sum(arm.value.value * arm.known for arm in few.results(one).arms)


def test_in_groups_too_only_those_who_consented_count(few: Class) -> None:
    (willing,) = few.willing("小白")
    for name in ("小白", "路人"):
        few.sees(name, chat_id=few.chat("一班"))
    assert _liked_in_groups(few, willing, few.sees("路人")) == 1


def test_who_is_in_two_groups_counts_in_one(few: Class) -> None:
    (willing,) = few.willing("小白")
    for chat in ("一班", "二班"):
        few.sees("小白", chat_id=few.chat(chat))
    assert _liked_in_groups(few, willing) == 1


def test_merging_two_members_who_saw_different_variants_counts_neither(learners: Class) -> None:
    willing = learners.willing(*NAMES[:12])
    one = learners.starts()
    saw = learners.shows(willing)
    first = willing[saw.index("plain")]
    second = willing[saw.index("next")]
    with learners.work() as uow:
        bootstrap.merge(uow, _merged(first, second))
    report = learners.results(one)
    assert sum(arm.units for arm in report.arms) == 11
    assert report.several == 0


def _merged(target: Member, source: Member) -> MembersMerged:
    return MembersMerged(community_id=1, target_id=target.id, source_id=source.id)


def test_merged_on_different_days_the_member_saw_several(learners: Class) -> None:
    willing = learners.willing(*NAMES[:12])
    one = learners.starts()
    saw = learners.shows(willing)
    first, second = willing[saw.index("plain")], willing[saw.index("next")]
    learners.wait(days=1)
    learners.shows([second])
    with learners.work() as uow:
        bootstrap.merge(uow, _merged(first, second))
    report = learners.results(one)
    assert sum(arm.units for arm in report.arms) == 10
    assert report.several == 1


def test_erasing_a_member_leaves_nothing_of_what_they_saw(learners: Class) -> None:
    willing = learners.willing(*NAMES[:4])
    one = learners.starts()
    learners.shows(willing)
    with learners.work() as uow:
        members.erase(uow, willing[0])
    assert _units(learners, one) == 3
    with learners.work() as uow:
        export = bootstrap.export(uow, willing[1])["experiments"]
    assert [row["experiment"] for row in export["shown"]] == [1]


def test_exposures_are_forgotten_half_a_year_after_the_end_and_the_figures_stay(
    few: Class,
) -> None:
    willing = few.willing(*NAMES)
    one = few.starts()
    few.shows(willing)
    with few.work() as uow:
        stopped = experiments.stop(uow, one, few.root)
    assert stopped.state is State.STOPPED
    with few.work() as uow:
        assert experiments.prune(uow, 1) == 0
    few.wait(days=181)
    with few.work() as uow:
        assert experiments.prune(uow, 1) == 60
    assert _units(few, one) == 60
