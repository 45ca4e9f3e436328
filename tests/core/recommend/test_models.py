"""What each model learns from the small community, and the reasons it gives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.dataset import NOBODY, STUDIED, Dataset, Interaction
from core.recommend.explain import Reason, ReasonKind
from core.recommend.models.biased_factors import BiasedFactors
from core.recommend.models.clusters import Clusters
from core.recommend.models.content import Content
from core.recommend.models.ease import Ease
from core.recommend.models.item_neighbours import ItemNeighbours
from core.recommend.models.popular import Popular
from core.recommend.models.profile import Profile
from core.recommend.models.slist import Slist
from core.recommend.models.transitions import Transitions
from core.recommend.models.user_neighbours import UserNeighbours
from tests.core.recommend.conftest import COURSES, NOW, took

if TYPE_CHECKING:
    from core.recommend.model import Model


def ranked(model: Model, member_id: int) -> list[int]:
    """Return the course ids by falling score."""
    data = model.dataset_
    scores = model.score(data.index_of([member_id]))[0]
    return [int(data.course_ids[index]) for index in np.argsort(-scores, kind="stable")]


def why(model: Model, member_id: int, course_id: int) -> Reason | None:
    data = model.dataset_
    member = int(data.index_of([member_id])[0])
    return model.reason(member, int(np.searchsorted(data.course_ids, course_id)))


def test_old_studies_weigh_less_than_new_ones() -> None:
    old = [took(member, 13, 120) for member in range(1, 5)]
    new = [took(member, 14, 2) for member in range(5, 8)]
    model = Popular().fit(Dataset.of((*old, *new), COURSES, now=NOW))
    assert ranked(model, 1)[:2] == [14, 13]


def most_popular(courses: np.ndarray, ages: np.ndarray) -> int:
    people = np.arange(len(courses))
    data = Dataset.from_arrays(people, np.arange(3), people, courses, ages=ages)
    return int(Popular().fit(data).score(np.array([0]))[0].argmax())


def test_popularity_forgets_as_fast_as_the_community_moves_on() -> None:
    chance = np.random.default_rng(3)
    ages = chance.uniform(0, 1_000, 2_000).astype(np.float32)
    # Course 0 was taken all the time. For 150 days everybody has taken course 1, or for always few.
    older = np.where(chance.random(2_000) < 0.7, 0, 2)
    assert most_popular(np.where(ages < 150, 1, older), ages) == 1
    few = chance.random(2_000) < 0.3
    assert most_popular(np.where(few, 1, older), ages) == 0


def test_popularity_of_few_studies_fades_in_weeks() -> None:
    courses = np.array([0] * 40 + [1] * 20)
    ages = np.array([200] * 40 + [1] * 20, dtype=np.float32)
    assert most_popular(courses, ages) == 1


def test_popularity_is_that_of_courses_taken_as_early() -> None:
    # Four began with 11 and went on to 12 and 13; one began with 13. 14 was looked at once.
    rows = [took(member, 11 + step, 9 - step) for member in range(1, 5) for step in range(3)]
    rows += [took(5, 13, 8), took(6, 14, 7, weight=0.2), took(7, 11, 8)]
    data = Dataset.of(rows, COURSES, now=NOW)
    model = Popular(half_life=np.inf, welcome=0.0).fit(data)
    studies = np.expm1(model.score(data.index_of([404, 7, 1])))[:, :4]
    firsts, seconds, thirds = (
        np.array([own, *others, looked])
        for own, others, looked in (
            (5, (4 / 2, 4 / 4 + 1), 0.2),
            (5 / 2, (4, 4 / 2 + 1 / 2), 0.2 / 2),
            (5 / 8, (4 / 4, 4 / 2 + 1 / 8), 0.2 / 8),
        )
    )
    assert np.allclose(studies, [firsts, seconds, thirds], atol=1e-5)


def test_popularity_tells_learners_and_rank_of_four_weeks(community: Dataset) -> None:
    model = Popular().fit(community)
    assert why(model, 8, 11) == Reason(ReasonKind.POPULAR, ("4", "1"))
    assert why(model, 8, 12) == Reason(ReasonKind.POPULAR, ("3", "2"))
    assert why(model, 8, 13) is None


def test_courses_that_as_many_study_are_not_the_most_studied() -> None:
    data = Dataset.of([took(1, 11), took(2, 12)], COURSES, now=NOW)
    assert why(Popular().fit(data), NOBODY, 11) == Reason(ReasonKind.POPULAR, ("1", "2"))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, Reason(ReasonKind.POPULAR, ("4", "1"))),
        (3, Reason(ReasonKind.POPULAR, ("4", "6"))),
        (20, Reason(ReasonKind.POPULAR, ("3", "6"))),
        (26, None),
        (120, None),
    ],
)
def test_what_was_learned_long_ago_is_not_said_of_these_weeks(
    days: int, said: Reason | None
) -> None:
    rows = [*(took(member, 11, 3) for member in (1, 2, 3)), took(4, 11, 9), took(5, 12, 3)]
    state = Popular().fit(Dataset.of(rows, COURSES, now=NOW)).state()
    course_ids = np.array([row.id for row in COURSES])
    for _ in range(2):
        later = Dataset.of((), COURSES, now=NOW + timedelta(days=days))
        model = Popular().restore(state, course_ids, later)
        assert why(model, NOBODY, 11) == said
        state = model.state()


def test_a_course_added_lately_is_called_new() -> None:
    added = Dataset.of((), COURSES, now=COURSES[0].added_at)
    assert why(Popular().fit(added), NOBODY, 11) == Reason(ReasonKind.NEW, ("0",))


def test_neighbours_are_what_the_same_people_study(community: Dataset) -> None:
    model = ItemNeighbours().fit(community)
    assert ranked(model, 7)[0] == 14
    scores = model.score(community.index_of([7]))[0]
    assert scores[community.course_ids == 11] == 0


def test_a_neighbour_is_named_with_its_numbers(community: Dataset) -> None:
    model = ItemNeighbours().fit(community)
    completed = Reason(ReasonKind.COMPLETED, ("用 FastAPI 搭建接口服务", "3", "4"))
    assert why(model, 4, 12) == completed
    assert why(model, 7, 14) == Reason(ReasonKind.STUDIED, ("手机摄影构图", "2", "3"))
    assert why(model, 8, 12) is None


def test_looking_at_a_course_is_no_evidence_that_people_study_it() -> None:
    seen = [took(member, course, weight=0.2) for member in (1, 2) for course in (11, 13)]
    model = ItemNeighbours().fit(Dataset.of(seen, COURSES, now=NOW))
    assert model.links_.nnz == 0


def test_similarity_is_the_shrunk_cosine(community: Dataset) -> None:
    model = ItemNeighbours(shrinkage=10.0).fit(community)
    first, second = np.searchsorted(community.course_ids, [11, 12])
    assert np.isclose(model.links_[first, second], 3 / np.sqrt(4 * 3) * 3 / 13)


def test_only_the_nearest_neighbours_are_kept(community: Dataset) -> None:
    model = ItemNeighbours(neighbours=1).fit(community)
    assert (model.links_ > 0).sum(axis=0).max() == 1


def test_interest_tags_alone_bring_what_they_name(community: Dataset) -> None:
    model = Content().fit(community)
    assert set(ranked(model, 8)[:2]) == {13, 14}
    assert why(model, 8, 14) == Reason(ReasonKind.TAGS, ("摄影",))
    assert why(model, 8, 11) is None


def test_tags_match_in_any_case_and_width() -> None:
    data = Dataset.of((), COURSES, now=NOW, interests={1: ("ｆａｓｔａｐｉ", "烹饪")})
    model = Content().fit(data)
    assert why(model, 1, 11) == Reason(ReasonKind.TAGS, ("ｆａｓｔａｐｉ",))
    assert set(ranked(model, 1)[:2]) == {11, 16}


def test_near_texts_are_explained_by_the_course_they_are_near_to(community: Dataset) -> None:
    model = Content().fit(community)
    assert why(model, 7, 14) == Reason(ReasonKind.SIMILAR, ("手机摄影构图",))


def test_a_course_added_since_the_training_is_read_too(community: Dataset) -> None:
    before = Dataset.of((), COURSES[:3], now=NOW)
    state = Content().fit(before).state()
    model = Content().restore(state, before.course_ids, community)
    assert set(ranked(model, 8)[:2]) == {13, 14}


def test_what_followed_is_told_with_its_numbers() -> None:
    rows = [
        took(member, course, days)
        for member in (1, 2, 3)
        for course, days in ((11, 9), (12, 5), (15, 2))[: member + 1]
    ]
    data = Dataset.of([*rows, took(4, 11)], COURSES, now=NOW)
    model = Transitions().fit(data)
    assert ranked(model, 4)[:2] == [12, 15]
    followed = Reason(ReasonKind.FOLLOWED, ("用 FastAPI 搭建接口服务", "3", "4"))
    assert why(model, 4, 12) == followed
    assert why(model, 4, 13) is None


def test_neighbours_among_members_are_counted_and_never_the_member_itself(
    community: Dataset,
) -> None:
    model = UserNeighbours().fit(community)
    assert ranked(model, 7)[:2] == [13, 14]
    assert why(model, 7, 14) == Reason(ReasonKind.ALIKE, ("2", "2"))
    assert why(model, 3, 15) is None


def test_a_tag_leads_to_what_its_followers_take_and_to_what_it_names() -> None:
    rows = [took(member, 16) for member in range(1, 6)]
    rows += [took(member, 12) for member in range(20, 40)]
    tags = dict.fromkeys([*range(1, 6), 50], ("摄影",)) | {51: ("烹饪",)}
    model = Profile().fit(Dataset.of(rows, COURSES, now=NOW, interests=tags))
    assert ranked(model, 50)[0] == 16
    assert why(model, 50, 16) == Reason(ReasonKind.PEERS, ("摄影", "5"))
    assert ranked(model, 51)[0] == 16
    assert why(model, 51, 16) is None
    assert ranked(model, NOBODY)[0] == 12


def test_what_fewer_than_three_members_have_is_not_learned() -> None:
    tags = {1: ("烹饪", "钓鱼"), 2: ("烹饪",), 3: ("烹饪",)}
    rows = [took(member, 11) for member in tags]
    model = Profile().fit(Dataset.of(rows, COURSES, now=NOW, interests=tags))
    assert model.state()["terms"].tolist() == ["#烹饪"]


def test_circles_are_named_by_their_tags_and_count_their_members() -> None:
    groups = {10: (11, 12, 15), 30: (13, 14)}
    rows = [
        took(first + member, course)
        for first, taken in groups.items()
        for member in range(10)
        for course in (taken[member % len(taken)], taken[0])
    ]
    interests = {90: ("摄影",)}
    model = Clusters(most=2).fit(Dataset.of(rows, COURSES, now=NOW, interests=interests))
    segments = model.segments()
    assert sorted(segment.members for segment in segments) == [10, 11]
    photographers = next(segment for segment in segments if segment.members == 11)
    assert "摄影" in photographers.name
    assert "Python" not in photographers.name
    assert ranked(model, 90)[:2] == [13, 14]
    reason = why(model, 90, 13)
    assert reason == Reason(ReasonKind.CIRCLE, (photographers.name, "10"))


def test_a_circle_never_shows_what_one_member_took() -> None:
    groups = {10: ((11, 12), 6), 30: ((13, 14), 4), 50: ((16,), 1), 60: ((15,), 1)}
    rows = [
        took(first + member, course)
        for first, (taken, size) in groups.items()
        for member in range(size)
        for course in taken
    ]
    interests = {50: ("烹饪",), 51: ("烹饪",), 52: ("烹饪",)}
    model = Clusters().fit(Dataset.of(rows, COURSES, now=NOW, interests=interests))
    assert sorted(model.sizes_.tolist()) == [4, 10]
    assert sorted(model.counts_[model.counts_ > 0].tolist()) == [4, 4, 6, 6]
    assert ranked(model, 50)[0] in {11, 12, 13, 14}


def test_stars_above_the_mean_are_a_reason() -> None:
    rows = [
        Interaction(member, course, STUDIED, NOW, stars)
        for member in range(1, 5)
        for course, stars in ((11, 5.0), (12, 2.0))
    ]
    model = BiasedFactors().fit(Dataset.of(rows, COURSES, now=NOW))
    assert why(model, 1, 11) == Reason(ReasonKind.RATED, ("5.0", "4"))
    assert why(model, 1, 12) is None
    assert why(model, 1, 13) is None


def test_a_new_catalogue_leaves_what_was_learned_as_it_was(community: Dataset) -> None:
    for kind in (Ease, Slist, Transitions, ItemNeighbours):
        before = kind().fit(community)
        fewer = community.narrowed(np.array([0, 1, 3]))
        after = kind().restore(before.state(), community.course_ids, fewer)
        held = before.links_.toarray()[np.ix_([0, 1, 3], [0, 1, 3])]
        assert np.allclose(after.links_.toarray(), held)
