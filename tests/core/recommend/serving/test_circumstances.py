"""What stands against a course for a while, for good, or only until another one is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import courses, members, recommend
from core.courses import Draft
from core.members import Purpose
from core.recommend import ReasonKind, cards
from tests.core.recommend.serving.world import FREE, VIP, World, learners

if TYPE_CHECKING:
    from core.members import Member


def everything(world: World, member: Member) -> list[str]:
    return world.suggested(member, 99)


def test_a_dismissed_course_comes_once_more_after_ninety_days(world: World) -> None:
    member = world.member("小满")
    courses.dismiss(world.uow, member, world.course("SOUP"))
    world.later(days=89)
    assert "SOUP" not in everything(world, member)
    world.later(days=8)
    assert "SOUP" in everything(world, member)
    world.later(days=8)
    assert "SOUP" not in everything(world, member)
    world.later(days=400)
    assert "SOUP" not in everything(world, member)


def test_a_course_dismissed_and_then_liked_comes_again(world: World) -> None:
    member = world.member("小满")
    courses.dismiss(world.uow, member, world.course("SOUP"))
    courses.like(world.uow, member, world.course("SOUP"))
    assert "SOUP" in everything(world, member)


def needing(world: World) -> Member:
    """Return a photographer for whom only a course with a requirement is left of photography."""
    drafts = [Draft("FILM", "拍一部短片", "从分镜到剪辑。", ("摄影", "人像"), requires=("EDIT",))]
    drafts.append(Draft("EDIT", "剪辑软件上手", "轨道和转场。", ("剪辑",)))
    courses.import_courses(world.uow, world.community.id, drafts)
    member = world.member("小满", "PIC", "POR")
    members.choose_interests(world.uow, member, ["人像", "摄影"])
    return members.by_id(world.uow, member.id)


def test_what_is_required_first_is_suggested_instead_and_says_so(world: World) -> None:
    member = needing(world)
    (first,) = recommend.suggest(world.uow, member, 1, tier=VIP)
    assert first.course.code == "EDIT"
    assert cards.reason(first.reason) == "你可能会喜欢《拍一部短片》，学它之前要先学这门。"


def test_the_first_step_of_a_longer_way_is_suggested_and_says_where_it_leads(world: World) -> None:
    member = needing(world)
    drafts = [Draft("EDIT", "剪辑软件上手", tags=("剪辑",), requires=("DISK",))]
    drafts.append(Draft("DISK", "整理素材", tags=("归档",)))
    courses.import_courses(world.uow, world.community.id, drafts)
    (first,) = recommend.suggest(world.uow, member, 1, tier=VIP)
    assert first.course.code == "DISK"
    assert cards.reason(first.reason) == "你可能会喜欢《拍一部短片》，学它之前要先学这门。"
    courses.dismiss(world.uow, member, world.course("EDIT"))
    world.later(days=8)
    explained = recommend.explain(world.uow, member, [world.course("DISK").id], tier=VIP)
    assert explained[0].reason.kind is not ReasonKind.PREPARES, "the way is shut"


def test_once_it_is_taken_the_course_itself_comes(world: World) -> None:
    member = needing(world)
    courses.enrol(world.uow, member, world.course("EDIT"), tier=FREE)
    (first,) = recommend.suggest(world.uow, member, 1, tier=VIP)
    assert first.course.code == "FILM"


def liking_photos(world: World) -> Member:
    member = world.member("小满")
    members.choose_interests(world.uow, member, ["摄影"])
    return members.by_id(world.uow, member.id)


def test_a_course_shown_in_vain_sinks(world: World) -> None:
    member = liking_photos(world)
    firsts = []
    for _ in range(4):
        firsts += world.suggested(member, 1)
        world.later(days=8)
    assert firsts == ["PIC", "PIC", "PIC", "POR"]


def test_what_is_clicked_does_not_sink(world: World) -> None:
    member = liking_photos(world)
    for _ in range(5):
        assert world.suggested(member, 1) == ["PIC"]
        courses.view(world.uow, member, world.course("PIC"))
        world.uow.settle()
        world.later(days=8)


def test_a_locked_course_says_how_to_open_it(world: World) -> None:
    suggestions = recommend.suggest(world.uow, world.member("小满"), 9, tier=FREE)
    said = cards.suggestions(suggestions, consented=True, owner=1).text
    assert said.count("🔒VIP 会员") == 1
    assert "要开通「VIP 会员」才能学，发送 /plans 看怎么开通。" in said


def test_a_course_that_was_bought_is_taken(world: World) -> None:
    member, boss = world.member("小满"), world.member("班主任")
    courses.sell(world.uow, member, world.course("VIP1"), by=boss)
    assert "VIP1" not in everything(world, member)


def test_whoever_opts_out_leaves_the_next_training_and_all_estimates(world: World) -> None:
    learners(world)
    leaver = world.member("后来不同意", "API", "SOUP")
    world.suggested(leaver)
    world.train()
    assert leaver.id in recommend.gather(world.uow, world.community.id).member_ids
    shown = recommend.exposure(world.uow, world.community.id).shown
    members.disagree(world.uow, leaver, Purpose.RECOMMEND)
    world.train()
    assert leaver.id not in recommend.gather(world.uow, world.community.id).member_ids
    assert recommend.exposure(world.uow, world.community.id).shown == shown - 3
    newcomer = world.member("小满", "SOUP")
    kinds = {one.reason.kind for one in recommend.suggest(world.uow, newcomer, 9, tier=VIP)}
    assert not kinds & {ReasonKind.STUDIED, ReasonKind.FOLLOWED}


def test_most_of_everyones_suggestions_do_not_go_to_one_course(world: World) -> None:
    drafts = [Draft(f"N{number:02}", f"第 {number} 课") for number in range(40)]
    courses.import_courses(world.uow, world.community.id, drafts)
    for number in range(12):
        world.member(f"学员{number}", "SOUP")
    world.train()
    first: list[str] = []
    for number in range(60):
        first += world.suggested(world.member(f"新人{number}"), 3)[:1]
    assert first[0] == "SOUP"
    assert first.count("SOUP") < len(first)


def test_a_recipe_takes_only_the_models_it_names(world: World) -> None:
    learners(world)
    world.member("第五位", "PIC")
    world.train()
    recipe = recommend.Recipe(models=("popular",))
    one, other = world.member("小满"), world.member("阿青")
    for member in (one, other):
        members.choose_interests(world.uow, member, ["后端"])
    one, other = (members.by_id(world.uow, member.id) for member in (one, other))
    (first,) = recommend.suggest(world.uow, one, 1, tier=VIP, recipe=recipe)
    assert first.course.code == "PIC"
    assert world.suggested(other, 1) == ["API"]


def test_a_recipe_marks_popular_courses_down(world: World) -> None:
    learners(world)
    world.train()
    one, other = world.member("小满"), world.member("阿青")
    for member in (one, other):
        members.choose_interests(world.uow, member, ["烹饪", "摄影"])
    one, other = (members.by_id(world.uow, member.id) for member in (one, other))
    marked = recommend.Recipe(discount=0.9)
    (first,) = recommend.suggest(world.uow, one, 1, tier=VIP, recipe=marked)
    assert first.course.code == "SOUP"
    assert world.suggested(other, 1) == ["PIC"]


def test_a_model_kept_apart_does_not_run(world: World) -> None:
    fitted = recommend.fit(recommend.gather(world.uow, world.community.id))
    now = world.uow.now
    recommend.keep(world.uow, world.community.id, fitted, as_of=now, runs=False)
    assert recommend.running_state(world.uow, world.community.id) is None
    for _ in range(5):
        recommend.keep(world.uow, world.community.id, fitted, as_of=now, figures={"ndcg": 0.2})
    assert recommend.running_state(world.uow, world.community.id) is not None
