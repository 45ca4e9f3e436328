"""Measure the spam model, the abuse hint and the lists on sets that none of them was made from."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from ahocorasick_rs import AhoCorasick
from rich.console import Console
from rich.table import Table
from sklearn.metrics import f1_score, precision_recall_curve

from core.moderation import spam
from core.moderation.hits import lists
from core.moderation.hits.screen import screen
from core.moderation.spam.corpus import (
    ABUSE,
    MEASURED,
    held_out,
    rows,
    sets_folder,
)
from core.moderation.spam.model import FILE, SpamModel
from core.refusal import Refusal
from core.text import set_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from core.moderation.spam.corpus import Row

REPOSITORY = Path(__file__).resolve().parent.parent
DEMO_LINES = REPOSITORY / "demo" / "data" / "chatter.json"
OWN_LINES = REPOSITORY / "tests" / "core" / "sentiment" / "chat_lines.tsv"
LOOK_ALIKES = REPOSITORY / "tests" / "core" / "moderation" / "innocent_lines.tsv"
LISTED = frozenset({"contact", "ad", "link"})
OUTWARD = LISTED | {"spam"}
PRECISION = 0.95
BINS = 10
ROUNDS = 7
WIDTH = 100
SHORT = "请问这个报错怎么解决呀我试了三遍还是不行"
HOW_TO_GET = """The sets are not here: {problem}.
docs/moderation-model.md says which repositories hold them. Write each as gzipped lines
"split<TAB>label<TAB>text" named <set>.tsv.gz into one folder, and let QUNZHU_DATA name it.
"""


def main() -> int:
    """Print one JSON object, and a table on stderr; return 1 when the sets are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=2000, help="messages whose speed is measured")
    options = parser.parse_args()
    data = os.environ.get("QUNZHU_DATA")
    folder = sets_folder(Path(data) if data else REPOSITORY.parent / "shared" / "data")
    try:
        report = _report(folder, options.sample)
    except Refusal as problem:
        sys.stderr.write(HOW_TO_GET.format(problem=problem.said()))
        return 1
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    _show(report)
    return 0


def _report(folder: Path, sample: int) -> dict[str, Mapping[str, object]]:
    measured = rows(folder, MEASURED)
    insults = [row for row in rows(folder, ABUSE) if row.split == "test"]
    return {
        "spam": {
            "all": _spam_figures(measured),
            "half_looked_at": _spam_figures([row for row in measured if _looked_at(row)]),
            "half_never_looked_at": _spam_figures([row for row in measured if not _looked_at(row)]),
        },
        "false_alarms": {name: _alarms(texts) for name, texts in _innocent(folder).items()},
        "abuse": _abuse_figures(insults),
        "speed": _speed([row.text for row in measured][:sample]),
    }


def _looked_at(row: Row) -> bool:
    """Tell whether a row stands in the half whose character runs the grammar was widened by."""
    return int(md5(row.text.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def _innocent(folder: Path) -> dict[str, list[str]]:
    """Return everyday chat: held-out parts of public sets, and our own invented lines."""
    own = OWN_LINES.read_text("utf-8").splitlines()
    alike = LOOK_ALIKES.read_text("utf-8").splitlines()
    return held_out(folder) | {
        "demo_chat": [row["text"] for row in json.loads(DEMO_LINES.read_text("utf-8"))],
        "own_chat": [line.split("\t")[-1] for line in own],
        "look_alikes": [line.split("\t")[-1] for line in alike],
    }


def _spam_figures(measured: Sequence[Row]) -> dict[str, object]:
    truth = np.array([row.label == "spam" for row in measured])
    apart = [set_apart(row.text) for row in measured]
    chance = np.array([spam.scores(parts).spam for parts in apart])
    rules = [{hit.rule for hit in screen(parts)} for parts in apart]
    listed = np.array([bool(found & LISTED) for found in rules])
    either = np.array([bool(found & OUTWARD) for found in rules])
    alarm = chance >= spam.SPAM_ALARM
    precision, recall, _ = precision_recall_curve(truth, chance)
    return {
        "rows": len(measured),
        "model_at_alarm": _judged(truth, alarm),
        "model_at_half": _judged(truth, chance >= 0.5),  # noqa: PLR2004
        "recall_at_precision_95": _rounded(recall[precision >= PRECISION].max()),
        "lists_alone": _judged(truth, listed),
        "screen": _judged(truth, either),
    }


def _judged(truth: np.ndarray, found: np.ndarray) -> dict[str, float]:
    return {
        "macro_f1": _rounded(f1_score(truth, found, average="macro")),
        "precision": _rounded(truth[found].mean() if found.any() else 1.0),
        "recall": _rounded(found[truth].mean()),
    }


def _alarms(texts: Sequence[str]) -> dict[str, float]:
    apart = [set_apart(text) for text in texts]
    found = [spam.scores(parts) for parts in apart]
    rules = [{hit.rule for hit in screen(parts)} for parts in apart]
    return {
        "rows": len(texts),
        "spam_alarm": _share([one.spam >= spam.SPAM_ALARM for one in found]),
        "lists_alone": _share([bool(one & LISTED) for one in rules]),
        "abuse_hint": _share([one.abuse >= spam.ABUSE_HINT for one in found]),
    }


def _abuse_figures(insults: Sequence[Row]) -> dict[str, object]:
    truth = np.array([row.label == "off" for row in insults])
    chance = np.array([spam.scores(set_apart(row.text)).abuse for row in insults])
    precision, recall, _ = precision_recall_curve(truth, chance)
    return {
        "rows": len(insults),
        "at_half": _judged(truth, chance >= 0.5),  # noqa: PLR2004
        "at_hint": _judged(truth, chance >= spam.ABUSE_HINT),
        "recall_at_precision_95": _rounded(recall[precision >= PRECISION].max()),
        "calibration_error": _rounded(_calibration_error(chance, truth)),
    }


def _calibration_error(chance: np.ndarray, truth: np.ndarray) -> float:
    """Return the expected gap between probability and frequency over ten equal bins."""
    bins = np.minimum((chance * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(chance[bins == one].mean() - truth[bins == one].mean()) * (bins == one).mean()
            for one in np.unique(bins)
        )
    )


def _speed(texts: Sequence[str]) -> dict[str, float]:
    """Return times of one message, and the lists' automaton beside a loop over the phrases."""
    prose = [set_apart(text).prose for text in texts]
    phrases = tuple(lists.entries())
    automaton = AhoCorasick(phrases)
    begin = time.perf_counter()
    SpamModel.load(FILE)
    load = time.perf_counter() - begin
    short = set_apart(SHORT)
    fast = _seconds(lambda: [automaton.find_matches_as_indexes(one) for one in prose])
    slow = _seconds(lambda: [[word for word in phrases if word in one] for one in prose])
    return {
        "characters": len(short.prose),
        "score_microseconds": _rounded(_seconds(lambda: _many(spam.scores, short)) * 1e3),
        "screen_microseconds": _rounded(_seconds(lambda: _many(screen, short)) * 1e3),
        "load_seconds": _rounded(load),
        "phrases": len(phrases),
        "automaton_messages_per_second": round(len(prose) / fast),
        "loop_messages_per_second": round(len(prose) / slow),
        "ratio": _rounded(slow / fast),
    }


def _many(ask: Callable[..., object], given: object) -> None:
    for _ in range(1000):
        ask(given)


def _seconds(work: Callable[[], object]) -> float:
    """Return the time of the best round."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def _show(report: Mapping[str, Mapping[str, object]]) -> None:
    console = Console(stderr=True, width=WIDTH)
    for title, figures in report.items():
        rows = list(_rows_of(figures))
        columns = list(dict.fromkeys(column for _, cells in rows for column in cells))
        heads = (column.replace("_", " ") for column in columns)
        table = Table("", *heads, title=title.replace("_", " "), title_justify="left")
        for name, cells in rows:
            table.add_row(name, *(str(cells.get(column, "")) for column in columns))
        console.print(table)


def _rows_of(
    figures: Mapping[str, object], depth: int = 0
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield figures as rows of cells: what stands below a name is indented under it."""
    for name, figure in figures.items():
        title = f"{'  ' * depth}{name.replace('_', ' ')}"
        if not isinstance(figure, dict):
            if not depth:
                yield title, {"figure": figure}
            continue
        yield title, {one: cell for one, cell in figure.items() if not isinstance(cell, dict)}
        yield from _rows_of(figure, depth + 1)


def _share(found: Sequence[bool]) -> float:
    return _rounded(sum(found) / len(found))


def _rounded(value: float) -> float:
    return round(float(value), 4)


if __name__ == "__main__":
    sys.exit(main())
