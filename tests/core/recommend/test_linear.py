"""The linear models equal what their formulas say, worked out the slow way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.recommend.dataset import CourseText, Dataset
from core.recommend.learning import linear
from core.recommend.learning.borrowing import with_untaken
from core.recommend.learning.fading import DECAYS, FEWEST, best_decay, without_last
from core.recommend.learning.wording import near
from core.recommend.models import content
from core.recommend.models.beginnings import Beginnings
from core.recommend.models.content import Content
from core.recommend.models.ease import Ease
from core.recommend.models.slist import Slist
from core.recommend.models.transitions import Transitions

MEMBERS, COURSES = 30, 8


@pytest.fixture
def histories() -> list[list[int]]:
    """Return made-up histories of no course to six, oldest first."""
    chance = np.random.default_rng(4)
    return [chance.permutation(COURSES)[: chance.integers(0, 7)].tolist() for _ in range(MEMBERS)]


@pytest.fixture
def wordless(histories: list[list[int]]) -> Dataset:
    """Return the histories as data of courses without a word."""
    pairs = [(member, course) for member, own in enumerate(histories) for course in own]
    members, courses = np.array(pairs).T
    return Dataset.from_arrays(np.arange(MEMBERS), np.arange(COURSES), members, courses)


def closed_form(gram: np.ndarray, strength: float) -> np.ndarray:
    inverse = np.linalg.inv(gram + strength * np.eye(len(gram)))
    links = -inverse / np.diag(inverse)
    np.fill_diagonal(links, 0)
    return np.asarray(links)


def test_ease_is_the_closed_form_of_the_paper(wordless: Dataset) -> None:
    taken = wordless.matrix()[:-1].toarray().astype(np.float64)
    expected = closed_form(taken.T @ taken, 5.0)
    model = Ease(strength=5.0, evening=0.0, discount=0.0, decay=1.0).fit(wordless)
    assert np.allclose(model.links_.toarray(), expected, atol=1e-5)
    scores = model.score(np.arange(MEMBERS))
    assert np.allclose(scores, taken @ expected, atol=1e-4)


def test_ease_lets_long_histories_count_less_and_interactions_weigh_one_on_average(
    wordless: Dataset,
) -> None:
    taken = wordless.matrix()[:-1].toarray().astype(np.float64)
    lengths = taken.sum(axis=1)
    counts = np.where(lengths > 0, lengths, 1) ** -0.5
    counts *= lengths.sum() / (counts * lengths).sum()
    expected = closed_form(taken.T @ (counts[:, np.newaxis] * taken), 5.0)
    expected *= (taken.sum(axis=0) + 1) ** -0.1
    model = Ease(strength=5.0, evening=0.5, discount=0.1, decay=1.0).fit(wordless)
    assert np.allclose(model.links_.toarray(), expected, atol=1e-5)


def test_slist_is_the_ridge_regression_on_past_and_future(
    histories: list[list[int]], wordless: Dataset
) -> None:
    fading, back, strength = 0.8, 0.3, 2.0
    past: list[np.ndarray] = []
    future: list[np.ndarray] = []
    now: list[np.ndarray] = []
    for own in histories:
        for place, course in enumerate(own):
            weight = len(own) ** -0.25
            row = np.zeros((3, COURSES))
            row[2, course] = 1
            for other, before in enumerate(own):
                if other < place:
                    row[0, before] = fading ** (place - other - 1)
                elif other > place:
                    row[1, before] = fading ** (other - place)
            for rows, values in zip((past, future, now), weight * row, strict=True):
                rows.append(values)
    x, f, e = map(np.array, (past, future, now))
    gram = x.T @ x + back * f.T @ f + strength * np.eye(COURSES)
    expected = np.linalg.solve(gram, x.T @ e + back * f.T @ e)
    expected *= (np.bincount(wordless.courses, minlength=COURSES) + 1) ** -0.05
    model = Slist(fading=fading, back=back, strength=strength, evening=0.5, lags=9).fit(wordless)
    assert np.allclose(model.links_.toarray(), expected, atol=1e-4)


def test_transitions_count_what_came_later(histories: list[list[int]], wordless: Dataset) -> None:
    decayed, followed = np.zeros((COURSES, COURSES)), np.zeros((COURSES, COURSES))
    for own in histories:
        for place, course in enumerate(own):
            for lag, after in enumerate(own[place + 1 : place + 3], start=1):
                decayed[course, after] += 0.5 ** (lag - 1)
                followed[course, after] += 1
    takers = np.bincount(wordless.courses, minlength=COURSES)
    model = Transitions(lags=2, fading=0.5, shrinkage=3).fit(wordless)
    assert np.allclose(model.links_.toarray(), decayed / (takers + 3)[:, None], atol=1e-6)
    assert np.array_equal(model.evidence_.toarray(), followed)


def test_beginnings_count_the_second_course_most(
    histories: list[list[int]], wordless: Dataset
) -> None:
    early, takers = np.zeros((COURSES, COURSES)), np.zeros(COURSES)
    for own in histories:
        for place, course in enumerate(own):
            takers[course] += 1 / (place + 1)
            for lag, after in enumerate(own[place + 1 : place + 9], start=1):
                early[course, after] += 0.5 ** (lag - 1) / (place + lag)
    model = Beginnings(fading=0.5, shrinkage=3).fit(wordless)
    assert np.allclose(model.links_.toarray(), early / (takers + 3)[:, None], atol=1e-6)
    assert np.array_equal(model.takers_, np.bincount(wordless.courses, minlength=COURSES))


def test_sums_over_shards_are_the_sums_over_all(
    wordless: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [kind().fit(wordless).links_.toarray() for kind in (Ease, Slist, Transitions)]
    chunks = Dataset.chunks
    monkeypatch.setattr(Dataset, "chunks", lambda data: chunks(data, 7))
    parted = [kind().fit(wordless).links_.toarray() for kind in (Ease, Slist, Transitions)]
    assert np.allclose(whole, parted, atol=1e-5)


def test_of_too_many_courses_the_most_taken_are_learned(
    wordless: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linear, "AT_MOST", 5)
    takers = np.bincount(wordless.courses, minlength=COURSES)
    rare = np.argsort(-takers, kind="stable")[5:]
    model = Ease().fit(wordless)
    assert model.links_.shape == (COURSES, COURSES)
    assert not model.links_.toarray()[rare].any()
    assert not model.links_.toarray()[:, rare].any()


@pytest.mark.parametrize(("pull_of_older", "expected"), [(1.5, 0.6), (1.9, 0.5), (0.5, 0.7)])
def test_histories_fade_as_leads_best_to_the_last_course(
    pull_of_older: float, expected: float
) -> None:
    older, newer, other, wanted = range(4)
    links = np.zeros((4, 4), dtype=np.float32)
    links[older, other], links[newer, wanted] = pull_of_older, 1.0
    members = np.repeat(np.arange(FEWEST), 3)
    courses = np.tile([older, newer, wanted], FEWEST)
    data = Dataset.from_arrays(np.arange(FEWEST), np.arange(4), members, courses)
    assert best_decay(links, *without_last(data)) == expected


def test_histories_do_not_fade_where_the_older_course_tells_more() -> None:
    older, newer, other, wanted = range(4)
    links = np.zeros((4, 4), dtype=np.float32)
    links[older, wanted], links[newer, other] = 1.0, 0.95
    courses = np.tile([older, newer, wanted], FEWEST)
    members = np.repeat(np.arange(FEWEST), 3)
    data = Dataset.from_arrays(np.arange(FEWEST), np.arange(4), members, courses)
    assert best_decay(links, *without_last(data)) == 1.0


def test_too_few_members_are_not_asked_how_fast_histories_fade(wordless: Dataset) -> None:
    few = wordless.subset(wordless.members < FEWEST // 2)
    assert Transitions().fit(few).decay_ == DECAYS[0]
    assert Transitions(decay=0.9).fit(wordless).decay_ == 0.9


def test_a_new_course_borrows_from_those_that_read_alike() -> None:
    words = ("摄影构图与光线", "摄影布光与人像", "家常菜的火候", "炖汤的火候", "摄影后期与调色")
    texts = [CourseText(place, word) for place, word in enumerate(words)]
    members = np.repeat(np.arange(60), 2)
    courses = np.concatenate([np.tile([0, 1], 30), np.tile([2, 3], 30)])
    data = Dataset.from_arrays(np.arange(60), np.arange(5), members, courses, texts=texts)
    before = data.narrowed(np.arange(4))
    for model in (Ease(), Slist()):
        model.restore(model.fit(before).state(), before.course_ids, data)
        photographer, cook = model.score(np.array([0, 59]))
        assert photographer[4] > 0
        assert photographer[4] > cook[4]


def test_the_nearer_a_lender_is_the_more_it_lends() -> None:
    words = ("摄影构图与光线与色彩", "摄影器材", "家常菜的火候", "摄影构图与光线与布景")
    texts = tuple(CourseText(place, word) for place, word in enumerate(words))
    near_one, near_other = near(texts)[[3]].toarray()[0, :2]
    assert near_one > near_other > 0
    lent = with_untaken(
        csr_array(np.eye(2, 4, dtype=np.float32)), np.array([30.0, 30, 30, 0]), texts
    ).toarray()[:, 3]
    assert lent[0] / lent[1] == pytest.approx((near_one / near_other) ** 2, rel=1e-4)


def test_a_wide_catalogue_is_scored_alike(
    community: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = np.arange(-1, len(community.member_ids))
    for kind in (Ease, Slist, Transitions, Content):
        narrow = kind().fit(community)
        with monkeypatch.context() as wide:
            wide.setattr(linear, "DENSE", 0)
            wide.setattr(content, "DENSE", 0)
            sparse = kind().fit(community)
        assert np.allclose(sparse.score(everyone), narrow.score(everyone), atol=1e-6)
        sources, addends = sparse.parts(2, 5)
        assert np.isclose(addends.sum(), sparse.score(np.array([2]))[0, 5], atol=1e-6)
        assert sources.tolist() == narrow.parts(2, 5)[0].tolist()
        assert sparse.reason(3, 1) == narrow.reason(3, 1)
