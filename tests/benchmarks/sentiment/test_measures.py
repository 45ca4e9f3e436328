"""The measures, on numbers small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.sentiment.measures import (
    calibration_error,
    figures,
    macro_f1,
    two_class_accuracy,
)
from benchmarks.sentiment.peers import accuracies
from benchmarks.sentiment.texts import Row, sample, traditional
from core.text.reading import NO_SENTIMENT, sentiment_of

GOOD, BAD, PLAIN = Row("positive", "真好"), Row("negative", "真差"), Row("neutral", "今天周三")
GLAD, SAD, CALM = (
    sentiment_of(0.0, 0.1, 0.9),
    sentiment_of(0.9, 0.1, 0.0),
    sentiment_of(0.1, 0.8, 0.1),
)


def test_accuracy_over_two_classes_leaves_neutral_rows_out() -> None:
    assert two_class_accuracy([GOOD, BAD, PLAIN], [0.5, 0.2, 0.9]) == 0.5


def test_who_takes_no_side_is_half_right() -> None:
    assert two_class_accuracy([GOOD, GOOD, BAD, BAD], [0, 1, 0, -1]) == 0.75


def test_a_set_of_two_classes_has_no_alarms() -> None:
    found = figures([GOOD, BAD], [GLAD, SAD], 0.7)
    assert found["accuracy"] == 1
    assert "neutral_alarms" not in found
    assert found["calibration_error"] == pytest.approx(0)


def test_alarms_are_counted_among_neutral_and_among_negative_rows() -> None:
    rows = [BAD, BAD, PLAIN, PLAIN, PLAIN, PLAIN, GOOD]
    found = figures(rows, [SAD, CALM, SAD, CALM, CALM, CALM, GLAD], 0.7)
    assert (found["neutral_alarms"], found["negative_alarms"]) == (0.25, 0.5)
    assert found["accuracy_3"] == round(5 / 7, 4)


def test_a_text_that_nothing_was_read_of_counts_as_unsure() -> None:
    assert figures([GOOD], [NO_SENTIMENT], 0.7)["accuracy"] == 0.5


def test_the_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    sure = np.array([0.95, 0.95, 0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False, True, False])
    assert calibration_error(sure, right) == pytest.approx((4 * 0.2 + 2 * 0.05) / 6)


def test_macro_f1_counts_every_class_alike() -> None:
    assert macro_f1(["a", "a", "a", "b"], ["a", "a", "a", "a"]) == pytest.approx(3 / 7)


def test_scores_are_shared_out_among_the_sets_in_order() -> None:
    samples = {"one": [GOOD, BAD], "two": [BAD], "three": [PLAIN, GOOD]}
    assert accuracies(samples, [1, 1, -1, 1, -1]) == {"one": 0.5, "two": 1.0, "three": 0.0}


def test_a_sample_is_the_same_every_time_and_never_repeats_a_row() -> None:
    rows = [Row("neutral", str(number)) for number in range(50)]
    assert sample(rows, 20, 1) == sample(rows, 20, 1)
    assert len({row.text for row in sample(rows, 20, 1)}) == 20
    assert len(sample(rows, 90, 1)) == 50


def test_traditional_copies_keep_their_labels() -> None:
    assert traditional([Row("negative", "讲义打不开")]) == [Row("negative", "講義打不開")]
