"""The task: four fruits of which one is meant, the same for an entry and another after a miss."""

from __future__ import annotations

from collections import Counter

from core.screening import FRUITS, task_of


def test_four_different_fruits_are_offered_and_one_of_them_is_meant() -> None:
    for entry_id in range(1, 200):
        for tries in (0, 1):
            task = task_of(entry_id, tries)
            assert len(set(task.offered)) == 4
            assert task.wanted in task.offered
            assert all(0 <= fruit < len(FRUITS) for fruit in task.offered)


def test_an_entry_gets_the_same_task_again() -> None:
    assert task_of(7, 0) == task_of(7, 0)


def test_after_a_miss_there_is_another_task() -> None:
    assert sum(task_of(number, 0) != task_of(number, 1) for number in range(100)) > 95


def test_no_place_and_no_fruit_is_right_much_more_often_than_others() -> None:
    tasks = [task_of(number, 0) for number in range(4000)]
    places = Counter(task.offered.index(task.wanted) for task in tasks)
    fruits = Counter(task.wanted for task in tasks)
    assert all(900 < count < 1100 for count in places.values())
    assert all(320 < fruits[number] < 480 for number in range(len(FRUITS)))
